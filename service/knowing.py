"""What it takes to know callers and to look things up, and how the rooms of one house are put together from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from calls.clock import Clock
from service.alarms import Alarms
from service.asking import Asking, Asks
from service.config import Settings
from service.switches import Board
from service.visitors import Habits
from store.database import Database
from store.habits import read as read_habits
from store.switches import Switches


@dataclass(frozen=True, slots=True)
class Knowing:
    """The sources that may be asked, the switches that people turn, and what callers mostly take."""

    asking: Asks
    forced: Callable[[str], bool | None]
    recall: Callable[[str], Awaitable[Habits]]


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


async def look_outside(settings: Settings, database: Database, clock: Clock, alarms: Alarms) -> Outside:
    """As the settings say. Files lie beside the plan."""
    board = Board(Switches(database).turned, clock, alarms)
    await board.look()
    asking = Asking.by(settings.connectors, settings.centre.dialplan.parent)
    return Outside(Knowing(asking, board.forced, partial(read_habits, database)), board)
