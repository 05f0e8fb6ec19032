"""The floor: the one dispatcher, its clock, and the carrying out of what it decides.

`tell` is atomic: the dispatcher has no `await`, and neither has the carrying out; tasks do what takes time.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Protocol, assert_never

import structlog

from acd.dispatcher import Dispatcher
from acd.kept_explanation import to_json
from acd.messages import (
    CallOut,
    CloseOffer,
    Connect,
    Decision,
    Event,
    GiveAway,
    MakeOffer,
    PersonChanged,
    RaiseAlarm,
    Recovered,
    Release,
    Tell,
)
from acd.offers import Offer
from acd.queues import Onward
from acd.refusal import Refusal
from acd.states import PersonState
from calls.clock import Clock
from calls.errors import HotlineError, IllegalStep, WrongSettings
from calls.happenings.offer import OfferClosed, Offered
from calls.ids import CallId, OfferId, PersonId
from service.alarms import Alarms
from service.call import Partner
from service.chronicle import Chronicle
from service.timing import before

log = structlog.get_logger(__name__)
ACCEPTED = "accepted"
"""Why an offer that was accepted is closed."""
Turn = Offer | GiveAway | CallOut
"""What ends a wait: somebody has accepted, the queue gives the caller away, or he is to be rung now: his turn is near."""


class OfferPhones(Protocol):
    """Who rings the phones of offers."""

    def start(self, offer: Offer) -> None:
        """Ring the person."""
        ...

    def close(self, offer: OfferId, tell: Tell | None) -> None:
        """Stop ringing, or tell who has picked up and release him."""
        ...

    def hand_over(self, offer: OfferId) -> Partner | None:
        """The leg of an accepted offer now belongs to the conversation; None if it is gone."""
        ...


class Floor:
    """Tells the dispatcher what happens, and does what it decides."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        clock: Clock,
        chronicle: Chronicle,
        alarms: Alarms,
        keep_person: Callable[[PersonChanged], None],
        believe: Callable[[Event], Event] = lambda event: event,
    ) -> None:
        """`believe` gives an event what is believed of the callers in it."""
        self.dispatcher = dispatcher
        self._clock, self._chronicle, self._alarms, self._keep_person = clock, chronicle, alarms, keep_person
        self._believe = believe
        self._phones: OfferPhones | None = None
        self._accepted: dict[CallId, asyncio.Future[Turn]] = {}
        self._give: Callable[[GiveAway], None] = lambda _decision: None
        self._neglected: set[CallId] = set()
        self._told: deque[Event] = deque()
        self._telling = False
        self._changed = asyncio.Event()
        self._watchers: list[Callable[[Iterable[Event | Decision]], None]] = []

    def watch(self, heard: Callable[[Iterable[Event | Decision]], None]) -> None:
        """Tell of every event and what was decided, once it is carried out. `heard` must be quick and must not raise."""
        self._watchers.append(heard)

    def employ(self, phones: OfferPhones) -> None:
        """Name who rings the phones of offers."""
        self._phones = phones

    def give_by(self, give: Callable[[GiveAway], None]) -> None:
        """Name who is told that a queue gives a caller away, before anybody else is."""
        self._give = give

    # --- in

    def tell(self, event: Event) -> None:
        """Something happened. What the dispatcher decides is carried out before this returns."""
        self._told.append(event)
        if not self._telling:
            self._in_turn(lambda: None)

    def _in_turn(self, first: Callable[[], None]) -> None:
        """Do this, then take in what was told meanwhile: nothing is decided while a decision is carried out."""
        self._telling = True
        try:
            first()
            while self._told:
                self._receive(self._told.popleft())
        finally:
            self._telling = False
            self._changed.set()

    def _receive(self, event: Event) -> None:
        if isinstance(event, Recovered):
            self._accepted.clear()
        try:
            decisions = self.dispatcher.receive(self._believe(event), self._clock.now())
        except (IllegalStep, WrongSettings) as error:
            self._refused(event, error)
            return
        self._carry_out(decisions)
        self._heard((event, *decisions))

    def _refused(self, event: Event, error: HotlineError) -> None:
        log.error("dispatcher refused an event", what=event, error=error.told())
        self._alarms.happened("illegal_step", error.told())

    def state_of(self, person: PersonId) -> PersonState | None:
        """What a person is doing now."""
        return self.dispatcher.state_of(person)

    def expect(self, contact: CallId) -> asyncio.Future[Turn]:
        """What will end this contact's wait, or has: a phone may answer before anybody looks."""
        future = self._accepted.get(contact)
        if future is None or future.cancelled():
            future = self._accepted[contact] = asyncio.get_running_loop().create_future()
        return future

    def taken(self, contact: CallId) -> Turn:
        """What ended the wait, once `expect` is done; it is given out once."""
        return self._accepted.pop(contact).result()

    def forget(self, contact: CallId) -> None:
        """Nobody waits for this contact's offers any more."""
        self._accepted.pop(contact, None)
        self._seen_to(contact)

    async def run(self) -> None:
        """Tick the dispatcher at its deadlines, for ever."""
        while True:
            self._changed.clear()
            await self._until_deadline_or_change()
            self._in_turn(self._tick)

    def _tick(self) -> None:
        decisions = self.dispatcher.tick(self._clock.now())
        self._carry_out(decisions)
        self._heard(decisions)

    def _heard(self, told: Iterable[Event | Decision]) -> None:
        for heard in self._watchers:
            heard(told)

    async def _until_deadline_or_change(self) -> None:
        deadline = self.dispatcher.next_deadline()
        if deadline is None:
            await self._changed.wait()
            return
        with suppress(TimeoutError):  # the deadline has come
            await before(self._clock, deadline, self._changed.wait())

    # --- out

    def _carry_out(self, decisions: list[Decision]) -> None:
        for decision in decisions:
            self._do(decision)

    def _do(self, decision: Decision) -> None:
        match decision:
            case MakeOffer() | CloseOffer() | Connect() | Release():
                self._do_offer(decision)
            case GiveAway():
                self._give_away(decision)
            case CallOut(contact):
                self._settle(contact, decision)
            case PersonChanged():
                self._keep_person(decision)
            case RaiseAlarm(contact, person, waited):
                self._neglected.add(contact)
                self._alarms.raise_("waiting_while_free", f"{contact} waits {waited:.0f} s and {person} is free")
            case _:
                assert_never(decision)

    def _do_offer(self, decision: MakeOffer | CloseOffer | Connect | Release) -> None:
        phones = self._phones
        if phones is None:
            raise RuntimeError("a floor without phones: employ() was not called")
        match decision:
            case MakeOffer(offer):
                self._seen_to(offer.contact)
                self._chronicle.note(offer.contact, _offered(offer))
                phones.start(offer)
            case CloseOffer(offer, reason, tell, refusal):
                self._note_closed(offer, reason, refusal)
                phones.close(offer.id, tell)
            case Connect(offer):
                self._note_closed(offer, ACCEPTED)
                self._settle(offer.contact, offer)
            case Release(offer_id, tell):
                phones.close(offer_id, tell)
            case _:
                assert_never(decision)

    def _give_away(self, decision: GiveAway) -> None:
        self._give(decision)
        if decision.rule.to in (Onward.FLOW, Onward.BACK):
            self._seen_to(decision.contact)
            self._settle(decision.contact, decision)

    def _seen_to(self, contact: CallId) -> None:
        """Somebody is asked for a caller, or he has left: the alarm about him is over."""
        self._neglected.discard(contact)
        if not self._neglected:
            self._alarms.clear("waiting_while_free")

    def _note_closed(self, offer: Offer, reason: str, refusal: Refusal | None = None) -> None:
        if self._chronicle.record(offer.contact) is not None:
            kind = refusal.value if refusal else ""
            self._chronicle.note(offer.contact, OfferClosed(offer.id, offer.state.value, reason, kind))

    def _settle(self, contact: CallId, turn: Turn) -> None:
        if self.expect(contact).done():
            self.forget(contact)
        self.expect(contact).set_result(turn)


def _offered(offer: Offer) -> Offered:
    kept = to_json(offer.explanation) if offer.explanation else ""
    return Offered(offer.id, offer.person, offer.because, kept)
