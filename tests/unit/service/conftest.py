"""What several files begin with: where an admin stands and what he runs there, and the callers and plans of several rooms."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from service import cli
from service.cli import common
from service.connecting import Connecting
from store.database import Database
from tests.unit.service.at_a_terminal import MAIN, PEOPLE, QUEUES, Hotline, Said, plan
from tests.unit.service.connecting_rooms import ConnectingRooms
from tests.unit.service.dialogue_rooms import DialogueRooms
from tests.unit.service.ears_rig import Make, Rig
from tests.unit.service.patience_rooms import PatienceRooms
from tests.unit.service.plan_ground import Ground
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


@pytest.fixture
async def ringing() -> AsyncIterator[ConnectingRooms]:
    """Rings phones for a caller who waits."""
    async with open_rooms(ConnectingRooms) as rooms:
        await rooms.caller()
        rooms.connecting = Connecting(
            rooms.switch, rooms.clock, rooms.lines, rooms.floor, rooms.people, rooms.chronicle, rooms.sounds, rooms.crew,
            rooms.new_leg, rooms.hooks,
        )  # fmt: skip
        yield rooms


@pytest.fixture
async def walking() -> AsyncIterator[DialogueRooms]:
    """A caller who has just arrived, before his menus."""
    async with open_rooms(DialogueRooms) as rooms:
        rooms.party, rooms.call = await rooms.caller()
        yield rooms


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A store of his own."""
    async with Database.in_file(tmp_path / "hotline.db") as database:
        yield database


@pytest.fixture
def ground(tmp_path: Path, database: Database) -> Ground:
    """A dialplan on the disk, and no version of it yet."""
    return Ground(tmp_path, database)
