"""The folders of one Asterisk."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from telephony.embedded.errors import NotReady
from telephony.embedded.folders import LOG_LIMIT, SOCKET_PATH_LIMIT, console_log, make_folders, run_folder, write_files
from telephony.embedded.settings import ExchangeSettings
from tests.unit.embedded.sample import INSTALLATION, SETTINGS


@pytest.fixture
def settings(tmp_path: Path) -> ExchangeSettings:
    return dataclasses.replace(SETTINGS, data_dir=tmp_path / "data")


def test_they_are_closed_to_others_and_made_once(settings: ExchangeSettings) -> None:
    assert make_folders(settings, INSTALLATION) == make_folders(settings, INSTALLATION) == settings.folder / "run"
    assert settings.folder.stat().st_mode & 0o777 == 0o700
    assert settings.conf.parent.is_dir()


def test_sounds_are_reached_by_language(settings: ExchangeSettings, tmp_path: Path) -> None:
    beep = tmp_path / "there/sounds/en_US_f_Allison/beep.wav"
    beep.parent.mkdir(parents=True)
    beep.touch()
    make_folders(settings, dataclasses.replace(INSTALLATION, data=tmp_path / "elsewhere"))
    make_folders(settings, dataclasses.replace(INSTALLATION, data=tmp_path / "there"))
    assert (settings.folder / "data/sounds/en/beep.wav").is_file()
    assert (settings.folder / "data/documentation").readlink() == tmp_path / "there/documentation"


def test_a_long_path_gets_a_short_run_folder_of_its_own(tmp_path: Path) -> None:
    long, other = tmp_path / ("x" * 120), tmp_path / ("y" * 120)
    folder = run_folder(long)
    assert len(os.fsencode(folder / "asterisk.ctl")) <= SOCKET_PATH_LIMIT
    assert folder == run_folder(long) != run_folder(other)


def test_a_run_folder_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = dataclasses.replace(SETTINGS, data_dir=tmp_path / ("z" * 120))
    trap = tmp_path / "trap"
    trap.symlink_to(tmp_path)
    monkeypatch.setattr("telephony.embedded.folders.run_folder", lambda _: trap)
    with pytest.raises(NotReady, match="belongs to somebody else"):
        make_folders(settings, INSTALLATION)


def test_files_are_written_only_when_they_change(tmp_path: Path) -> None:
    assert write_files(tmp_path, {"a.conf": "1", "b.conf": "2"}) == {"a.conf", "b.conf"}
    before = (tmp_path / "a.conf").stat().st_ino
    assert write_files(tmp_path, {"a.conf": "1", "b.conf": "3"}) == {"b.conf"}
    assert (tmp_path / "a.conf").stat().st_ino == before
    assert write_files(tmp_path, {"a.conf": "1"}) == {"b.conf"}
    assert [each.name for each in tmp_path.iterdir()] == ["a.conf"]
    assert (tmp_path / "a.conf").stat().st_mode & 0o777 == 0o600


def test_a_large_log_is_set_aside(settings: ExchangeSettings) -> None:
    make_folders(settings, INSTALLATION)
    log = console_log(settings.folder)
    with log.open("w") as file:
        file.truncate(LOG_LIMIT + 1)
    make_folders(settings, INSTALLATION)
    assert not log.exists()
    assert log.with_name("console.log.1").stat().st_size == LOG_LIMIT + 1
