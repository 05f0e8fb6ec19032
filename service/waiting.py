"""A caller waits: music, a word now and then, and his place on the leg. He can be joined at any instant (P28)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from acd.messages import Joined, Leaving, Left, Refusal, TalkFailed
from acd.offers import Offer
from calls.clock import Clock
from calls.errors import SwitchRefused
from calls.happenings.menu import Heard
from calls.happenings.queue import Queued
from calls.switch import Switch
from service.call import Call, Place
from service.chronicle import Chronicle
from service.floor import Floor
from service.sounds import Sounds

FIRST_WORD, NEXT_WORD = 8.0, 40.0
"""Seconds until a waiting caller is told that all are busy, and between two words after that."""


class Waiting:
    """Keeps callers company until somebody takes them."""

    def __init__(self, switch: Switch, clock: Clock, floor: Floor, chronicle: Chronicle, sounds: Sounds) -> None:
        self._switch, self._clock, self._floor = switch, clock, floor
        self._chronicle, self._sounds = chronicle, sounds

    async def join(self, call: Call, place: Place) -> None:
        """Take a place in the queue: in the record, on the leg, and on the floor."""
        call.place, call.waiting = place, True
        self._chronicle.note(call.id, Queued(place.queue, place.priority, place.joined_at, place.told_wishes))
        self._floor.expect(call.id)
        self._floor.tell(joined(call, place))
        await self._switch.mark(call.leg, call.marks())
        await self._switch.music(call.leg, on=True)

    def join_from_afar(self, call: Call, place: Place, reached_within: float) -> None:
        """Take a place for somebody who is not on the line: he is to be called back when it is his turn (P20, P27)."""
        call.place, call.waiting = place, True
        self._chronicle.note(call.id, Queued(place.queue, place.priority, place.joined_at, place.told_wishes))
        self._floor.expect(call.id)
        self._floor.tell(replace(joined(call, place), reached_within=reached_within))

    async def accepted(self, call: Call) -> Offer:
        """Wait until somebody has accepted a contact that is not on the line."""
        await asyncio.wait({self._floor.expect(call.id)})
        return self._floor.taken(call.id)

    async def for_somebody(self, call: Call) -> Offer:
        """Wait until somebody has accepted the caller."""
        accepted = self._floor.expect(call.id)
        company = asyncio.create_task(self._keep_company(call))
        try:
            either: set[asyncio.Future[Any]] = {accepted, company}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if not accepted.done():
                company.result()
            return self._floor.taken(call.id)
        finally:
            company.cancel()
            await asyncio.gather(company, return_exceptions=True)

    def lost_person(self, offer: Offer) -> None:
        """Who accepted has hung up before he could be joined (P4): the caller keeps his rank."""
        self._floor.tell(TalkFailed(offer.id, Refusal.HUNG_UP))

    def leave(self, call: Call, why: Leaving) -> None:
        """Give the place up."""
        call.waiting = False
        self._floor.forget(call.id)
        self._floor.tell(Left(call.id, why))

    async def _keep_company(self, call: Call) -> None:
        place = call.place
        at = (place.joined_at if place else self._clock.now()) + FIRST_WORD
        prompt = "all_busy"
        while True:
            await self._clock.wait_until(at)
            await self._say(call, prompt)
            at, prompt = self._clock.now() + NEXT_WORD, "still_waiting"

    async def _say(self, call: Call, prompt: str) -> None:
        try:
            await self._switch.announce(call.leg, self._sounds.of(call.language, prompt))
            self._chronicle.note(call.id, Heard(call.step, prompt))
        except SwitchRefused:
            # A word that cannot be said must not cost the caller his place.
            return


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
    )
