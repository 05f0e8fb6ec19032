"""Webhooks: who is told of what, tests, and dead letters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends
from pydantic import Field, field_validator

from console.api.bodies import Body, Text
from console.errors import WrongValue
from console.roles import Action
from console.rooms import Rooms
from console.security.secrets import new_name
from console.visitor import Visitor
from console.webhooks.events import NAMES
from console.webhooks.signing import new_secret
from console.who import needs, rooms
from store.webhooks import Letter, Webhook

router = APIRouter(prefix="/webhooks", tags=["webhooks"])
Who = Annotated[Visitor, needs(Action.MANAGE_WEBHOOKS)]
MANAGERS = [needs(Action.MANAGE_WEBHOOKS)]
"""Of a route that is the same for whoever may use it."""
Here = Annotated[Rooms, Depends(rooms)]
Events = Annotated[list[str], Field(min_length=1, max_length=len(NAMES))]
MOST = 50


@dataclass(frozen=True, slots=True)
class WebhookTold:
    """A webhook without its secret. `waiting` letters are not told yet, `dead` ones are not tried any more."""

    id: str
    name: str
    url: str
    events: list[str]
    active: bool
    made_at: float
    told_at: float | None
    waiting: int
    dead: int


@dataclass(frozen=True, slots=True)
class NewWebhook:
    """It, and the secret that verifies its messages: shown now, and never again."""

    webhook: WebhookTold
    secret: str


@dataclass(frozen=True, slots=True)
class LetterTold:
    """A message that was not taken, and why."""

    id: str
    webhook: str
    event: str
    at: float
    tries: int
    why: str
    body: str


class Wanted(Body):
    """Who is told (`https://crm.example/hotline`), and of what. A private address must be in `connectors.allow`."""

    name: Text
    url: Text
    events: Events

    @field_validator("url")
    @classmethod
    def _web(cls, url: str) -> str:
        return _checked_url(url)

    @field_validator("events")
    @classmethod
    def _known(cls, events: list[str]) -> list[str]:
        return _checked_events(events)


class Change(Body):
    """What is left out stays."""

    name: Text | None = None
    url: Text | None = None
    events: Events | None = None
    active: bool | None = None

    @field_validator("url")
    @classmethod
    def _web(cls, url: str | None) -> str | None:
        return None if url is None else _checked_url(url)

    @field_validator("events")
    @classmethod
    def _known(cls, events: list[str] | None) -> list[str] | None:
        return None if events is None else _checked_events(events)


@router.get("", dependencies=MANAGERS, summary="The webhooks")
async def webhooks(here: Here) -> list[WebhookTold]:
    """In the order in which they were made."""
    return [await _told(each, here) for each in await here.webhooks.all()]


@router.get("/events", dependencies=MANAGERS, summary="What webhooks can be told")
async def events() -> list[str]:
    """Names for `events`."""
    return list(NAMES)


@router.post("", status_code=201, summary="Make a webhook")
async def make(given: Wanted, who: Who, here: Here) -> NewWebhook:
    """Messages are signed as Standard Webhooks says, tried eight times over nine hours, and then kept as dead letters."""
    if len(await here.webhooks.all()) >= MOST:
        raise WrongValue(f"there are {MOST} webhooks already", "remove one that is not needed")
    made = Webhook(new_name(), given.name, given.url, new_secret(), tuple(given.events), True, here.clock.now())
    await here.audit.note(who, "webhook.make", made.id, after=made)
    await here.webhooks.save(made)
    await here.telling.changed()
    return NewWebhook(await _told(made, here), made.secret)


@router.patch("/{webhook}", summary="Change a webhook")
async def change(webhook: str, given: Change, who: Who, here: Here) -> WebhookTold:
    """Also on and off: what is heard while it is off is not told later."""
    was = await here.webhooks.one(webhook)
    new = given.model_dump(exclude_none=True)
    now = replace(was, **new | ({"events": tuple(given.events)} if given.events else {}))
    await here.audit.note(who, "webhook.change", was.id, before=was, after=now)
    await here.webhooks.save(now)
    await here.telling.changed()
    return await _told(now, here)


@router.delete("/{webhook}", status_code=204, summary="Remove a webhook")
async def remove(webhook: str, who: Who, here: Here) -> None:
    """With its dead letters."""
    was = await here.webhooks.one(webhook)
    await here.audit.note(who, "webhook.remove", was.id, before=was)
    await here.webhooks.remove(was)
    await here.telling.changed()


@router.post("/{webhook}/test", status_code=202, summary="Send a test message")
async def test(webhook: str, who: Who, here: Here) -> None:
    """Signed and tried as any other."""
    found = await here.webhooks.one(webhook)
    await here.audit.note(who, "webhook.test", found.id)
    await here.telling.test(found)


@router.get("/dead", dependencies=MANAGERS, summary="Dead letters")
async def dead(here: Here) -> list[LetterTold]:
    """What no try could tell, the newest first."""
    return [_letter(each) for each in await here.webhooks.dead()]


@router.post("/dead/{letter}/again", status_code=202, summary="Send a dead letter again")
async def again(letter: str, who: Who, here: Here) -> None:
    """From the first try on, with the same id."""
    found = await here.webhooks.letter(letter)
    await here.audit.note(who, "webhook.again", found.id)
    await here.telling.again(found)


@router.delete("/dead/{letter}", status_code=204, summary="Throw a dead letter away")
async def throw_away(letter: str, who: Who, here: Here) -> None:
    """It is gone for good."""
    found = await here.webhooks.letter(letter)
    await here.audit.note(who, "webhook.forget", found.id, before={"event": found.event, "webhook": found.webhook})
    await here.webhooks.forget(found)


async def _told(hook: Webhook, here: Rooms) -> WebhookTold:
    waiting, dead = (await here.webhooks.waiting()).get(hook.id, 0), len(await here.webhooks.dead(hook.id))
    when = (hook.made_at, hook.told_at)
    return WebhookTold(hook.id, hook.name, hook.url, list(hook.events), hook.active, *when, waiting, dead)


def _letter(letter: Letter) -> LetterTold:
    return LetterTold(letter.id, letter.webhook, letter.event, letter.at, letter.tries, letter.why, letter.body)


def _checked_url(url: str) -> str:
    parts = urlsplit(url)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.username
        or parts.password
        or parts.fragment
    ):
        raise ValueError("an address such as https://crm.example/hotline, without a password in it")
    return url


def _checked_events(events: list[str]) -> list[str]:
    unknown = [each for each in events if each not in NAMES]
    if unknown:
        raise ValueError(f"events are {', '.join(NAMES)}")
    return list(dict.fromkeys(events))
