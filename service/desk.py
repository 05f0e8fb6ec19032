"""What an agent does with his phone: star codes for his state, and calls to colleagues."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from acd.messages import Event, Paused, Readied, SignedOut, WrapUpDone
from acd.states import PersonState
from calls.causes import Cause
from calls.clock import Clock
from calls.errors import DestinationBarred, LegGone, SwitchLost, SwitchRefused
from calls.events import CallArrived, LegEnded, LegEvent, LegParted
from calls.ids import CallId, PersonId
from calls.switch import Marks, Role, Switch
from service.floor import Floor
from service.lines import Line, Lines
from service.occupancy import Occupancy
from service.people import People
from service.reaching import Reaching
from service.sounds import Sounds

STAR_CODES: Mapping[str, tuple[Callable[[PersonId], Event], str]] = MappingProxyType(
    {
        "*1": (Readied, "agent_ready"),
        "*2": (lambda person: Paused(person, "paused by phone"), "agent_not_ready"),
        "*3": (lambda person: Paused(person, "break"), "agent_not_ready"),
        "*4": (lambda person: Paused(person, "lunch"), "agent_not_ready"),
        "*5": (WrapUpDone, "agent_ready"),
        "*0": (SignedOut, "agent_logged_out"),
    }
)
"""What an agent dials at his phone, the event it makes, and the prompt that confirms it."""


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
        try:
            if person is not None and arrival.dialled in STAR_CODES:
                await self._change_state(line, person, arrival.dialled)
            else:
                await self._call_colleague(line, person, arrival, call)
        except LegGone:
            pass
        finally:
            self._lines.close(line.leg)
        await self._hang_up(line)

    async def _hang_up(self, line: Line, cause: Cause = Cause.NORMAL) -> None:
        try:
            await self._switch.hang_up(line.leg, cause)
        except SwitchLost:
            # The link is down: recovery ends the legs that nobody needs.
            return

    async def _change_state(self, line: Line, person: PersonId, code: str) -> None:
        make, prompt = STAR_CODES[code]
        wrapping = self._floor.state_of(person) is PersonState.WRAP_UP
        if make is not WrapUpDone or wrapping:
            self._floor.tell(make(person))
        await self._switch.answer(line.leg)
        await self._switch.play(line.leg, self._sounds.of(self._people.language, prompt))

    async def _call_colleague(
        self, line: Line, person: PersonId | None, arrival: CallArrived, call: CallId
    ) -> None:
        if person is not None:
            self._occupancy.occupy(person, line)
        await self._switch.mark(line.leg, Marks(call, Role.DESK, person=person or PersonId("")))
        destination = self._reaching.destination(arrival.dialled)
        try:
            other = await self._reaching.reach(destination, call, Role.DESK, arrival.caller)
        except (DestinationBarred, SwitchRefused):
            await self._hang_up(line, Cause.NO_ROUTE)
            return
        if isinstance(other, Cause):
            await self._hang_up(line, other)
            return
        await self._talk(line, other, call)

    async def _talk(self, line: Line, other: Line, call: CallId) -> None:
        """Join them; whoever ends it ends it for both, unless a conversation with a caller has taken the other over."""
        other.follow(line, call)
        await self._switch.answer(line.leg)
        await self._switch.bridge(line.leg, other.leg)
        event: LegEvent = await line.next()
        while not isinstance(event, LegEnded | LegParted):
            event = await line.next()
        if event.leg == line.leg:
            # He hung up, or his phone handed the colleague over to a caller (SIP REFER): the news of it follows.
            await self._clock.wait_until(self._clock.now() + HANDED_OVER_WITHIN)
        if other.owner == call:
            await self._hang_up(other)
            self._lines.close(other.leg)
