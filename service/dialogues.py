"""Begins each call's dialogue: on the plan that was live when the call began, and after a restart where it was."""

from __future__ import annotations

from calls.clock import Clock
from calls.switch import Switch
from ivr.dialplan import Plan
from ivr.session import Session
from service.call import Call
from service.chronicle import Chronicle
from service.dialogue import Dialogue
from service.editions import FILES, Editions
from service.found_in_menus import known_of
from service.means import Means
from service.sounds import Sounds


class Dialogues:
    """Knows the plans and what a dialogue needs. One instance serves all calls."""

    def __init__(
        self, switch: Switch, clock: Clock, chronicle: Chronicle, sounds: Sounds, editions: Editions, means: Means
    ) -> None:
        self._switch, self._clock, self._chronicle = switch, clock, chronicle
        self._sounds, self._editions, self._means = sounds, editions, means

    def new(self, call: Call) -> Dialogue:
        """A call that has arrived. Raises `ivr.session.NumberUnknown`."""
        world = self._means.visitors.surroundings(call)
        now, plan = self._clock.now(), self._plan(call)
        return self._with(call, Session.begin(plan, call.dialled, now, call.language, call.caller, world))

    def found(self, call: Call) -> Dialogue:
        """A call that was found again: at its step, with fresh tries and what had been learnt. Raises `NumberUnknown`."""
        world = self._means.visitors.surroundings(call)
        now, plan = self._clock.now(), self._plan(call)
        variables, frames = known_of(self._chronicle.record(call.id))
        who = (call.language, call.dialled, call.caller, world)
        session = Session.resume(plan, call.step, now, *who, variables, frames)
        return self._with(call, session)

    def _plan(self, call: Call) -> Plan:
        record = self._chronicle.record(call.id)
        return self._editions.of(record.plan if record else FILES)

    def _with(self, call: Call, session: Session) -> Dialogue:
        call.language = session.language
        return Dialogue(call, session, self._switch, self._clock, self._chronicle, self._sounds, self._means)
