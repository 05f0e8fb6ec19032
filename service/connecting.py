"""Offers on the phone: ring the person, let a manager accept by key, tell the floor what came of it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from acd.messages import OfferAccepted, OfferDeclined, OfferPickedUp, OfferRang, Refusal, Tell
from acd.offers import Offer
from calls.clock import Clock
from calls.errors import DestinationBarred, HotlineError, LegGone, SwitchLost, SwitchRefused
from calls.events import Caller, LegAnswered, LegEnded, LegRinging
from calls.happenings.entry import Happening
from calls.happenings.offer import PickedUp, Rang
from calls.ids import LegId, OfferId
from calls.switch import Marks, Outside, RingOrder, Role, Seat, Switch, Target
from service.accepting import TAKEN, Accepting, Verdict
from service.call import Partner
from service.chronicle import Chronicle
from service.crew import Crew
from service.floor import Floor
from service.hooks import ACCEPTED, RINGING, Hooks, NoHooks, told_of
from service.lines import Lines
from service.people import People
from service.phone_causes import NEXT_PHONE, REFUSALS
from service.ringing import NotTaken, Ringing
from service.sounds import Sounds
from service.timing import before, unless


class Connecting:
    """Every phone that rings for an offer."""

    def __init__(
        self,
        switch: Switch,
        clock: Clock,
        lines: Lines,
        floor: Floor,
        people: People,
        chronicle: Chronicle,
        sounds: Sounds,
        crew: Crew,
        new_leg: Callable[[], LegId],
        hooks: Hooks | None = None,
    ) -> None:
        self._hooks = hooks or NoHooks()
        self._switch, self._clock, self._lines, self._floor = switch, clock, lines, floor
        self._people, self._chronicle, self._sounds, self._crew = people, chronicle, sounds, crew
        self._new_leg = new_leg
        self._accepting = Accepting(switch, clock, people, chronicle, sounds)
        self._ringing: dict[OfferId, Ringing] = {}

    # --- what the floor orders

    def start(self, offer: Offer) -> None:
        """Ring the person of this offer."""
        ringing = self._ringing[offer.id] = Ringing(offer, self._lines.open(self._new_leg()))
        self._crew.start(f"offer {offer.id}", self._attend(ringing, self._ring(ringing)))

    def adopt(self, offer: Offer, leg: LegId, up: bool, seat: str = "") -> None:
        """Go on with a phone that was found ringing (or picked up) after a restart. `seat`: whose it is, if it is a seat's."""
        ringing = self._ringing[offer.id] = Ringing(offer, self._lines.open(leg))
        phones = self._people.phones(offer.person)
        ringing.outside = Seat(seat) not in phones and any(isinstance(phone, Outside) for phone in phones)
        self._crew.start(f"offer {offer.id}", self._attend(ringing, self._go_on(ringing, up)))

    def close(self, offer: OfferId, tell: Tell | None) -> None:
        """The offer is over: stop ringing, or tell who has picked up and release him."""
        ringing = self._ringing.get(offer)
        if ringing is not None and not ringing.closing:
            ringing.closing, ringing.tell = True, tell
            ringing.close_asked.set()
            if ringing.over:
                self._crew.start(f"release {offer}", self._release(ringing))

    def start_anew(self) -> None:
        """Forget every phone: recovery finds those that still ring."""
        self._ringing.clear()

    def hand_over(self, offer: OfferId) -> Partner | None:
        """The leg of an accepted offer now belongs to the conversation."""
        ringing = self._ringing.pop(offer, None)
        if ringing is None or ringing.line.ended is not None:
            return None
        return Partner(ringing.offer.person, ringing.line, offer)

    def agree(self, offer: OfferId) -> bool:
        """The person accepts on a page, where his outside phone asks for a key. Whether he has picked up already.

        KeyError: no outside phone rings for this offer.
        """
        ringing = self._ringing[offer]
        if not ringing.outside or ringing.closing:
            raise KeyError(offer)
        ringing.agreed_at = self._clock.now()
        ringing.agreed.set()
        return ringing.picked_up

    def is_outside(self, offer: OfferId) -> bool:
        """Whether an outside phone rings for it."""
        ringing = self._ringing.get(offer)
        return ringing is not None and ringing.outside

    # --- one phone

    async def _attend(self, ringing: Ringing, story: Coroutine[Any, Any, None]) -> None:
        """The phone's story, broken off when the floor closes the offer."""
        try:
            await unless(ringing.close_asked.wait(), story)
        except TimeoutError:
            # The floor has closed the offer, and said what the person is to hear.
            pass
        except HotlineError as error:
            self._floor.tell(OfferDeclined(ringing.offer.id, Refusal.FAILED, error.told()))
        ringing.over = True
        if not ringing.accepted or ringing.closing:
            await self._release(ringing)

    async def _ring(self, ringing: Ringing) -> None:
        """His phones in order: the next one where one cannot be reached. All share the time that he is rung for."""
        first, *others = self._people.phones(ringing.offer.person)
        not_taken = await self._ring_at(ringing, first)
        for phone in others:
            if not_taken is None or not_taken.why not in NEXT_PHONE:
                break
            self._lines.close(ringing.line.leg)
            ringing.line = self._lines.open(self._new_leg())
            not_taken = await self._ring_at(ringing, phone)
        await self._rung(ringing, not_taken)

    async def _ring_at(self, ringing: Ringing, phone: Target) -> NotTaken | None:
        offer, ringing.outside = ringing.offer, isinstance(phone, Outside)
        marks = Marks(offer.contact, Role.OFFER, offer=offer.id, person=offer.person, queue=offer.queue)
        ring_for = self._people.person(offer.person).ring
        try:
            await self._switch.ring(RingOrder(ringing.line.leg, phone, ring_for, self._caller(offer), marks))
        except (SwitchRefused, DestinationBarred) as error:
            return NotTaken(Refusal.FAILED, error.told())
        return await self._until_answered(ringing)

    def _caller(self, offer: Offer) -> Caller:
        record = self._chronicle.record(offer.contact)
        return Caller(record.number, record.name) if record else Caller()

    async def _go_on(self, ringing: Ringing, up: bool) -> None:
        """Follow the phone until it is picked up, gives up, or has rung for as long as the plan says."""
        await self._rung(ringing, None if up else await self._until_answered(ringing))

    async def _rung(self, ringing: Ringing, not_taken: NotTaken | None) -> None:
        if not_taken is None:
            await self._picked_up(ringing)
        else:
            self._floor.tell(OfferDeclined(ringing.offer.id, *not_taken))

    async def _until_answered(self, ringing: Ringing) -> NotTaken | None:
        gives_up_at = ringing.offer.made_at + self._people.person(ringing.offer.person).ring
        try:
            return await before(self._clock, gives_up_at, self._answered(ringing))
        except TimeoutError:
            return NotTaken(Refusal.NO_ANSWER)

    async def _answered(self, ringing: Ringing) -> NotTaken | None:
        """None when the phone was picked up, else why not."""
        offer = ringing.offer
        while True:
            match await ringing.line.next():
                case LegRinging():
                    self._note(offer, Rang(offer.id, ringing.line.leg))
                    self._tell_others(RINGING, offer)
                    self._floor.tell(OfferRang(offer.id))
                case LegAnswered():
                    return None
                case LegEnded(cause=cause):
                    return NotTaken(REFUSALS.get(cause, Refusal.FAILED), cause.words)
                case _:
                    continue

    async def _picked_up(self, ringing: Ringing) -> None:
        offer = ringing.offer
        ringing.picked_up = True
        self._note(offer, PickedUp(offer.id))
        self._floor.tell(OfferPickedUp(offer.id))
        if await self._accepts(ringing):
            ringing.accepted = True
            self._tell_others(ACCEPTED, offer)
            self._floor.tell(OfferAccepted(offer.id))

    def _note(self, offer: Offer, what: Happening) -> None:
        if self._chronicle.record(offer.contact) is not None:
            self._chronicle.note(offer.contact, what)

    async def _accepts(self, ringing: Ringing) -> bool:
        """At a seat a call is taken by picking up; on an outside phone by a key, whoever's it is (P22)."""
        verdict = await self._asked(ringing) if ringing.outside else TAKEN
        ringing.goodbye = verdict.goodbye
        if verdict.why is not None:
            self._decline(ringing, verdict.why, verdict.detail)
        return verdict.why is None

    async def _asked(self, ringing: Ringing) -> Verdict:
        """What he decides by a key, or has decided on a page."""
        if ringing.has_agreed(self._clock.now()):
            return TAKEN
        ringing.agreed.clear()
        try:
            return await unless(ringing.agreed.wait(), self._accepting.ask(ringing.line.leg, ringing.offer))
        except TimeoutError:
            return TAKEN

    def _tell_others(self, event: str, offer: Offer) -> None:
        record, phone = self._chronicle.record(offer.contact), self._people.target(self._people.person(offer.person))
        if isinstance(phone, Outside) and record is not None:
            self._hooks.tell(told_of(event, offer, phone, record, self._clock.now()))

    def _decline(self, ringing: Ringing, why: Refusal, detail: str) -> None:
        self._floor.tell(OfferDeclined(ringing.offer.id, why, detail))

    async def _release(self, ringing: Ringing) -> None:
        """Tell who has picked up why there is nobody to talk to, then end the leg. A phone still ringing just stops."""
        leg, words = ringing.line.leg, ringing.tell.value if ringing.tell else ringing.goodbye
        try:
            if ringing.picked_up and words and ringing.line.ended is None:
                await self._switch.play(leg, self._sounds.of(self._people.language, words))
            await self._switch.hang_up(leg)
        except (LegGone, SwitchRefused, SwitchLost):
            await self._hang_up_anyway(leg)
        finally:
            self._ringing.pop(ringing.offer.id, None)
            self._lines.close(leg)

    async def _hang_up_anyway(self, leg: LegId) -> None:
        try:
            await self._switch.hang_up(leg)
        except SwitchLost:
            # Recovery finds the leg, and that nobody needs it.
            return
