"""A floor with a dispatcher that decides what a test says, and phones that only note their orders."""

from __future__ import annotations

from collections.abc import Callable

from acd.dispatcher import Dispatcher
from acd.messages import (
    Decision,
    Event,
    Leaving,
    Left,
    PersonChanged,
    Readied,
    Tell,
)
from acd.offers import Offer, OfferKind
from acd.states import OfferState
from calls.errors import HotlineError
from calls.happenings.visit import Arrived
from calls.ids import LegId, OfferId
from service.alarms import Alarms
from service.call import Partner
from service.chronicle import Chronicle
from service.floor import Floor
from service.metrics import Metrics
from tests.fakes.clock import EPOCH, ManualClock
from tests.unit.service.rooms import CALL, WEI, Journal

OFFER = Offer(OfferId("offer-1"), CALL, WEI, "wealth", OfferKind.AGENT, EPOCH, EPOCH + 20, told=("skill 9",))
CLOSED = Offer(OfferId("offer-1"), CALL, WEI, "wealth", OfferKind.AGENT, EPOCH, EPOCH + 20, OfferState.EXPIRED)
READIED, LEFT = Readied(WEI), Left(CALL, Leaving.HUNG_UP)


class Scripted(Dispatcher):
    """Decides what a test says, once for each event; its deadline too."""

    def __init__(self, script: dict[type, list[Decision] | HotlineError] | None = None) -> None:
        self.script = script or {}
        self.received: list[Event] = []
        self.ticks: list[float] = []
        self.deadline: float | None = None
        self.at_tick: list[Decision] = []

    def receive(self, event: Event, now: float) -> list[Decision]:
        self.received.append(event)
        decided = self.script.pop(type(event), [])
        if isinstance(decided, HotlineError):
            raise decided
        return decided

    def tick(self, now: float) -> list[Decision]:
        self.ticks.append(now)
        if self.deadline is not None and now >= self.deadline:
            self.deadline = None
        decided, self.at_tick = self.at_tick, []
        return decided

    def next_deadline(self) -> float | None:
        return self.deadline


class Phones:
    """Whom the floor orders about; `meanwhile` is what happens while it does."""

    def __init__(self) -> None:
        self.ordered: list[tuple[str, object]] = []
        self.meanwhile: Callable[[], None] = lambda: None

    def start(self, offer: Offer) -> None:
        self.ordered.append(("start", offer.id))
        self.meanwhile()

    def close(self, offer: OfferId, tell: Tell | None) -> None:
        self.ordered.append(("close", tell))

    def hand_over(self, offer: OfferId) -> Partner | None:
        return None


class FloorScene:
    """A floor with a scripted dispatcher."""

    def __init__(self, dispatcher: Scripted | None = None) -> None:
        self.clock, self.journal, self.kept = ManualClock(), Journal(), list[PersonChanged]()
        self.dispatcher, self.phones, self.alarms = dispatcher or Scripted(), Phones(), Alarms(Metrics())
        self.chronicle = Chronicle(self.journal, self.clock)
        self.chronicle.note(CALL, Arrived(LegId("leg-1"), "95105", "", ""))
        self.floor = Floor(self.dispatcher, self.clock, self.chronicle, self.alarms, self.kept.append)
        self.floor.employ(self.phones)

    @property
    def noted(self) -> list[object]:
        return [entry.what for entry in self.journal.entries[1:]]
