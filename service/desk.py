"""What an agent does with his phone: star codes for his state, and calls to colleagues."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from types import MappingProxyType
from typing import Any

import structlog

from acd.messages import Event, Paused, Readied, SignedOut, WrapUpDone
from acd.states import PersonState
from calls.causes import Cause
from calls.clock import Clock
from calls.errors import DestinationBarred, HotlineError, LegGone, SwitchLost, SwitchRefused
from calls.events import CallArrived, LegEnded, LegEvent, LegParted
from calls.ids import CallId, PersonId
from calls.switch import Marks, Role, Switch
from service.floor import Floor
from service.lines import Line, Lines
from service.occupancy import Occupancy
from service.people import People
from service.reaching import Reaching
from service.sounds import Sounds

log = structlog.get_logger(__name__)

STAR_CODES: Mapping[str, Callable[[PersonId], Event]] = MappingProxyType(
    {
        "*1": Readied,
        "*2": lambda person: Paused(person, "paused by phone"),
        "*3": lambda person: Paused(person, "break"),
        "*4": lambda person: Paused(person, "lunch"),
        "*5": WrapUpDone,
        "*0": SignedOut,
    }
)
"""What an agent dials at his phone, and the event it makes."""
CONFIRMATIONS = {PersonState.READY: "agent_ready", PersonState.LOGGED_OUT: "agent_logged_out"}
"""What he then hears of his state; any other: that he is not ready."""


HANDED_OVER_WITHIN = 1.0
"""Seconds in which an attended transfer takes the colleague over after the consulting leg has ended."""


class Desk:
    """Attends calls that come from a seat and are not for the hotline."""

    def __init__(
        self,
        switch: Switch,
        clock: Clock,
        lines: Lines,
        floor: Floor,
        people: People,
        occupancy: Occupancy,
        reaching: Reaching,
        sounds: Sounds,
    ) -> None:
        self._switch, self._clock, self._lines = switch, clock, lines
        self._floor, self._people = floor, people
        self._occupancy, self._reaching, self._sounds = occupancy, reaching, sounds

    async def attend(self, arrival: CallArrived, call: CallId) -> None:
        """A call from a seat, to its end."""
        line = self._lines.open(arrival.leg)
        line.owner = call
        person = self._people.at_seat(arrival.seat)
        if person is not None and arrival.dialled in STAR_CODES:
            story = self._change_state(line, person, arrival.dialled)
        else:
            story = self._call_colleague(line, person, arrival, call)
        try:
            await story
        except (LegGone, SwitchRefused, SwitchLost) as error:
            log.info("desk call broken off", call_id=call, error=error.told())
        await self._hang_up(line)
        self._lines.close(line.leg)

    async def _hang_up(self, line: Line, cause: Cause = Cause.NORMAL) -> None:
        try:
            await self._switch.hang_up(line.leg, cause)
        except SwitchLost:
            # The link is down: recovery ends the legs that nobody needs.
            return

    async def _change_state(self, line: Line, person: PersonId, code: str) -> None:
        make = STAR_CODES[code]
        if make is not WrapUpDone or self._floor.state_of(person) is PersonState.WRAP_UP:
            self._floor.tell(make(person))
        state = self._floor.state_of(person)
        await self._switch.answer(line.leg)
        prompt = CONFIRMATIONS.get(state, "agent_not_ready") if state else "agent_not_ready"
        await self._switch.play(line.leg, self._sounds.of(self._people.language, prompt))

    async def _call_colleague(self, line: Line, person: PersonId | None, arrival: CallArrived, call: CallId) -> None:
        if person is not None:
            self._occupancy.occupy(person, line)
        await self._switch.mark(line.leg, Marks(call, Role.DESK, person=person or PersonId("")))
        destination = self._reaching.destination(arrival.dialled)
        try:
            other = await self._while_up(line, self._reaching.reach(destination, call, Role.DESK, arrival.caller))
        except (DestinationBarred, SwitchRefused):
            await self._hang_up(line, Cause.NO_ROUTE)
            return
        if isinstance(other, Cause):
            await self._hang_up(line, other)
            return
        await self._talk(line, other, call)

    async def _while_up(self, line: Line, reaching: Coroutine[Any, Any, Line | Cause]) -> Line | Cause:
        """Ring as long as who dialled is there. Raises LegGone when he hung up: the phone stops ringing."""
        ringing = asyncio.create_task(reaching)
        line.when_ended(ringing.cancel)
        try:
            return await ringing
        except asyncio.CancelledError:
            if line.ended is None:
                ringing.cancel()
                raise
            raise LegGone(line.leg, line.ended.cause) from None

    async def _talk(self, line: Line, other: Line, call: CallId) -> None:
        """Join them; whoever ends it ends it for both, unless a conversation with a caller has taken the other over."""
        other.follow(line, call)
        try:
            await self._switch.answer(line.leg)
            await self._switch.bridge(line.leg, other.leg)
        except HotlineError:
            await self._hang_up(other)
            self._lines.close(other.leg)
            raise
        await self._until_over(line, other, call)

    async def resume(self, line: Line, other: Line, call: CallId) -> None:
        """Two colleagues found talking after a restart."""
        other.follow(line, call)
        await self._until_over(line, other, call)
        await self._hang_up(line)
        self._lines.close(line.leg)

    async def _until_over(self, line: Line, other: Line, call: CallId) -> None:
        event: LegEvent = await line.next()
        while not isinstance(event, LegEnded | LegParted):
            event = await line.next()
        if event.leg == line.leg:
            # He hung up, or his phone handed the colleague over to a caller (SIP REFER): the news of it follows.
            await self._clock.wait_until(self._clock.now() + HANDED_OVER_WITHIN)
        if other.owner == call:
            await self._hang_up(other)
            self._lines.close(other.leg)
