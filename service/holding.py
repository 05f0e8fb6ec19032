"""A caller on hold is not forgotten (P29): he is told so, the agent's phone rings, and after longer the team is alarmed.

The conversation is not touched, so that whatever the agent does next, a transfer too, goes as always: words come into the
caller's ear over the music, and the reminder is a second call at the agent's own phone, which no hold can hide.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from acd.agents import Agent
from calls.clock import Clock
from calls.errors import LegGone, SwitchLost, SwitchRefused
from calls.events import Caller
from calls.happenings.menu import Heard
from calls.happenings.talk import Reminded
from calls.ids import CallId, LegId, PersonId
from calls.switch import Marks, RingOrder, Role, Switch
from service.alarms import Alarms
from service.call import Call
from service.chronicle import Chronicle
from service.crew import Crew
from service.lines import Lines
from service.occupancy import Occupancy
from service.people import People
from service.sounds import Sounds
from service.timing import before, unless

RINGS_FOR = 10.0
"""Seconds that the agent's phone rings to remind him."""


@dataclass(frozen=True, slots=True)
class HoldRules:
    """Seconds on hold until caller and agent are reminded, between two reminders, and until an alarm is raised."""

    remind: float = 60.0
    every: float = 60.0
    recall: float = 180.0


class Holding:
    """Watches every hold. One instance serves all calls."""

    def __init__(
        self,
        switch: Switch,
        clock: Clock,
        lines: Lines,
        people: People,
        occupancy: Occupancy,
        chronicle: Chronicle,
        sounds: Sounds,
        crew: Crew,
        alarms: Alarms,
        new_leg: Callable[[], LegId],
        rules: HoldRules,
    ) -> None:
        self._switch, self._clock, self._lines, self._people = switch, clock, lines, people
        self._occupancy, self._chronicle, self._sounds = occupancy, chronicle, sounds
        self._crew, self._alarms, self._new_leg = crew, alarms, new_leg
        self._rules = rules
        self._held: dict[CallId, asyncio.Event] = {}
        self._alarming: set[CallId] = set()

    def began(self, call: Call, person: PersonId, since: float) -> None:
        """The person put the caller on hold."""
        if call.id not in self._held:
            over = self._held[call.id] = asyncio.Event()
            self._crew.start(f"hold {call.id}", self._until(over, call, person, since))

    def over(self, call: CallId) -> None:
        """He is back, or they have parted."""
        if (over := self._held.pop(call, None)) is not None:
            over.set()
        self._alarming.discard(call)
        if not self._alarming:
            self._alarms.clear("caller_on_hold")

    async def _until(self, over: asyncio.Event, call: Call, person: PersonId, since: float) -> None:
        try:
            await unless(over.wait(), self._watch(call, person, since))
        except (TimeoutError, LegGone, SwitchLost):
            # He is back, or gone; after a lost link recovery begins the watch anew.
            return
        finally:
            if self._held.get(call.id) is over:
                # Broken off, as by a lost link: who follows the conversation next begins it anew.
                self.over(call.id)

    async def _watch(self, call: Call, person: PersonId, since: float) -> None:
        at = since + self._rules.remind
        while True:
            await self._clock.wait_until(at)
            await self._tell_caller(call)
            held = self._clock.now() - since
            if held >= self._rules.recall and call.id not in self._alarming:
                self._alarm(call, person, held)
            if not self._occupancy.busy(person):
                # Who calls a colleague meanwhile asks him about this caller: he has not forgotten him.
                await self._remind(call, person, held)
            at = max(at + self._rules.every, self._clock.now())

    async def _tell_caller(self, call: Call) -> None:
        try:
            await self._switch.whisper(call.leg, self._sounds.of(call.language, "hold_words"))
            self._chronicle.note(call.id, Heard(call.step, "hold_words"))
        except SwitchRefused:
            # A word that cannot be said must not end the watch.
            return

    def _alarm(self, call: Call, person: PersonId, held: float) -> None:
        self._alarming.add(call.id)
        self._chronicle.note(call.id, Reminded(person, held, by_alarm=True))
        self._alarms.raise_("caller_on_hold", f"{call.id} is on hold with {person} for {held:.0f} s")

    async def _remind(self, call: Call, person: PersonId, held: float) -> None:
        """Ring the agent's own phone; who picks up hears that somebody waits. A manager's outside phone is left alone."""
        if not self._people.is_in_plan(person):
            return
        who = self._people.person(person)
        if not isinstance(who, Agent):
            return
        self._chronicle.note(call.id, Reminded(person, held))
        line = self._lines.open(self._new_leg())
        marks = Marks(call.id, Role.REMINDER, person=person)
        shown = Caller(call.caller.number, "On hold")
        try:
            await self._switch.ring(RingOrder(line.leg, self._people.target(who), RINGS_FOR, shown, marks))
            if await before(self._clock, self._clock.now() + RINGS_FOR, line.picked_up()) is None:
                await self._switch.play(line.leg, self._sounds.of(self._people.language, "hold_reminder"))
        except (TimeoutError, SwitchRefused, LegGone):
            # His phone takes no second call, or he does: it has rung, and rings again.
            pass
        finally:
            await self._switch.hang_up(line.leg)
            self._lines.close(line.leg)
