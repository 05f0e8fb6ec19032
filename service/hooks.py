"""Telling another system of offers, such as an SMS gateway: who calls, and a link to the customer's page.

Nothing here is in a call's path: what is to be told goes into a queue, and a task of its own posts it. What could not be
told after some tries stands in a file (`hooks-not-told.jsonl`), a line each, and is counted.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import orjson
import structlog

from acd.offers import Offer
from calls.clock import Clock
from calls.contact import ContactRecord
from calls.errors import HotlineError
from calls.ids import PersonId
from calls.switch import Outside
from connectors.answers import SourceFailed
from service.config_hooks import HookSettings

log = structlog.get_logger(__name__)
MOST = 1000
"""Messages that wait at once; the oldest is given up for the newest."""
PAUSE = 2.0
"""Seconds before the second try; each further pause is twice as long."""
LARGEST = 10_000_000
"""Bytes of the file of what was not told; nothing is added beyond."""
RINGING, ACCEPTED = "ringing", "accepted"
SIGNATURE = "X-Hotline-Signature"


@dataclass(frozen=True, slots=True)
class Told:
    """One message. `waited` in seconds, `at` epoch seconds."""

    event: str
    at: float
    call: str
    offer: str
    person: str
    phone: str
    queue: str
    number: str
    name: str
    segment: str
    waited: float
    link: str = ""


def told_of(event: str, offer: Offer, phone: Outside, record: ContactRecord, now: float) -> Told:
    """What is told of an offer to somebody on an outside phone."""
    waited = max(0.0, now - record.queued_at) if record.queued_at is not None else 0.0
    whom = (offer.contact, offer.id, offer.person, phone.number, offer.queue)
    return Told(event, now, *whom, record.number, record.name, record.segment, waited)


def _for_us_alone(file: str, flags: int) -> int:
    """What was not told names callers: nobody else on this machine may read it."""
    return os.open(file, flags, 0o600)


MakePage = Callable[[PersonId], Awaitable[str]]
"""The address of the console's page for this person, good for some hours without a password."""


class Hooks(Protocol):
    """Who is told."""

    def tell(self, told: Told) -> None:
        """Take it, at once; it is told later."""
        ...

    def pages_by(self, make: MakePage) -> None:
        """Name who makes the page of a manager: its address goes with each message."""
        ...

    async def run(self) -> None:
        """Tell, for ever."""
        ...


async def no_page(_person: PersonId) -> str:
    """There is no console."""
    return ""


class NoHooks:
    """Nobody is told."""

    def tell(self, told: Told) -> None:
        """Nothing."""

    def pages_by(self, make: MakePage) -> None:
        """Nothing."""

    async def run(self) -> None:
        """Nothing, at once."""


class Post(Protocol):
    """How a message is posted: `connectors.posting.Posting.post`."""

    async def __call__(self, url: str, body: bytes, headers: dict[str, str], within: float) -> None: ...


class WebHook:
    """One address, told in order. `count` is told how each went: told, failed, dropped."""

    def __init__(
        self, settings: HookSettings, post: Post, clock: Clock, not_told: Path, count: Callable[[str], object]
    ) -> None:
        self._settings, self._post, self._clock = settings, post, clock
        self._not_told, self._count = not_told, count
        self._waiting: asyncio.Queue[Told] = asyncio.Queue(MOST)
        self._page: MakePage = no_page

    def pages_by(self, make: MakePage) -> None:
        """From now on `page` stands in each message."""
        self._page = make

    def tell(self, told: Told) -> None:
        """Take it, if such events are wanted."""
        if told.event not in self._settings.on:
            return
        if self._waiting.full():
            self._give_up(self._waiting.get_nowait(), "too many wait", "dropped")
        self._waiting.put_nowait(told)

    async def run(self) -> None:
        """Tell one after the other, for ever."""
        while True:
            told = await self._waiting.get()
            body = await self._body(told)
            try:
                await self._tried(body)
                self._count("told")
            except SourceFailed as error:
                self._give_up(told, str(error), "failed")

    async def _tried(self, body: bytes) -> None:
        pause = PAUSE
        for left in range(self._settings.tries - 1, -1, -1):
            try:
                await self._post(self._settings.url, body, self._signed(body), self._settings.within)
                return
            except SourceFailed as error:
                if not left:
                    raise
                log.info("a hook will be tried again", error=str(error))
            await self._clock.wait_until(self._clock.now() + pause)
            pause *= 2

    async def _body(self, told: Told) -> bytes:
        links = {"link": link_of(self._settings.link, told), "page": await self._made_page(told)}
        return orjson.dumps({**asdict(told), **links})

    async def _made_page(self, told: Told) -> str:
        """Without one the message is told all the same."""
        try:
            return await self._page(PersonId(told.person))
        except HotlineError as error:
            log.warning("a message without the manager's page", call_id=told.call, error=error.told())
            return ""

    def _signed(self, body: bytes) -> dict[str, str]:
        """HMAC-SHA256 (RFC 2104) of the body, so that the other side knows that it is ours."""
        secret = self._settings.secret.get_secret_value()
        return {SIGNATURE: f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"} if secret else {}

    def _give_up(self, told: Told, why: str, how: str) -> None:
        self._count(how)
        log.warning("a hook was not told", call_id=told.call, hook=told.event, error=why)
        if trouble := self._kept(orjson.dumps({**asdict(told), "why": why}) + b"\n"):
            log.error("a hook that was not told could not be kept", error=trouble)

    def _kept(self, line: bytes) -> str:
        """Keep it in the file, unless that is full; the system's words if that cannot be done."""
        try:
            with open(self._not_told, "ab", opener=_for_us_alone) as file:
                if file.tell() <= LARGEST:
                    file.write(line)
        except OSError as error:
            return str(error)
        return ""


def link_of(template: str, told: Told) -> str:
    """The page of this customer: what a caller sent is quoted, so that it cannot lead elsewhere."""
    link = template
    for name in ("number", "call", "person", "queue"):
        link = link.replace(f"{{{name}}}", quote(str(getattr(told, name)), safe=""))
    return link
