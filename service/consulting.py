"""An agent asks in a queue about a caller whom he holds, and hands him over to whom he reaches there (REFER with Replaces).

His question is a call of its own. It stands in line where the caller would: with his priority, from when he first joined.
When it is handed over, the person who was reached keeps his offer until the caller's conversation with him ends.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from acd.messages import TalkStarted
from calls.causes import Cause, EndedBy
from calls.clock import Clock
from calls.happenings.queue import AskedFor
from calls.happenings.talk import Parted
from calls.ids import CallId, PersonId
from service.call import Call, Partner
from service.chronicle import Chronicle
from service.floor import Floor
from service.lines import Line
from service.timing import before, unless

HANDED_OVER_WITHIN = 1.0
"""Seconds in which the news of an attended transfer follows the end of the consulting leg."""


class Consulting:
    """Knows which calls are questions about which callers. `attended`: every call whose story goes on."""

    def __init__(self, clock: Clock, floor: Floor, chronicle: Chronicle, attended: Mapping[CallId, Call]) -> None:
        self._clock, self._floor, self._chronicle, self._attended = clock, floor, chronicle, attended

    def begins(self, call: Call, person: PersonId | None) -> None:
        """A seat has dialled: if its agent talks with a caller, who is on hold then, he asks about him."""
        held = (each for each in self._attended.values() if person and each.partner and each.partner.person == person)
        call.asks_for = next(held, None)
        if call.asks_for is not None and person:
            self._chronicle.note(call.id, AskedFor(person, call.asks_for.id))

    def reached(self, line: Line) -> Partner | None:
        """Who was reached by a question, now that a caller is joined with him: taken out of it, with his offer."""
        asking = next((each for each in self._attended.values() if each.asks_for and _other(each) is line), None)
        partner = (asking.partner or asking.joining) if asking else None
        if asking is None or partner is None:
            return None
        if asking.partner is not None:
            self._chronicle.note(asking.id, Parted(partner.person, EndedBy.PERSON, Cause.NORMAL))
        elif partner.offer:
            # The switch had joined them, and we had not heard of it: his conversation begins with this caller.
            self._floor.tell(TalkStarted(partner.offer))
        asking.partner = asking.joining = None
        asking.passed_on.set()
        return Partner(partner.person, line, partner.offer, asking.id if partner.offer else CallId(""))

    def asks_about(self, call: Call) -> bool:
        """Whether somebody asks about this caller now: who parts from him may have handed him over."""
        return any(each.asks_for is call and each.line.ended is None for each in self._attended.values())

    def question(self, call: Call, dialled: str) -> Call | None:
        """The question about this caller that goes on at this number."""
        asked = (each for each in self._attended.values() if each.asks_for is call and each.dialled == dialled)
        return next((each for each in asked if each.line.ended is None), None)

    async def is_passed_on(self, call: Call) -> bool:
        """Whether the caller has whom this question reached. The news of it may come after the end of the question."""
        other, gone = _other(call), asyncio.Event()
        if call.asks_for is not None and other is not None:
            other.when_ended(gone.set)
            with suppress(TimeoutError):
                await before(
                    self._clock, self._clock.now() + HANDED_OVER_WITHIN, unless(gone.wait(), call.passed_on.wait())
                )
        return call.passed_on.is_set()


def _other(call: Call) -> Line | None:
    """The line of whom this call has reached, or is just being joined with."""
    partner = call.partner or call.joining
    return partner.line if partner else None
