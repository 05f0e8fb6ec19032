"""A caller waits: his place on the leg and on the floor, until somebody takes him or his queue gives him away (P28)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from acd.decisions import CallOut, GiveAway
from acd.messages import Joined, Leaving, Left, Present, Refusal, TalkFailed
from acd.offers import Offer
from acd.overflow import key_of
from acd.queues import Onward, Queue
from calls.happenings.menu import Pressed
from calls.happenings.queue import GivenAway, Queued
from calls.ids import CallId, PersonId
from calls.switch import Switch
from service.call import Call, Place
from service.chronicle import Chronicle
from service.company import Company
from service.floor import Floor


@dataclass(frozen=True, slots=True)
class GoesElsewhere:
    """The caller waits no longer: he goes to this flow; '': back to the step that let him wait."""

    flow: str
    why: str


class Waiting:
    """Keeps callers' places until somebody takes them."""

    def __init__(
        self, switch: Switch, floor: Floor, chronicle: Chronicle, company: Company, queue_of: Callable[[str], Queue]
    ) -> None:
        self._switch, self._floor, self._chronicle, self._company = switch, floor, chronicle, company
        self._queue_of = queue_of
        self._calls: dict[CallId, Call] = {}
        floor.give_by(self._given)

    async def join(self, call: Call, place: Place) -> None:
        """Take a place in the queue: in the record, on the leg, and on the floor, which may not let him in."""
        self._take(call, place)
        self._floor.tell(joined(call, place))
        if call.waiting:
            await self._switch.mark(call.leg, call.marks())
            await self._company.music(call)

    def join_from_afar(self, call: Call, place: Place, reached_within: float, customer_first: bool = False) -> None:
        """Take a place for somebody who is not on the line: he is to be called back when it is his turn (P20, P27).

        A person is asked for him first; or he is himself, and then there is nobody to be offered before he is there.
        """
        self._take(call, place)
        self._floor.tell(replace(joined(call, place), reached_within=reached_within, here=not customer_first))

    def _take(self, call: Call, place: Place) -> None:
        call.place, call.waiting = place, True
        self._calls[call.id] = call
        self._chronicle.note(call.id, queued(place))
        self._floor.expect(call.id)

    def of(self, call: CallId) -> Call | None:
        """The call, as long as it waits."""
        return self._calls.get(call)

    async def music(self, call: Call) -> None:
        """Let a caller who waits hear music again."""
        await self._company.music(call)

    async def accepted(self, call: Call) -> Offer:
        """Wait until somebody has accepted a contact that is not on the line: no queue gives such a one away."""
        while True:
            await asyncio.wait({self._floor.expect(call.id)})
            turn = self._floor.taken(call.id)
            if isinstance(turn, Offer):
                return turn

    async def called_out(self, call: Call) -> None:
        """Wait until it is time to ring somebody who is not on the line."""
        while True:
            await asyncio.wait({self._floor.expect(call.id)})
            if isinstance(self._floor.taken(call.id), CallOut):
                return

    async def is_there(self, call: Call) -> None:
        """He has answered: his place is on his leg from now on, and he can be offered."""
        await self._switch.mark(call.leg, call.marks())
        self._floor.tell(Present(call.id))

    async def for_somebody(self, call: Call) -> Offer | GoesElsewhere:
        """Wait until somebody has accepted the caller, or his queue gives him away, or he goes by pressing a key."""
        self._calls[call.id] = call
        turn = self._floor.expect(call.id)
        company = asyncio.create_task(self._company.until_pressed(call))
        try:
            either: set[asyncio.Future[Any]] = {turn, company}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if not turn.done():
                return await self._pressed(call, company.result())
            found = self._floor.taken(call.id)
        finally:
            company.cancel()
            await asyncio.gather(company, return_exceptions=True)
        if isinstance(found, CallOut):  # said before he was there
            return await self.for_somebody(call)
        return found if isinstance(found, Offer) else await self._gone(call, found)

    def lost_person(self, offer: Offer) -> None:
        """Who accepted has hung up before he could be joined (P4): the caller keeps his rank."""
        self._floor.tell(TalkFailed(offer.id, Refusal.HUNG_UP))

    def let_be(self, call: Call) -> None:
        """Nobody waits any more, but the floor goes on with the person who was found for him: a caller has him now."""
        call.waiting = False
        self._calls.pop(call.id, None)
        self._company.forget(call.id)
        self._floor.forget(call.id)

    def leave(self, call: Call, why: Leaving) -> None:
        """Give the place up."""
        self.let_be(call)
        self._floor.tell(Left(call.id, why))

    # --- given away

    async def _pressed(self, call: Call, key: str) -> GoesElsewhere:
        """He leaves the line by his own key; his place in time stays his."""
        queue = call.place.queue if call.place else ""
        flow, why = self._company.flow_for_key(queue), f"the caller pressed {key}"
        self._chronicle.note(call.id, Pressed(call.step, key))
        self._chronicle.note(call.id, GivenAway(queue, f"{Onward.FLOW} {flow}", why))
        self.leave(call, Leaving.MOVED)
        await self._out_of_line(call)
        return GoesElsewhere(flow, why)

    async def _gone(self, call: Call, decision: GiveAway) -> GoesElsewhere:
        self.leave(call, Leaving.MOVED)
        await self._out_of_line(call)
        return GoesElsewhere(decision.rule.name, decision.why)

    async def _out_of_line(self, call: Call) -> None:
        await self._switch.mark(call.leg, call.marks())
        await self._company.drop_keys(call)

    def _given(self, decision: GiveAway) -> None:
        """The floor says that his queue gives him away: in the record, and in what is known of his place."""
        call, rule = self._calls.get(decision.contact), decision.rule
        if call is None or call.place is None:
            return
        place, used = call.place, key_of(self._queue_of(call.place.queue), rule)
        self._chronicle.note(call.id, GivenAway(place.queue, rule.goal, decision.why, used))
        place = replace(place, given=(*place.given, used))
        match rule.to:
            case Onward.QUEUE:
                place = replace(place, queue=rule.name)
                self._chronicle.note(call.id, queued(place))
            case Onward.PERSON:
                place = replace(place, wanted=PersonId(rule.name))
            case Onward.FLOW | Onward.BACK:
                call.waiting = False
        call.move(place)


def queued(place: Place) -> Queued:
    """The entry that tells his place."""
    return Queued(place.queue, place.priority, place.joined_at, place.told_wishes, place.last_agent, place.own)


def joined(call: Call, place: Place) -> Joined:
    """The caller's place as the dispatcher is told it."""
    return Joined(
        call.id,
        place.queue,
        place.priority,
        place.joined_at,
        place.wanted,
        call.caller.number,
        call.language,
        wishes=place.wishes,
        limit=place.limit,
        last_agent=place.last_agent,
        given=place.given,
        gave_back=place.gave_back,
        missed=place.missed,
        on_line_since=call.arrived_at,
    )
