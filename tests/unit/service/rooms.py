"""The rooms between floor and switch, each alone: a switch in memory below, and above it a floor that only listens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import TypeVar

from acd.agents import Agent
from acd.managers import Manager
from acd.messages import Event, GiveAway
from acd.offers import Offer, kind_of
from calls.causes import Cause
from calls.events import CallArrived, LinkLost, LinkUp, SeatReachable, SwitchEvent
from calls.happenings.entry import Entry, Happening
from calls.happenings.visit import Arrived
from calls.ids import CallId, LegId, OfferId, PersonId
from calls.switch import Seat
from service.call import Call
from service.chronicle import Chronicle
from service.crew import Crew
from service.floor import Floor, Turn
from service.lines import Line, Lines
from service.people import People
from service.sounds import Sounds
from tests.contract.switch.world import order
from tests.fakes.clock import EPOCH, ManualClock
from tests.fakes.party import FakeCaller, FakePhone, Script
from tests.fakes.switch import FakeSwitch

CALL, WEI, LIN = CallId("call-1"), PersonId("wei"), PersonId("lin")
AGENT = Agent(WEI, "Wei", "1001", {}, ring=15.0)
MANAGER = Manager(LIN, "Lin", "13900001111", ring=20.0, accept_within=10.0)
BARRED = "00881234567890"


class Ear(Floor):
    """A floor that only listens, and accepts what it is told to accept."""

    def __init__(self) -> None:
        self.told: list[Event] = []
        self.accepted: dict[CallId, asyncio.Future[Turn]] = {}
        self.given: Callable[[GiveAway], None] = lambda _decision: None
        self.forgotten: list[CallId] = []

    def tell(self, event: Event) -> None:
        self.told.append(event)

    def give_by(self, give: Callable[[GiveAway], None]) -> None:
        self.given = give

    def expect(self, contact: CallId) -> asyncio.Future[Turn]:
        return self.accepted.setdefault(contact, asyncio.get_running_loop().create_future())

    def taken(self, contact: CallId) -> Turn:
        return self.accepted.pop(contact).result()

    def forget(self, contact: CallId) -> None:
        self.forgotten.append(contact)

    def last(self) -> Event:
        return self.told[-1]


class Shelf:
    """Every prompt exists; its file is its name."""

    def has(self, prompt: str, language: str) -> bool:
        return prompt != "nowhere"

    def sound(self, prompt: str, language: str) -> Path:
        return Path(f"/{language}/{prompt}.wav")


class Journal:
    """Entries in memory."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def write(self, entry: Entry) -> None:
        self.entries.append(entry)


class Rooms:
    """What every room needs, and one caller in the centre."""

    def __init__(self, crew: Crew) -> None:
        self.clock, self.crew, self.floor, self.journal = ManualClock(), crew, Ear(), Journal()
        self.switch = FakeSwitch(self.clock, allowed=lambda number: number != BARRED)
        self.lines = Lines()
        self.chronicle = Chronicle(self.journal, self.clock)
        self.people = People([AGENT, MANAGER], "zh")
        self.sounds = Sounds(Shelf(), ["zh"])
        self._legs = count(1)
        self.switch.attach(self._hear)

    def _hear(self, event: SwitchEvent) -> None:
        if not isinstance(event, CallArrived | LinkLost | LinkUp | SeatReachable):
            self.lines.deliver(event)

    def new_leg(self) -> LegId:
        """Names for phones that are rung, in order: leg-1, leg-2."""
        return LegId(f"leg-{next(self._legs)}")

    async def caller(self, call: CallId = CALL) -> tuple[FakeCaller, Call]:
        """Somebody calls, and is answered."""
        party = self.switch.call_in("95105", number="13800001111", name="Li")
        self.chronicle.note(call, Arrived(party.leg, "95105", "13800001111", "Li"))
        found = Call(call, self.lines.open(party.leg), "95105", party._on().caller, "zh", EPOCH)
        await self.switch.answer(party.leg)
        return party, found

    async def picked_up(self, script: Script | None = None, seat: str = "1001") -> tuple[FakePhone, Line]:
        """The phone of a seat that was rung and answered."""
        leg, phone = self.new_leg(), self.switch.phone(Seat(seat), script)
        line = self.lines.open(leg)
        await self.switch.ring(order(Seat(seat), leg))
        phone.answer()
        await self.clock.settle()
        while not line._inbox.empty():
            await line.next()
        return phone, line

    def end(self, leg: LegId, cause: Cause = Cause.NORMAL) -> None:
        """The switch ends a leg."""
        self.switch.end(self.switch.all_legs[leg], cause)

    def noted(self) -> list[Happening]:
        """What was written down after the arrival."""
        return [entry.what for entry in self.journal.entries[1:]]


R = TypeVar("R", bound=Rooms)


@asynccontextmanager
async def open_rooms(kind: type[R]) -> AsyncIterator[R]:
    """Everything, with no fault of any task overlooked at the end."""
    faults: list[str] = []
    async with Crew(faults.append) as crew:
        yield kind(crew)
    assert faults == []


def offer(person: PersonId = WEI, number: int = 1, made_at: float = EPOCH) -> Offer:
    """An offer of the caller to somebody."""
    who = MANAGER if person == LIN else AGENT
    return Offer(OfferId(f"offer-{number}"), CALL, person, "wealth", kind_of(who), made_at, made_at + 40)
