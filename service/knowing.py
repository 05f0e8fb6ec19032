"""What it takes to know callers and to look things up, and how the rooms of one house are put together from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from acd.patience import PatienceModel
from calls.clock import Clock
from service.alarms import Alarms
from service.asking import Asking, Asks
from service.config import Settings
from service.databases import database_url
from service.patience import PatienceMeans
from service.patience_learning import Nightly, in_a_process
from service.patience_rules import patience_rules
from service.switches import Board
from service.visitors import Habits
from store.database import Database
from store.habits import read as read_habits
from store.patience import ModelKept, PatienceKept, PatienceStore
from store.switches import Switches


@dataclass(frozen=True, slots=True)
class Knowing:
    """The sources that may be asked, the switches that people turn, what callers mostly take, and how long they wait."""

    asking: Asks
    forced: Callable[[str], bool | None]
    recall: Callable[[str], Awaitable[Habits]]
    patience: PatienceMeans = field(default_factory=PatienceMeans)


@dataclass(frozen=True, slots=True)
class Outside:
    """The sources and the switches of a running service; `nightly` makes who learns patience anew, for who takes it up."""

    knowing: Knowing
    board: Board
    nightly: Callable[[Callable[[ModelKept], None]], Nightly]

    async def run(self) -> None:
        """Follow the switches; close the sources in the end."""
        try:
            await self.board.run()
        finally:
            await self.knowing.asking.close()


async def look_outside(
    settings: Settings, database: Database, clock: Clock, alarms: Alarms, keep: Callable[[PatienceKept], None]
) -> Outside:
    """As the settings say. Files lie beside the plan. `keep` is who keeps counts of patience."""
    board = Board(Switches(database).turned, clock, alarms)
    await board.look()
    asking = Asking.by(settings.connectors, settings.centre.dialplan.parent)
    store, rules = PatienceStore(database), patience_rules(settings)
    found = await store.model()
    patience = PatienceMeans(rules, found.model if found else PatienceModel(), store.caller, keep)
    learn_now = partial(in_a_process, database_url(settings), rules)

    def nightly(take_up: Callable[[ModelKept], None]) -> Nightly:
        return Nightly(learn_now, store, rules, clock, alarms, take_up, found.version if found else 0)

    return Outside(Knowing(asking, board.forced, partial(read_habits, database), patience), board, nightly)
