"""Keeping a waiting caller company: music of his queue, words at their times, and the key by which he asks to be called back.

Everything here is cancelled at any instant when somebody takes him (P28): nothing is decided by what plays.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from acd.announced import Announcement, Promise, announce
from acd.announced import Say as How
from acd.estimates import Outlook
from acd.queues import Queue, Words
from calls.clock import Clock
from calls.errors import SwitchRefused
from calls.happenings.menu import Heard
from calls.happenings.queue import Foretold
from calls.ids import CallId
from calls.speaking import Spoken, SpokenValue, ValueKind
from calls.switch import InputRules, Switch
from ivr.steps.choices import PRESS
from service.call import Call, Place
from service.chronicle import Chronicle
from service.sounds import Sounds
from service.timing import before

MINUTE = 60.0
DROP_KEYS = InputRules(first_within=0.0, barge_in=False)
"""Keys pressed while he waited mean nothing afterwards."""


@dataclass(slots=True)
class Told:
    """What a caller has been told so far, and when the last word ended. `offered`: he knows of the key, and it counts."""

    words: int = 0
    last: float | None = None
    promise: Promise | None = None
    offered: bool = False


class Company:
    """Keeps callers company. `queue_of` tells of the plan as it is now; `outlook` of his turn."""

    def __init__(
        self,
        switch: Switch,
        clock: Clock,
        chronicle: Chronicle,
        sounds: Sounds,
        queue_of: Callable[[str], Queue],
        outlook: Callable[[CallId], Outlook | None],
    ) -> None:
        self._switch, self._clock, self._chronicle, self._sounds = switch, clock, chronicle, sounds
        self._queue_of, self._outlook = queue_of, outlook
        self._told: dict[CallId, Told] = {}

    def forget(self, call: CallId) -> None:
        """He waits no longer."""
        self._told.pop(call, None)

    def flow_for_key(self, queue: str) -> str:
        """The flow to which a caller goes who presses the key."""
        return self._queue_of(queue).words.flow

    async def music(self, call: Call) -> None:
        """Let him hear what the queue plays."""
        place = call.place
        await self._switch.music(call.leg, on=True, of=self._music(place) if place else "")

    async def until_pressed(self, call: Call) -> str:
        """Words at their times, until he presses the key that he was told of; the key."""
        pressed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        told = self._told.setdefault(call.id, Told())
        call.line.when_pressed = lambda key: self._press(call, told, key, pressed)
        talking = asyncio.create_task(self._talk(call, told))
        try:
            either: set[asyncio.Future[Any]] = {pressed, talking}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if talking.done():
                talking.result()
            return await pressed
        finally:
            call.line.when_pressed = None
            talking.cancel()
            await asyncio.gather(talking, return_exceptions=True)

    async def drop_keys(self, call: Call) -> None:
        """What he pressed while he waited is forgotten."""
        await self._switch.collect(call.leg, [], DROP_KEYS)

    def _press(self, call: Call, told: Told, key: str, pressed: asyncio.Future[str]) -> None:
        place = call.place
        if place and told.offered and key == self._queue_of(place.queue).words.key and not pressed.done():
            pressed.set_result(key)

    # --- words

    async def _talk(self, call: Call, told: Told) -> None:
        """Word after word, for as long as he waits; in another queue by its own times and with its own music."""
        heard = call.place
        while place := call.place:
            if place is not heard:
                await self._arrive(call, told, heard)
                heard = place
            words = self._queue_of(place.queue).words
            if await self._still_there(call, self._next(words, place, told)):
                told.last = self._clock.now()
                await self._say(call, place, words, told)
                told.last = self._clock.now()
        await asyncio.get_running_loop().create_future()

    async def _arrive(self, call: Call, told: Told, before_it: Place | None) -> None:
        """He was sent to another place: the leg remembers it, and where it is another queue he hears what that one plays."""
        await self._switch.mark(call.leg, call.marks())
        if call.place and before_it and call.place.queue != before_it.queue:
            told.last, told.offered = None, False
            await self.music(call)

    def _next(self, words: Words, place: Place, told: Told) -> float | None:
        """When the next word is due; the one that tells of the key is not put off. None: never."""
        if not words.first:
            return None
        if told.last is None:
            return place.joined_at + words.first
        due = told.last + words.every
        return min(due, max(told.last, place.joined_at + words.press)) if words.flow and not told.offered else due

    async def _still_there(self, call: Call, at: float | None) -> bool:
        """Wait until then; False if he is sent to another place meanwhile."""
        moved = call.place_changed
        moved.clear()
        if at is None:
            await moved.wait()
            return False
        try:
            await before(self._clock, at, moved.wait())
        except TimeoutError:
            return True
        return False

    async def _say(self, call: Call, place: Place, words: Words, told: Told) -> None:
        said = list(self._words(call, place, words, told))
        try:
            await self._switch.announce(call.leg, self._sounds.of(call.language, *said), of=self._music(place))
        except SwitchRefused:
            # A word that cannot be said must not cost the caller his place.
            return
        for prompt in said:
            self._chronicle.note(call.id, Heard(call.step, prompt if isinstance(prompt, str) else prompt.kind.value))

    def _words(self, call: Call, place: Place, words: Words, told: Told) -> Iterator[Spoken]:
        yield "still_waiting" if told.words else "all_busy"
        told.words += 1
        seen = self._outlook(call.id) if words.position or words.wait else None
        if words.position and seen:
            yield SpokenValue(ValueKind.POSITION, str(seen.position))
        if words.wait:
            yield from self._wait(call, place, words, told, seen)
        if words.flow and self._clock.now() >= place.joined_at + words.press:
            told.offered = True
            yield from ("callback_by_key", PRESS[words.key])

    def _wait(self, call: Call, place: Place, words: Words, told: Told, seen: Outlook | None) -> Iterator[Spoken]:
        now = self._clock.now()
        found = announce(told.promise, seen, now)
        told.promise = found.promise
        if found.say is How.NOTHING:
            return
        if found.say is How.LONGER:
            yield "wait_longer"
        if found.high:
            yield SpokenValue(ValueKind.WAIT_RANGE, f"{found.low}-{found.high}")
        if seen and found.high:
            self._chronicle.note(call.id, _foretold(place, words, seen, found))

    def _music(self, place: Place) -> str:
        music = self._queue_of(place.queue).music
        return "" if music == "default" else music


def _foretold(place: Place, words: Words, seen: Outlook, found: Announcement) -> Foretold:
    position = seen.position if words.position else 0
    return Foretold(place.queue, position, seen.expected, found.low * MINUTE, found.high * MINUTE)
