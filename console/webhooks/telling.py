"""The post office of webhooks: what happens becomes letters, which are kept in the store until they are taken, or are dead.

Nothing here is in a call's path: `heard` only puts a line into memory. A letter that is not taken is tried again, later each
time; after the last try it is dead, and stays to be looked at and sent again by hand. All of it survives a restart.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any, Protocol

import orjson
import structlog

from calls.clock import Clock
from calls.contact import ContactRecord
from calls.happenings.entry import Entry
from connectors.answers import SourceFailed
from console.security.secrets import new_name
from console.webhooks.events import TEST, told
from console.webhooks.signing import headers
from store.webhooks import Letter, Webhook, Webhooks

log = structlog.get_logger(__name__)
PAUSES = (5.0, 30.0, 120.0, 600.0, 1800.0, 7200.0, 21600.0)
"""Seconds before the second try, the third, and so on: eight tries over almost nine hours."""
WITHIN = 10.0
"""Seconds that one try may take."""
AT_ONCE = 8
MOST_HEARD = 10_000
"""Happenings in memory that are not letters yet; beyond, while the store is away, the newest are given up and counted."""
MOST_WAITING = 20_000
"""Letters of one webhook that may wait: one whose system is away for days does not fill the disk."""
Event = Mapping[str, Any]


class Post(Protocol):
    """How a message is posted: `connectors.posting.Posting.post`."""

    async def __call__(self, url: str, body: bytes, headers: Mapping[str, str], within: float) -> None: ...


class Telling:
    """Tells all webhooks. `count` is told how each try went: told, later, dead, dropped."""

    def __init__(
        self,
        kept: Webhooks,
        post: Post,
        clock: Clock,
        count: Callable[[str], object],
        sleep: Callable[[float, Coroutine[Any, Any, object]], Coroutine[Any, Any, None]],
    ) -> None:
        """`sleep(until, news)`: return at that time, or as soon as there is news."""
        self._kept, self._post, self._clock, self._count, self._sleep = kept, post, clock, count, sleep
        self._heard: list[Event] = []
        self._wanted: frozenset[str] = frozenset()
        self._news = asyncio.Event()

    def heard(self, entry: Entry, record: ContactRecord) -> None:
        """Something happened in a call."""
        event = told(entry, record)
        if event is None or event["event"] not in self._wanted:
            return
        if len(self._heard) >= MOST_HEARD:
            self._count("dropped")
            return
        self._heard.append(event)
        self._news.set()

    async def changed(self) -> None:
        """Webhooks were made, changed or removed, or a letter is to be sent again."""
        self._wanted = frozenset(event for each in await self._kept.all() if each.active for event in each.events)
        self._news.set()

    async def test(self, webhook: Webhook) -> None:
        """Tell this one a message that says only that it works."""
        await self._kept.add([self._letter(webhook, {"event": TEST, "at": self._clock.now(), "webhook": webhook.name})])
        self._news.set()

    async def again(self, letter: Letter) -> None:
        """Send a dead letter once more, from the first try on."""
        await self._kept.put_off(replace(letter, tries=0, next_at=self._clock.now(), why=""))
        self._news.set()

    async def run(self) -> None:
        """Tell, for ever. Raises StoreUnusable: begin again, nothing is lost by that."""
        await self.changed()
        while True:
            self._news.clear()
            await self._write()
            if await self._round():
                continue
            soon = await self._kept.next_at()
            await self._sleep(self._clock.now() + 3600.0 if soon is None else soon, self._news.wait())

    async def _write(self) -> None:
        """What was heard becomes letters."""
        heard, hooks = self._heard[:], await self._kept.all()
        letters = [self._letter(hook, event) for event in heard for hook in hooks if _wants(hook, event)]
        if letters:
            full = {name for name, count in (await self._kept.waiting()).items() if count >= MOST_WAITING}
            await self._kept.add([self._admitted(letter, full) for letter in letters])
        del self._heard[: len(heard)]

    def _letter(self, hook: Webhook, event: Event) -> Letter:
        name, now = f"msg_{new_name()}", self._clock.now()
        body = orjson.dumps({"id": name, **event}).decode()
        return Letter(name, hook.id, str(event["event"]), body, now, next_at=now)

    def _admitted(self, letter: Letter, full: set[str]) -> Letter:
        if letter.webhook not in full:
            return letter
        self._count("dead")
        return replace(letter, next_at=None, why=f"more than {MOST_WAITING} wait already")

    async def _round(self) -> int:
        """Try what is due; how many that were."""
        due = await self._kept.due(self._clock.now(), AT_ONCE)
        hooks = {each.id: each for each in await self._kept.all()}
        async with asyncio.TaskGroup() as tasks:
            for letter in due:
                tasks.create_task(self._try(letter, hooks.get(letter.webhook)))
        return len(due)

    async def _try(self, letter: Letter, hook: Webhook | None) -> None:
        if hook is None:
            return await self._kept.forget(letter)
        if not hook.active:
            return await self._give_up(letter, "the webhook is switched off")
        now = self._clock.now()
        try:
            signed = headers(hook.secret, letter.id, now, letter.body)
            await self._post(hook.url, letter.body.encode(), signed, WITHIN)
        except SourceFailed as error:
            return await self._failed(letter, str(error), now)
        await self._kept.told(letter, now)
        self._count("told")
        return None

    async def _failed(self, letter: Letter, why: str, now: float) -> None:
        tries = letter.tries + 1
        if tries > len(PAUSES):
            return await self._give_up(replace(letter, tries=tries), why)
        log.info("a webhook is tried again", webhook=letter.webhook, event_name=letter.event, tries=tries, error=why)
        self._count("later")
        await self._kept.put_off(replace(letter, tries=tries, next_at=now + PAUSES[tries - 1], why=why))
        return None

    async def _give_up(self, letter: Letter, why: str) -> None:
        log.warning("a webhook was not told", webhook=letter.webhook, event_name=letter.event, error=why)
        self._count("dead")
        await self._kept.put_off(replace(letter, next_at=None, why=why))


def _wants(hook: Webhook, event: Event) -> bool:
    return hook.active and event["event"] in hook.events
