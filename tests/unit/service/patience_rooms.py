"""The rooms in which a caller's patience is believed, and what the store knows of him."""

from __future__ import annotations

import asyncio

from acd.messages import Joined
from acd.patience import Baseline, Hazard, PatienceModel
from acd.queues import Queue, Words
from calls.causes import Cause, EndedBy
from calls.contact import ContactRecord
from calls.happenings.queue import Queued
from calls.happenings.visit import Ended
from calls.profile import UNKNOWN, Profile
from calls.record import fold
from service.call import Call
from service.patience import PatienceMeans, Patiences
from service.patience_rules import PatienceRules
from store.errors import StoreUnusable
from store.patience import PatienceKept
from tests.fakes.clock import EPOCH
from tests.unit.service.rooms import CALL, Rooms
from tests.waiting import until

NUMBER = "13800001111"
MODEL = PatienceModel({"": Baseline(Hazard((0.0, 60.0), (0.0, 1.0)), 1.0, 1.0)})
RULES = PatienceRules(class_limits={"gold": 45.0}, queue_limits={"wealth": 60.0})
JOINED = Joined(CALL, "orders", 1, EPOCH)


class PatienceRooms(Rooms):
    """The rooms, and what the store knows of one caller."""

    kept: list[PatienceKept]
    known: PatienceKept | None = None
    error: StoreUnusable | None = None
    profile: Profile | None = UNKNOWN
    asked = 0

    def open(self) -> Patiences:
        self.kept, self.slow = [], asyncio.Event()
        self.slow.set()
        means = PatienceMeans(RULES, MODEL, self.recall, self.kept.append)
        queues = (Queue("orders"), Queue("wealth", words=Words(20, 60, position=True, wait=True)))
        rooms = (self.clock, self.chronicle, self.crew)
        return Patiences(means, *rooms, {each.name: each for each in queues}.get, lambda _call: self.profile)

    async def recall(self, number: str) -> PatienceKept | None:
        assert number == NUMBER
        self.asked += 1
        await self.slow.wait()
        if self.error is not None:
            raise self.error
        return self.known

    async def met(self, patiences: Patiences) -> Call:
        """He calls, and what is known of him is read."""
        _, call = await self.caller()
        patiences.meet(call)
        read = patiences._open[call.id]
        await until(lambda: read.reading is None or read.reading.done())
        return call

    def record(self) -> ContactRecord:
        """His call, as it was written down."""
        return fold(self.journal.entries)

    def wait_of(self, seconds: float, hung_up: bool = True) -> None:
        """He waits and hangs up, or the call ends otherwise."""
        self.chronicle.note(CALL, Queued("orders", 1, EPOCH), EPOCH)
        by = EndedBy.CALLER if hung_up else EndedBy.SWITCH
        self.chronicle.note(CALL, Ended(by, Cause.NORMAL), EPOCH + seconds)


def believed(patiences: Patiences, joined: Joined = JOINED) -> Joined:
    event = patiences.believe(joined)
    assert isinstance(event, Joined)
    return event
