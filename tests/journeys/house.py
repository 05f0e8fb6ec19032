"""A house around which everything is in memory: what the store, the prompts, a recogniser and the sources are to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from acd.messages import KnownPerson, PersonChanged
from calls.contact import ContactRecord
from calls.happenings.entry import Entry
from calls.record import fold
from ivr.actions import Collect
from ivr.events import Digits, Unheard, Uttered
from ivr.sources import Inquiry
from service.alarms import Alarms
from service.asking import NOTHING, Outcome
from service.call import Call
from service.callback_rules import CallbackRules
from service.configuration import Configuration
from service.earlier import Earlier
from service.house import House
from service.knowing import Knowing
from service.leaving import Leaving
from service.means import Ears
from service.metrics import Metrics
from service.sounds import PromptShelf
from service.visitors import Habits
from store.callbacks import CallbackKept, CallbackState
from store.messages import MessageKept
from tests.fakes.clock import ManualClock
from tests.fakes.switch import FakeSwitch

RULES = CallbackRules(
    allowed=lambda number: number.startswith("1"), tries=2, pause=600.0, ring=20.0, zone=ZoneInfo("Asia/Shanghai")
)
"""Of callbacks. The clock of the tests begins at nine in the morning there."""
NOWHERE = Path("/dev/null/messages")
"""A folder in which nothing can be kept."""


@dataclass
class Memory:
    """A journal and a keeper of people in memory: what the store is to the service."""

    entries: list[Entry] = field(default_factory=list)
    people: dict[str, PersonChanged] = field(default_factory=dict)
    changes: list[PersonChanged] = field(default_factory=list)
    left: dict[str, MessageKept | CallbackKept] = field(default_factory=dict)
    folder: Path = NOWHERE
    rules: CallbackRules = RULES

    def write(self, entry: Entry) -> None:
        self.entries.append(entry)

    def keep(self, change: PersonChanged) -> None:
        self.people[change.person] = change
        self.changes.append(change)

    def keep_left(self, left: MessageKept | CallbackKept) -> None:
        self.left[left.id] = left

    def messages(self) -> list[MessageKept]:
        return [each for each in self.left.values() if isinstance(each, MessageKept)]

    def callbacks(self) -> list[CallbackKept]:
        return [each for each in self.left.values() if isinstance(each, CallbackKept)]

    def known(self) -> Sequence[KnownPerson]:
        return [
            KnownPerson(
                c.person,
                c.after,
                c.reason,
                c.since,
                c.until,
                wish=c.wish,
                wish_reason=c.wish_reason,
                taken_today=c.taken_today,
            )
            for c in self.people.values()
        ]

    def records(self) -> list[ContactRecord]:
        calls = dict.fromkeys(entry.call for entry in self.entries)
        return [fold(entry for entry in self.entries if entry.call == call) for call in calls]

    def record(self, number: str) -> ContactRecord:
        """The newest record of this caller."""
        return [record for record in self.records() if record.number == number][-1]


class Shelf:
    """Every prompt exists; its file is its name."""

    def has(self, prompt: str, language: str) -> bool:
        return True

    def sound(self, prompt: str, language: str) -> Path:
        return Path(f"/{language}/{prompt}.wav")


class Deaf:
    """No recogniser: every question is asked by keys."""

    def hears(self, language: str) -> bool:
        return False

    async def collect(self, call: Call, asked: Collect, sounds: Sequence[Path]) -> Digits | Uttered | Unheard:
        raise AssertionError("asked to hear, though it hears nothing")


class NoSource:
    """Sources that know nothing."""

    async def answer(self, inquiry: Inquiry, values: Mapping[str, str]) -> Outcome:
        return Outcome(NOTHING)

    async def close(self) -> None:
        """Nothing is open."""


async def no_habits(_number: str) -> Habits:
    return {}


async def nothing_cancelled() -> Iterable[str]:
    return ()


async def nothing_new() -> dict[str, int]:
    return {}


def house_of(
    configuration: Configuration,
    switch: FakeSwitch,
    clock: ManualClock,
    memory: Memory,
    ears: Ears | None = None,
    knowing: Knowing | None = None,
    metrics: Metrics | None = None,
    shelf: PromptShelf | None = None,
    earlier: Earlier = Earlier(),
) -> House:
    """Without more it is deaf, knows nobody, and has every prompt."""
    still = [each for each in memory.callbacks() if each.state is CallbackState.OPEN]
    leaving = Leaving(
        memory.folder, memory, memory.rules, still, None, nothing_cancelled, nothing_new, listener=lambda: any
    )
    metrics = metrics or Metrics()
    return House(
        configuration,
        switch,
        clock,
        memory,
        memory,
        shelf or Shelf(),
        ears or Deaf(),
        leaving,
        knowing or Knowing(NoSource(), lambda _: None, no_habits),
        metrics,
        Alarms(metrics),
        earlier,
    )


async def live(house: House) -> None:
    async with house.chores, house.crew:
        await house.floor.run()
