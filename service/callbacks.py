"""Callbacks: kept in the store, one task each, from the end of the call that asked for it until somebody was reached.

It stands in line like a caller, at the place that he had (P20, P27); `service.calling_back` is what happens at its turn.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

import structlog

from calls.clock import Clock
from calls.contact import ContactRecord
from calls.errors import DestinationBarred, HotlineError, IllegalStep
from calls.happenings.queue import CallbackAsked
from calls.ids import CallId
from ivr.actions import AskCallback
from ivr.events import CallbackKept, CallbackRefused
from service.call import Call
from service.callback_rules import CallbackRules, new_callback, phone_of
from service.callback_tries import NOBODY_IN_TIME, Reached, Tried, Unreached
from service.calling_back import CallingBackStory
from service.chronicle import Chronicle
from service.crew import Crew
from service.metrics import Metrics
from store.callbacks import CallbackKept as Kept
from store.callbacks import CallbackState

log = structlog.get_logger(__name__)
LOOKED_AT_EVERY = 10.0
"""Seconds between two looks at what was cancelled beside the service."""


class Callbacks:
    """Every open callback. `changed` is told of each change; `resume` after each recovery: the tasks of a lost link are gone."""

    def __init__(
        self,
        clock: Clock,
        chronicle: Chronicle,
        crew: Crew,
        metrics: Metrics,
        rules: CallbackRules,
        keep: Callable[[Kept], None],
        weight_of: Callable[[str], int],
        has_queue: Callable[[str], bool],
        known: Iterable[Kept] = (),
    ) -> None:
        """`weight_of` and `has_queue` tell of the plan as it is now."""
        self._has_queue = has_queue
        self._clock, self._chronicle, self._crew, self._metrics = clock, chronicle, crew, metrics
        self._rules, self._keep, self._weight_of = rules, keep, weight_of
        self._story: CallingBackStory | None = None
        self.changed: Callable[[Kept], object] = lambda _kept: None
        self._open: dict[str, Kept] = {each.id: each for each in known}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._calls: dict[CallId, asyncio.Event] = {}
        for each in self._open.values():
            self._count(each.queue)

    def employ(self, story: CallingBackStory) -> None:
        """Name who calls people back."""
        self._story = story

    @property
    def open(self) -> list[Kept]:
        """Those that are not over."""
        return list(self._open.values())

    # --- asking

    async def keep(self, call: Call, asked: AskCallback) -> CallbackKept | CallbackRefused:
        """Keep the caller's place. One callback a number and queue: the first, for its place is the better one."""
        number = phone_of(asked.number)
        before = self._same(number, asked.queue)
        if refusal := self._refusal(number, before):
            return CallbackRefused(refusal)
        kept = before or self._new(call, asked, number)
        self._chronicle.note(call.id, CallbackAsked(kept.queue, number, kept.joined_at))
        if before is None:
            self._changed(kept)
            self._start(kept)
        return CallbackKept()

    def take(self, wanted: Kept) -> Kept:
        """What a person wants for a customer, or what this number has in this queue already. Raises DestinationBarred."""
        before = self._same(wanted.number, wanted.queue)
        if refusal := self._refusal(wanted.number, before):
            raise DestinationBarred(refusal)
        if before is None:
            self._changed(wanted)
            self._start(wanted)
        return before or wanted

    def _same(self, number: str, queue: str) -> Kept | None:
        return next((each for each in self._open.values() if (each.number, each.queue) == (number, queue)), None)

    def _refusal(self, number: str, before: Kept | None) -> str:
        if not number or not self._rules.allowed(number):
            return "the number may not be dialled: it matches no pattern of outgoing.allowed"
        if before is None and len(self._open) >= self._rules.at_most:
            return f"{len(self._open)} callbacks are open already (callbacks.at_most)"
        return ""

    def put_off(self, callback: str, at: float) -> Kept:
        """It is tried next at `at`. Raises KeyError for one that is over, IllegalStep while it is being tried."""
        kept = self._open[callback]
        if kept.attempt and self._chronicle.record(kept.attempt) is not None:
            raise IllegalStep(f"callback {callback} is being tried now")
        kept = self._changed(replace(kept, next_at=at))
        if (waiting := self._tasks.pop(callback, None)) is not None:
            waiting.cancel()
        self._start(kept)
        return kept

    def _new(self, call: Call, asked: AskCallback, number: str) -> Kept:
        priority = asked.priority or self._weight_of(asked.queue)
        return new_callback(call, asked, number, priority, self._chronicle.record(call.id), self._clock.now())

    # --- one callback

    def _start(self, kept: Kept) -> None:
        task = self._tasks[kept.id] = self._crew.start(f"callback {kept.id}", self._see_through(kept))
        task.add_done_callback(lambda done: self._forget(kept.id, done))

    def _forget(self, callback: str, done: asyncio.Task[None]) -> None:
        """Its task has ended; another may have taken its place after a lost link."""
        if self._tasks.get(callback) is done:
            del self._tasks[callback]

    async def _see_through(self, kept: Kept) -> None:
        """Until he was reached, or it is given up."""
        story = self._story
        if story is None:
            raise RuntimeError("callbacks without a story: employ() was not called")
        await self._until_hung_up(kept.asked_in)
        if kept.attempt and self._chronicle.record(kept.attempt) is not None:
            await self._until_hung_up(kept.attempt)
            kept = self._after(Unreached(kept, NOBODY_IN_TIME))
        while kept.id in self._open:
            await self._clock.wait_until(self._rules.first_from(max(kept.next_at, self._clock.now())))
            if why := self._in_vain(kept):
                self._over(kept, CallbackState.GIVEN_UP, why)
                return
            kept = self._after(await story.attempt(kept, self._changed, self._reached))

    def _in_vain(self, kept: Kept) -> str:
        """Why no other try is worth it; '' if it is. A callback may be older than the plan, which may have lost its queue."""
        if self._clock.now() - kept.asked_at > self._rules.keep_for:
            return "nobody could call back in time"
        return "" if self._has_queue(kept.queue) else f"the plan has no queue {kept.queue} any more"

    def _after(self, tried: Tried) -> Kept:
        """What comes of one try: the next one later, or the end of it."""
        kept = tried.kept
        if kept.id not in self._open:  # somebody talked to him: `ended` has seen it
            return kept
        match tried:
            case Reached():
                return kept
            case Unreached(why=why, counts=counts, hopeless=hopeless):
                kept = replace(kept, tries=kept.tries + counts, why=why)
                if hopeless or kept.tries >= self._rules.tries:
                    return self._over(kept, CallbackState.GIVEN_UP, why)
                kept = replace(
                    kept, next_at=self._clock.now() + (self._rules.pause_after(kept.tries) if counts else 0.0)
                )
                return self._changed(kept)

    async def _until_hung_up(self, asked_in: CallId) -> None:
        """He is still on the line, and may hear menus or wait on: his callback begins when he has hung up."""
        if self._chronicle.record(asked_in) is not None:
            await self._calls.setdefault(asked_in, asyncio.Event()).wait()

    def ended(self, record: ContactRecord) -> None:
        """A call is over. If he was served in it after all, he needs no callback."""
        if (over := self._calls.pop(record.call, None)) is not None:
            over.set()
        for kept in [each for each in self._open.values() if each.asked_in == record.call]:
            if any(talk.since >= kept.asked_at for talk in record.talks):
                self._over(kept, CallbackState.REACHED, "he was served in the same call")
                self._stop(kept.id)
        for kept in [each for each in self._open.values() if each.attempt == record.call]:
            if record.talks:
                self._reached(kept)

    def _reached(self, kept: Kept) -> Kept:
        return self._over(kept, CallbackState.REACHED, "")

    def _over(self, kept: Kept, state: CallbackState, why: str) -> Kept:
        kept = replace(kept, state=state, why=why)
        self._keep(kept)
        if self._open.pop(kept.id, None) is not None:
            self._metrics.callbacks.labels(state.value).inc()
            self._count(kept.queue)
            self.changed(kept)
        log.info("callback over", callback=kept.id, state=state.value, why=why)
        return kept

    def _changed(self, kept: Kept) -> Kept:
        self._open[kept.id] = kept
        self._keep(kept)
        self._count(kept.queue)
        self.changed(kept)
        return kept

    def _count(self, queue: str) -> None:
        count = sum(each.queue == queue for each in self._open.values())
        self._metrics.open_callbacks.labels(queue).set(count)

    # --- after a restart, and beside the service

    def resume(self) -> None:
        """Begin again where an earlier service, or a lost link, left off. Who talks by now was reached; who waits may be."""
        self._tasks.clear()
        for kept in list(self._open.values()):
            found = self._chronicle.record(kept.attempt) if kept.attempt else None
            if found is not None and found.talks:
                self._reached(kept)
            else:
                self._start(kept)

    async def watch(self, cancelled: Callable[[], Awaitable[Iterable[str]]]) -> None:
        """Take back what was cancelled beside the service, for ever. `cancelled` asks the store."""
        while True:
            await self._clock.wait_until(self._clock.now() + LOOKED_AT_EVERY)
            try:
                for each in await cancelled():
                    self.cancel(each)
            except HotlineError as error:
                log.warning("could not look for cancelled callbacks", error=error.told())

    def cancel(self, callback: str) -> None:
        """Nobody calls back any more. One who was reached already is not cut off."""
        kept = self._open.get(callback)
        if kept is not None:
            self._over(kept, CallbackState.CANCELLED, "cancelled")
            attempt = self._chronicle.record(kept.attempt) if kept.attempt else None
            if attempt is None or attempt.answered_at is None:
                self._stop(callback)

    def _stop(self, callback: str) -> None:
        if (task := self._tasks.pop(callback, None)) is not None and self._story is not None:
            self._story.withdraw(callback)
            task.cancel()
