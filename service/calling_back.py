"""One try to call somebody back: his place in line, a person who takes it, his phone, and then a call like any other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import structlog

from acd.messages import Leaving
from acd.queues import Queue
from calls.causes import Cause, EndedBy
from calls.clock import Clock
from calls.errors import DestinationBarred, HotlineError, LegGone, SwitchRefused
from calls.events import Caller
from calls.happenings.queue import CallingBack
from calls.happenings.visit import Answered, Arrived, Ended
from calls.ids import CallId, LegId
from calls.switch import Marks, Outside, RingOrder, Role, Switch
from service.call import Call, Partner
from service.callback_rules import CallbackRules
from service.callback_tries import NOBODY_IN_TIME, QUIET, WITHDRAWN, Keep, Reached, Tried, Unreached, place_of
from service.chronicle import Chronicle
from service.confirming import WITHIN, Confirming
from service.connecting import Connecting
from service.journey import Journey
from service.lines import Line, Lines
from service.people import People
from service.sounds import Sounds
from service.timing import before, unless
from service.waiting import Waiting
from store.callbacks import CallbackKept as Kept

log = structlog.get_logger(__name__)


class CallingBackStory:
    """Tells each try. One instance serves them all."""

    def __init__(
        self,
        switch: Switch,
        clock: Clock,
        lines: Lines,
        chronicle: Chronicle,
        sounds: Sounds,
        people: People,
        waiting: Waiting,
        connecting: Connecting,
        journey: Journey,
        rules: CallbackRules,
        queue_of: Callable[[str], Queue],
        new_call: Callable[[], CallId],
        new_leg: Callable[[], LegId],
    ) -> None:
        self._switch, self._clock, self._lines, self._chronicle = switch, clock, lines, chronicle
        self._sounds, self._people, self._waiting, self._connecting = sounds, people, waiting, connecting
        self._journey, self._rules, self._queue_of = journey, rules, queue_of
        self._new_call, self._new_leg = new_call, new_leg
        self._confirming = Confirming(switch, clock, sounds)
        self._withdrawn: set[str] = set()

    def withdraw(self, callback: str) -> None:
        """The try that is about to be cancelled is to be ended for good: its phones stop, its record is closed."""
        self._withdrawn.add(callback)

    async def attempt(self, kept: Kept, keep: Keep, reached: Keep) -> Tried:
        """One try, to its end. `keep` writes down that it began, `reached` that he answered."""
        call = self._begin(kept)
        kept = keep(replace(kept, attempt=call.id))
        try:
            if self._rules.is_customer_first(self._queue_of(kept.queue)):
                return await self._customer_first(call, kept)
            self._waiting.join_from_afar(call, place_of(kept), self._rules.ring)
            partner = await self._person_and_customer(call, kept)
        except asyncio.CancelledError:
            await self._broken_off(call, kept)
            raise
        if isinstance(partner, Unreached):
            self._close(call, EndedBy.HOTLINE, partner.why)
            return partner
        kept = reached(kept)
        self._note_answer(call, kept)
        await self._journey.called_back(call, partner)
        return Reached(kept)

    def _begin(self, kept: Kept) -> Call:
        call_id, now = self._new_call(), self._clock.now()
        self._chronicle.note(call_id, CallingBack(kept.asked_in, kept.number, kept.queue, kept.tries + 1), now)
        caller = Caller(kept.number, kept.name)
        return Call(call_id, Line(LegId("")), kept.dialled, caller, kept.language, now)

    # --- the customer first

    async def _customer_first(self, call: Call, kept: Kept) -> Unreached:
        """He is rung when his turn is near, and waits at his place for a moment.

        Whether somebody talked to him is in the record of that call, which `Callbacks.ended` reads: else it was in vain.
        """
        within = self._rules.ring + (WITHIN if self._rules.confirm else 0.0)
        self._waiting.join_from_afar(call, place_of(kept), within, customer_first=True)
        why = await self._until_he_answers(call, kept)
        if why is not None:
            self._close(call, EndedBy.HOTLINE, why.why)
            return why
        self._note_answer(call, kept)
        try:
            await self._waiting.is_there(call)
        except LegGone:
            log.info("gone right after he answered", call_id=call.id)
        except SwitchRefused as error:
            self._close(call, EndedBy.HOTLINE, error.told())
            return await self._gave_up(call, Unreached(kept, error.told()))
        await self._journey.called_out(call, "connecting_now" if self._rules.confirm else "callback_for_you")
        return Unreached(kept, NOBODY_IN_TIME)

    async def _until_he_answers(self, call: Call, kept: Kept) -> Unreached | None:
        quiet = self._rules.quiet_from(self._clock.now())
        try:
            await before(self._clock, quiet, self._waiting.called_out(call))
        except TimeoutError:
            return Unreached(kept, QUIET, counts=False)
        call.line = self._lines.open(self._new_leg())
        try:
            cause = await self._ring(call, kept)
        except (DestinationBarred, SwitchRefused) as error:
            return await self._gave_up(
                call, Unreached(kept, error.told(), hopeless=isinstance(error, DestinationBarred))
            )
        why = cause.words if cause is not None else await self._confirming.why_not(call) if self._rules.confirm else ""
        return await self._gave_up(call, Unreached(kept, why)) if why else None

    async def _gave_up(self, call: Call, why: Unreached) -> Unreached:
        await self._let_go(call.line)
        return why

    # --- a person first

    async def _person_and_customer(self, call: Call, kept: Kept) -> Partner | Unreached:
        """The person who takes it, with the customer's phone answered; a person who hangs up meanwhile is replaced."""
        while True:
            try:
                quiet = self._rules.quiet_from(self._clock.now())
                offer = await before(self._clock, quiet, self._waiting.accepted(call))
            except TimeoutError:
                return Unreached(kept, QUIET, counts=False)
            partner = self._connecting.hand_over(offer.id)
            if partner is None:
                self._waiting.lost_person(offer)
                continue
            found = await self._customer(call, kept, partner)
            if found is not None:
                return found
            self._waiting.lost_person(offer)
            await self._let_go(partner.line)

    # --- then the customer

    async def _customer(self, call: Call, kept: Kept, partner: Partner) -> Partner | Unreached | None:
        """The person, once the customer has answered; or why he did not. None: the person has hung up."""
        call.joining = partner
        call.line = self._lines.open(self._new_leg())
        brief = asyncio.create_task(self._brief(partner))
        try:
            cause = await self._unless_gone(partner, self._ring(call, kept))
        except (DestinationBarred, SwitchRefused) as error:
            return await self._unreached(
                call, partner, Unreached(kept, error.told(), hopeless=isinstance(error, DestinationBarred))
            )
        finally:
            brief.cancel()
            await asyncio.gather(brief, return_exceptions=True)
        if partner.line.ended is not None:
            await self._let_go(call.line)
            return None
        if cause is None:
            return partner
        return await self._unreached(call, partner, Unreached(kept, cause.words))

    async def _brief(self, partner: Partner) -> None:
        """The person hears what this is about, and music while the customer is rung."""
        try:
            await self._switch.play(partner.leg, self._sounds.of(self._people.language, "callback_brief"))
            await self._switch.music(partner.leg, on=True)
        except HotlineError as error:
            log.info("no brief", error=error.told())

    async def _ring(self, call: Call, kept: Kept) -> Cause | None:
        """Ring him; None when he has answered, else why not."""
        marks = Marks(call.id, Role.CALLBACK, queue=kept.queue)
        shown = Caller(kept.dialled)
        await self._switch.ring(RingOrder(call.leg, Outside(kept.number), self._rules.ring, shown, marks))
        try:
            return await before(self._clock, self._clock.now() + self._rules.ring, call.line.picked_up())
        except TimeoutError:
            return Cause.NO_ANSWER

    async def _unless_gone(self, partner: Partner, ringing: Coroutine[Any, Any, Cause | None]) -> Cause | None:
        """The end of the ringing, broken off when the person hangs up."""
        gone = asyncio.Event()
        partner.line.when_ended(gone.set)
        try:
            return await unless(gone.wait(), ringing)
        except TimeoutError:
            return Cause.NO_ANSWER

    # --- the ends

    async def _unreached(self, call: Call, partner: Partner, why: Unreached) -> Unreached:
        """The customer's phone stops; the person is told, and is free at once: this was no conversation of his."""
        await self._let_go(call.line)
        try:
            if partner.line.ended is None:
                sounds = self._sounds.of(self._people.language, "callback_not_reached")
                await self._switch.play(partner.leg, sounds)
        except HotlineError as error:
            log.info("could not tell the person", error=error.told())
        await self._let_go(partner.line)
        return why

    def _note_answer(self, call: Call, kept: Kept) -> None:
        """From here on it is a call like any other."""
        call.arrived_at = self._clock.now()
        self._chronicle.note(call.id, Arrived(call.leg, kept.dialled, kept.number, kept.name))
        self._chronicle.note(call.id, Answered())

    def _close(self, call: Call, by: EndedBy, why: str, cause: Cause = Cause.NORMAL) -> None:
        """His place is given up, and the record of this try closed."""
        self._waiting.leave(call, Leaving.MOVED)
        self._chronicle.note(call.id, Ended(by, cause, why))

    async def _broken_off(self, call: Call, kept: Kept) -> None:
        """Cancelled: for a lost link, and then recovery sees to what is left; or for good."""
        if kept.id not in self._withdrawn:
            return
        self._withdrawn.discard(kept.id)
        self._close(call, EndedBy.HOTLINE, WITHDRAWN)
        for line in (call.line, call.joining.line if call.joining else None):
            if line is not None and line.leg:
                await self._let_go(line)

    async def _let_go(self, line: Line) -> None:
        try:
            await self._switch.hang_up(line.leg)
        except HotlineError as error:
            # Recovery finds the leg, and that nobody needs it.
            log.warning("could not hang up", leg=line.leg, error=error.told())
        self._lines.close(line.leg)
