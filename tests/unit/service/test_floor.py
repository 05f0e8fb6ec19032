"""The floor: every event in order, every decision carried out before the next, and a dispatcher's refusal is an alarm."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from acd.dispatcher import Dispatcher
from acd.messages import (
    CloseOffer,
    Connect,
    Decision,
    Event,
    Leaving,
    Left,
    MakeOffer,
    OfferAccepted,
    PersonChanged,
    RaiseAlarm,
    Readied,
    Recovered,
    Release,
    Tell,
)
from acd.offers import Offer, OfferKind
from acd.states import OfferState, PersonState
from calls.errors import HotlineError, IllegalStep, WrongSettings
from calls.happenings.entry import Entry
from calls.happenings.offer import OfferClosed, Offered
from calls.happenings.visit import Arrived
from calls.ids import CallId, LegId, OfferId, PersonId
from service.alarms import Alarms
from service.call import Partner
from service.chronicle import Chronicle
from service.floor import Floor
from service.metrics import Metrics
from tests.fakes.clock import EPOCH, ManualClock

CALL, WEI = CallId("call-1"), PersonId("wei")
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


class Journal:
    """Entries in memory."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def write(self, entry: Entry) -> None:
        self.entries.append(entry)


class Scene:
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


def test_what_is_decided_is_done_before_tell_returns() -> None:
    changed = PersonChanged(WEI, PersonState.READY, PersonState.RESERVED, "offer-1", EPOCH)
    scene = Scene(Scripted({Readied: [changed, MakeOffer(OFFER)], Left: [CloseOffer(CLOSED, "gone", Tell.CALL_GONE)]}))
    scene.floor.tell(READIED)
    assert (scene.kept, scene.phones.ordered) == ([changed], [("start", "offer-1")])
    scene.floor.tell(LEFT)
    assert scene.phones.ordered[1:] == [("close", Tell.CALL_GONE)]
    assert scene.noted == [Offered(OFFER.id, WEI, ("skill 9",)), OfferClosed(OFFER.id, "EXPIRED", "gone")]


def test_what_is_told_while_a_decision_is_carried_out_waits_its_turn() -> None:
    scene = Scene(
        Scripted({Readied: [MakeOffer(OFFER), CloseOffer(CLOSED, "first")], Left: [CloseOffer(CLOSED, "second")]})
    )
    scene.phones.meanwhile = lambda: scene.floor.tell(LEFT)
    scene.floor.tell(READIED)
    assert scene.dispatcher.received == [READIED, LEFT]
    closed = [what.reason for what in scene.noted if isinstance(what, OfferClosed)]
    assert closed == ["first", "second"]


async def test_what_is_told_while_a_tick_is_carried_out_waits_its_turn() -> None:
    scene = Scene(Scripted({Left: [CloseOffer(CLOSED, "second")]}))
    scene.dispatcher.deadline = EPOCH + 5
    scene.dispatcher.at_tick = [MakeOffer(OFFER), CloseOffer(CLOSED, "first")]
    scene.phones.meanwhile = lambda: scene.floor.tell(LEFT)
    running = asyncio.create_task(scene.floor.run())
    await scene.clock.advance(6)
    running.cancel()
    closed = [what.reason for what in scene.noted if isinstance(what, OfferClosed)]
    assert closed == ["first", "second"]


@pytest.mark.parametrize("refusal", [IllegalStep("offer offer-1: EXPIRED -> ACCEPT"), WrongSettings("no such queue")])
def test_a_refused_event_is_an_alarm_and_the_floor_goes_on(refusal: HotlineError) -> None:
    scene = Scene(Scripted({OfferAccepted: refusal, Readied: [MakeOffer(OFFER)]}))
    with capture_logs() as logs:
        scene.floor.tell(OfferAccepted(OFFER.id))
    assert [line["event"] for line in logs] == ["dispatcher refused an event", "ALARM"]
    assert str(refusal) in logs[1]["text"]
    scene.floor.tell(READIED)
    assert scene.phones.ordered == [("start", "offer-1")]


def test_events_told_behind_a_fault_are_not_lost() -> None:
    scene = Scene(Scripted({Readied: [MakeOffer(OFFER)]}))

    def fail() -> None:
        scene.floor.tell(LEFT)
        raise ZeroDivisionError

    scene.phones.meanwhile = fail
    with pytest.raises(ZeroDivisionError):
        scene.floor.tell(READIED)
    scene.floor.tell(Readied(PersonId("lin")))
    assert scene.dispatcher.received == [READIED, LEFT, Readied(PersonId("lin"))]


