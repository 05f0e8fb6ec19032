"""What it takes to know callers and to look things up, and how the rooms of one house are put together from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from calls.clock import Clock
from service.asking import Asking
from service.config import Settings
from service.switches import Board
from service.visitors import Habits
from store.database import Database
from store.switches import Switches


def untouched(_name: str) -> bool | None:
    """No switch was turned."""
    return None


def no_habits(_number: str, _menu: str) -> Mapping[str, int]:
    """Nobody's habits are known."""
    return {}


@dataclass(frozen=True, slots=True)
class Knowing:
    """The sources that may be asked, the switches that people turn, and what callers mostly take."""

    asking: Asking
    forced: Callable[[str], bool | None] = untouched
    habits: Habits = no_habits


@dataclass(frozen=True, slots=True)
class Outside:
    """The sources and the switches of a running service."""

    knowing: Knowing
    board: Board

    async def run(self) -> None:
        """Follow the switches; close the sources in the end."""
        try:
            await self.board.run()
        finally:
            await self.knowing.asking.close()


async def look_outside(settings: Settings, database: Database, clock: Clock) -> Outside:
    """As the settings say. Files lie beside the plan."""
    board = Board(Switches(database).turned, clock)
    await board.look()
    return Outside(Knowing(Asking.by(settings.connectors, settings.centre.dialplan.parent), board.forced), board)
