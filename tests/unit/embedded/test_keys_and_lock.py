"""Secrets and the lock of a data folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from telephony.embedded import checks
from telephony.embedded.errors import FolderInUse
from telephony.embedded.keys import open_keys
from telephony.embedded.locking import FolderLock


def test_a_secret_is_random_and_stays(tmp_path: Path) -> None:
    keys = open_keys(tmp_path)
    made = [keys.ami(), keys.seat("1001"), keys.seat("1002"), keys.trial_line("13900001111")]
    assert len(set(made)) == 4
    again = open_keys(tmp_path)
    assert [again.ami(), again.seat("1001"), again.seat("1002"), again.trial_line("13900001111")] == made
    assert open_keys(tmp_path / "other").ami() != made[0]


def test_a_secret_passes_the_door_and_is_long_enough(tmp_path: Path) -> None:
    secret = open_keys(tmp_path).ami()
    assert checks.secret("ami", secret) == secret
    assert len(secret) >= 32


def test_nobody_else_can_read_the_file(tmp_path: Path) -> None:
    open_keys(tmp_path).ami()
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["keys.json"]


def test_a_folder_has_one_owner_who_is_named(tmp_path: Path) -> None:
    with FolderLock(tmp_path), pytest.raises(FolderInUse, match=f"running process {os.getpid()}") as told:
        FolderLock(tmp_path)
    assert told.value.pid == os.getpid()
    FolderLock(tmp_path).close()


def test_a_killed_owner_leaves_the_folder_free(tmp_path: Path) -> None:
    script = f"""
import os, pathlib, signal
from telephony.embedded.locking import FolderLock
lock = FolderLock(pathlib.Path({str(tmp_path)!r}))
os.kill(os.getpid(), signal.SIGKILL)
"""
    folder = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", script], check=False, cwd=folder).returncode == -9
    FolderLock(tmp_path).close()