def test_a_late_answer_is_released_and_told_why() -> None:
    scene = Scene(Scripted({OfferAccepted: [Release(OFFER.id, Tell.CALL_TAKEN)]}))
    scene.floor.tell(OfferAccepted(OFFER.id))
    assert scene.phones.ordered == [("close", Tell.CALL_TAKEN)]


def test_the_end_of_an_offer_to_a_call_that_is_over_is_not_noted() -> None:
    scene = Scene(Scripted({Left: [CloseOffer(replace(CLOSED, contact=CallId("call-9")), "gone")]}))
    scene.floor.tell(LEFT)
    assert scene.noted == []
    assert scene.phones.ordered == [("close", None)]


def test_a_caller_who_waits_while_somebody_is_free_is_an_alarm_until_he_is_seen_to() -> None:
    alarm = RaiseAlarm(CALL, WEI, 2.4)
    scene = Scene(Scripted({Readied: [alarm], Left: [MakeOffer(OFFER)]}))
    scene.floor.tell(READIED)
    assert scene.alarms.raised == {"waiting_while_free": "call-1 waits 2 s and wei is free"}
    scene.floor.tell(LEFT)
    assert scene.alarms.raised == {}


def test_the_alarm_stands_while_any_caller_is_neglected() -> None:
    both: list[Decision] = [RaiseAlarm(CALL, WEI, 2.4), RaiseAlarm(CallId("call-2"), WEI, 2.4)]
    scene = Scene(Scripted({Readied: both}))
    scene.floor.tell(READIED)
    scene.floor.forget(CALL)
    assert scene.alarms.raised
    scene.floor.forget(CallId("call-2"))
    assert not scene.alarms.raised


def test_a_floor_without_phones_says_what_was_forgotten() -> None:
    scene = Scene(Scripted({Readied: [MakeOffer(OFFER)]}))
    floor = Floor(scene.dispatcher, scene.clock, scene.chronicle, scene.alarms, scene.kept.append)
    with pytest.raises(RuntimeError, match="employ"):
        floor.tell(READIED)


# --- accepted offers


async def test_an_accepted_offer_is_given_out_once() -> None:
    scene = Scene(Scripted({Readied: [Connect(OFFER)], Left: [Connect(CLOSED)]}))
    accepted = scene.floor.expect(CALL)
    assert scene.floor.expect(CALL) is accepted
    scene.floor.tell(READIED)
    assert await scene.floor.expect(CALL) is OFFER
    assert scene.floor.taken(CALL) is OFFER
    assert not scene.floor.expect(CALL).done()


async def test_an_offer_accepted_before_anybody_looks_is_kept_and_the_newest_counts() -> None:
    scene = Scene(Scripted({Readied: [Connect(OFFER)], Left: [Connect(CLOSED)]}))
    scene.floor.tell(READIED)
    scene.floor.tell(LEFT)
    assert scene.floor.expect(CALL).done()
    assert scene.floor.taken(CALL) is CLOSED


async def test_recovery_and_forgetting_begin_anew() -> None:
    scene = Scene(Scripted({Readied: [Connect(OFFER)]}))
    scene.floor.tell(READIED)
    scene.floor.tell(Recovered([], []))
    assert not scene.floor.expect(CALL).done()
    scene.floor.forget(CALL)
    scene.floor.forget(CALL)


async def test_who_gave_up_waiting_does_not_spoil_it_for_the_next() -> None:
    scene = Scene(Scripted({Readied: [Connect(OFFER)]}))
    scene.floor.expect(CALL).cancel()
    accepted = scene.floor.expect(CALL)
    scene.floor.tell(READIED)
    assert await accepted is OFFER


# --- deadlines


async def test_the_dispatcher_is_ticked_at_its_deadline_and_again_when_it_changes() -> None:
    scene = Scene()
    scene.dispatcher.deadline = EPOCH + 5
    running = asyncio.create_task(scene.floor.run())
    await scene.clock.advance(4)
    assert scene.dispatcher.ticks == []
    await scene.clock.advance(1)
    assert scene.dispatcher.ticks == [EPOCH + 5]
    scene.dispatcher.deadline = EPOCH + 7
    scene.floor.tell(READIED)
    await scene.clock.advance(10)
    running.cancel()
    assert scene.dispatcher.ticks == [EPOCH + 5, EPOCH + 5, EPOCH + 7]
