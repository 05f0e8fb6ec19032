"""What is taken away is gone for pages that are open, too: a stream of events goes on under no rights but those of now."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

import httpx
import pytest

from calls.ids import PersonId
from console.live import stream as stream_module
from console.roles import Role
from store.accounts import Account
from tests.console.desk import Console
from tests.console.streams import events

LIVE = "/api/v1/live"
Change = Callable[[Console], Awaitable[object]]


@pytest.fixture
async def live(console: Console, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Console]:
    monkeypatch.setattr(stream_module, "ASKED_EVERY", 0.05)
    running = asyncio.create_task(console.rooms.hub.run())
    yield console
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


def changed(to: Callable[[Account], Account]) -> Change:
    async def change(console: Console) -> Account:
        accounts = console.rooms.doors.accounts
        known = await accounts.one("lea")
        assert known is not None
        return await accounts.change(to(known))

    return change


async def password(console: Console) -> int:
    return await console.rooms.doors.sessions.end_all("lea")


async def tokens(console: Console) -> None:
    book = console.rooms.doors.tokens
    for token in await book.of("lea"):
        await book.end(token)


async def browser(console: Console) -> httpx.AsyncClient:
    return await console.signed_in(Role.LEADER, user="lea", person="1001", parts=["south"])


async def program(console: Console) -> httpx.AsyncClient:
    await browser(console)
    admin, found = await console.signed_in(Role.ADMIN), await console.browser()
    reply = await admin.post("/api/v1/tokens", json={"name": "a program", "user": "lea"})
    found.headers["Authorization"] = f"Bearer {reply.json()['secret']}"
    return found


RIGHTS = {
    "shut": changed(lambda known: replace(known, active=False)),
    "another role": changed(lambda known: replace(known, roles=(Role.AGENT,))),
    "another part": changed(lambda known: replace(known, parts=("north",))),
    "another person": changed(lambda known: replace(known, person=PersonId("1003"))),
}


@pytest.mark.parametrize("change", [*RIGHTS.values(), password], ids=[*RIGHTS, "signed out everywhere"])
async def test_an_open_page_ends(live: Console, change: Change) -> None:
    await ends(live, await browser(live), change)


@pytest.mark.parametrize("change", [*RIGHTS.values(), tokens], ids=[*RIGHTS, "taken back"])
async def test_a_program_that_looks_on_ends(live: Console, change: Change) -> None:
    await ends(live, await program(live), change)


async def ends(console: Console, client: httpx.AsyncClient, change: Change) -> None:
    async with events(console.app, client, LIVE) as stream:
        assert (await stream.next())[0] == "snapshot"
        await change(console)
        while (told := await stream.next())[0] != "bye":
            assert told[0] == "delta"
        assert told[1] == {"why": "signed out"}
        await stream.closed()


async def test_it_is_not_resumed_under_other_rights(live: Console) -> None:
    """A browser goes on from the last id that it was told; what it may see no more would stay on the page for ever."""
    page, known = await browser(live), ""
    async with events(live.app, page, LIVE) as stream:
        name, seen, known = await stream.next()
        assert (name, "1001" in seen["people"]) == ("snapshot", True)
        await RIGHTS["another part"](live)
        while name != "bye":
            name, _, number = await stream.next()
            known = number or known
    async with events(live.app, page, f"{LIVE}?resume={known}") as stream:
        name, seen, _ = await stream.next(1.0)
    assert (name, "1001" in seen["people"]) == ("snapshot", False)
