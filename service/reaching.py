"""Ringing a phone that nobody was offered: for a transfer, or for a colleague who calls a colleague."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from acd.messages import Person
from calls.causes import Cause
from calls.clock import Clock
from calls.events import Caller
from calls.ids import CallId, LegId, PersonId
from calls.switch import Marks, Outside, RingOrder, Role, Switch, Target
from service.lines import Line, Lines
from service.occupancy import Occupancy
from service.people import People
from service.timing import before

RING_FOR = 25.0


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a call is sent: a phone, and whose it is if one of ours."""

    target: Target
    person: Person | None


class Reaching:
    """Rings one phone until it is answered or gives up."""

    def __init__(
        self,
        switch: Switch,
        clock: Clock,
        lines: Lines,
        people: People,
        occupancy: Occupancy,
        new_leg: Callable[[], LegId],
    ) -> None:
        self._switch, self._clock, self._lines = switch, clock, lines
        self._people, self._occupancy, self._new_leg = people, occupancy, new_leg

    def destination(self, name: str) -> Destination:
        """Somebody of ours by his id, seat or number; else an outside number, which the switch lets out only if allowed."""
        person = self._people.find(name)
        return Destination(self._people.target(person), person) if person else Destination(Outside(name), None)

    async def reach(
        self,
        to: Destination,
        call: CallId,
        role: Role,
        caller: Caller,
        ring_for: float = RING_FOR,
        rings: Callable[[LegId], object] = lambda _leg: None,
    ) -> Line | Cause:
        """Ring; the answered line, or why there is none. `rings` is told the leg. Cancelled: the phone stops ringing.

        Raises DestinationBarred or SwitchRefused when it may not or cannot be rung at all.
        """
        if to.person is not None and self._occupancy.engaged(to.person.id):
            return Cause.BUSY
        line = self._lines.open(self._new_leg())
        person = to.person.id if to.person else PersonId("")
        order = RingOrder(line.leg, to.target, ring_for, caller, Marks(call, role, person=person))
        why: Cause | None = Cause.NO_ANSWER
        try:
            await self._switch.ring(order)
            rings(line.leg)
            why = await self._until_answered(line, to.person, ring_for)
        finally:
            if why is not None:
                await self.let_go(line)
        return line if why is None else why

    async def _until_answered(self, line: Line, person: Person | None, ring_for: float) -> Cause | None:
        if person is not None:
            line.person = person.id
            self._occupancy.occupy(person.id, line)
        try:
            return await before(self._clock, self._clock.now() + ring_for, line.picked_up())
        except TimeoutError:
            return Cause.NO_ANSWER

    async def let_go(self, line: Line) -> None:
        """This phone is not needed: it stops ringing, or the call is ended."""
        await self._switch.hang_up(line.leg)
        self._lines.close(line.leg)
