"""What several files begin with: where an admin stands and what he runs there, a caller who is listened to, and one who waits."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from service import cli
from service.cli import common
from tests.unit.service.at_a_terminal import MAIN, PEOPLE, QUEUES, Hotline, Said, plan
from tests.unit.service.ears_rig import Make, Rig
from tests.unit.service.patience_rooms import PatienceRooms
from tests.unit.service.rooms import open_rooms


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of his own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(common, "set_up_logs", lambda _log: None)
    return tmp_path


@pytest.fixture
def home(folder: Path) -> Path:
    """A folder with a dialplan and settings."""
    (folder / "dialplans").mkdir()
    plan(MAIN, people=PEOPLE, queues=QUEUES)
    (folder / "hotline.toml").write_text('[centre]\nzone = "Asia/Shanghai"\n', encoding="utf-8")
    return folder


@pytest.fixture
def hotline(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Hotline:
    """Runs a command in this process, through the same door as the installed program."""

    def run(*words: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["hotline", *words])
        try:
            cli.main()
            code: Any = 0
        except SystemExit as ended:
            code = ended.code or 0
        said = capfd.readouterr()
        return Said(int(code), said.out, said.err)

    return run


@pytest.fixture
def rig(tmp_path: Path) -> Make:
    """Listens to a caller of the fake exchange."""
    return lambda **given: Rig(tmp_path, **given)


@pytest.fixture
async def believing() -> AsyncIterator[PatienceRooms]:
    """Believes of a caller how long he will wait."""
    async with open_rooms(PatienceRooms) as rooms:
        yield rooms
