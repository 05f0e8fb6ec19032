"""An agent's account and line, and lines lent to pages that try the hotline: the real routes before a small websocket."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Close
from websockets.typing import Origin, Subprotocol

from console.roles import Role
from console.serving import serve as serve_console
from console.who import COOKIE
from service.desks.phone import KEPT_UNUSED, PhoneDesk
from telephony.embedded.errors import PhonesOff
from telephony.embedded.keys import open_keys
from telephony.embedded.settings import TrialLine
from tests.console.desk import ORIGIN, Console
from tests.console.test_sip_words import message
from tests.waiting import until

LINES = tuple(TrialLine(f"try{number}", f"secret_of_{number}") for number in (1, 2))


@dataclass
class Asterisk:
    """What listens where Asterisk would, and answers each message with the same."""

    url: str = ""
    heard: list[str] = field(default_factory=list)
    lines: list[ServerConnection] = field(default_factory=list)

    async def talk(self, line: ServerConnection) -> None:
        self.lines.append(line)
        with suppress(ConnectionClosed):
            async for frame in line:
                self.heard.append(str(frame))
                await line.send(frame)


@pytest.fixture
async def asterisk() -> AsyncIterator[Asterisk]:
    there = Asterisk()
    async with serve(there.talk, "127.0.0.1", 0, subprotocols=[Subprotocol("sip")]) as server:
        there.url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/ws"
        yield there


@pytest.fixture
def able(console: Console, asterisk: Asterisk) -> Console:
    """A console whose Asterisk serves browsers."""
    house, folder = console.house, console.service.settings.data.folder
    desk = PhoneDesk(
        console.clock, house.people, lambda: house.configuration, lambda: asterisk.url, lambda: open_keys(folder), LINES
    )
    house.chronicle.watch(desk.heard)
    console.rooms.phone = desk
    return console


@asynccontextmanager
async def line(
    console: Console, who: httpx.AsyncClient, query: str = "", origin: str | None = ORIGIN, asks_for: str = "sip"
) -> AsyncIterator[ClientConnection]:
    """The page's websocket, over a real socket."""
    bound = socket.create_server(("127.0.0.1", 0))
    serving = asyncio.create_task(serve_console(console.app, console.rooms.settings, bound))
    url = f"ws://127.0.0.1:{bound.getsockname()[1]}/api/v1/sip{query}"
    how: dict[str, Any] = {"origin": Origin(origin) if origin else None, "subprotocols": [Subprotocol(asks_for)]}
    cookie = {"Cookie": f"{COOKIE}={who.cookies.get(COOKIE, '')}"}
    try:
        async with connect(url, additional_headers=cookie, proxy=None, **how) as page:
            yield page
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


async def test_an_agent_is_told_his_own_account(able: Console) -> None:
    agent = await able.signed_in(Role.AGENT, person="1001")
    reply = await agent.get("/api/v1/phone")
    told = reply.json()
    assert (told["user"], told["uri"], told["path"]) == ("web-1001", "sip:web-1001@hotline.invalid", "/api/v1/sip")
    assert told["password"] == open_keys(able.service.settings.data.folder).browser("1001")
    assert reply.headers["cache-control"] == "no-store"


async def test_who_has_no_seat_has_no_phone(able: Console) -> None:
    reply = await (await able.signed_in(Role.ADMIN)).get("/api/v1/phone")
    assert (reply.status_code, reply.json()["code"]) == (404, "HL832")


async def test_where_there_are_none_the_reason_is_told(console: Console) -> None:
    agent = await console.signed_in(Role.AGENT, person="1001")
    reply = await agent.get("/api/v1/phone")
    assert (reply.status_code, reply.json()["code"]) == (409, "HL831")
    assert "browser.websocket" in reply.json()["text"]


async def test_sip_goes_both_ways_for_his_own_phone_only(able: Console, asterisk: Asterisk) -> None:
    agent = await able.signed_in(Role.AGENT, person="1001")
    async with line(able, agent) as page:
        assert page.subprotocol == "sip"
        await page.send(message())
        assert await page.recv() == message()
        await page.send(message(sender="<sip:web-1002@h>;tag=1"))
        with pytest.raises(ConnectionClosed) as closed:
            await page.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008
    assert asterisk.heard == [message()]


async def test_bytes_are_not_taken(able: Console, asterisk: Asterisk) -> None:
    agent = await able.signed_in(Role.AGENT, person="1001")
    async with line(able, agent) as page:
        await page.send(message().encode(), text=False)
        with pytest.raises(ConnectionClosed):
            await page.recv()
    assert asterisk.heard == []


@pytest.mark.parametrize(
    ("query", "origin", "asks_for", "status"),
    [
        ("", "http://elsewhere.example", "sip", 403),
        ("", None, "sip", 403),
        ("", ORIGIN, "chat", 403),
        ("?trying=true", ORIGIN, "sip", 403),
    ],
)
async def test_asterisk_is_not_even_asked(
    able: Console, asterisk: Asterisk, query: str, origin: str | None, asks_for: str, status: int
) -> None:
    agent = await able.signed_in(Role.AGENT, person="1001")
    with pytest.raises(InvalidStatus) as refused:
        async with line(able, agent, query, origin, asks_for):
            pass
    assert refused.value.response.status_code == status
    assert asterisk.lines == []


async def closed(able: Console, page: ClientConnection) -> Close:
    """How the line ends, as time goes on."""
    receiving = asyncio.create_task(page.recv())
    while not receiving.done():
        await able.clock.advance(5.0)
    with pytest.raises(ConnectionClosed) as end:
        receiving.result()
    assert end.value.rcvd is not None
    return end.value.rcvd


async def test_the_line_ends_with_the_session(able: Console, asterisk: Asterisk) -> None:
    agent = await able.signed_in(Role.AGENT, person="1001")
    async with line(able, agent) as page:
        await page.send(message())
        await page.recv()
        assert (await agent.delete("/api/v1/session")).status_code == 204
        assert (await closed(able, page)).code == 4001


async def test_the_line_ends_with_the_seat(able: Console, asterisk: Asterisk, monkeypatch: pytest.MonkeyPatch) -> None:
    agent = await able.signed_in(Role.AGENT, person="1001")
    async with line(able, agent) as page:
        await page.send(message())
        await page.recv()
        monkeypatch.setattr(able.service.house.people, "is_in_plan", lambda _: False)
        end = await closed(able, page)
    assert (end.code, end.reason) == (1008, "this account has no seat in the centre")


async def test_an_asterisk_that_is_away_is_told(able: Console) -> None:
    able.rooms.phone._websocket = lambda: "ws://127.0.0.1:9/ws"  # type: ignore[attr-defined]  # the desk of this test
    agent = await able.signed_in(Role.AGENT, person="1001")
    with pytest.raises(InvalidStatus) as refused:
        async with line(able, agent):
            pass
    assert refused.value.response.status_code == 409


async def test_lines_for_trying_are_lent_once_each(able: Console) -> None:
    first, second, third = [await able.signed_in(Role.LEADER) for _ in range(3)]
    told = (await first.post("/api/v1/try")).json()
    assert (told["phone"]["user"], told["phone"]["password"]) == ("trial-try1", "secret_of_1")
    assert told["numbers"]
    assert (await first.post("/api/v1/try")).json() == told
    assert (await second.post("/api/v1/try")).json()["phone"]["user"] == "trial-try2"
    refused = await third.post("/api/v1/try")
    assert (refused.status_code, refused.json()["code"]) == (409, "HL833")
    await first.delete("/api/v1/try")
    assert (await third.post("/api/v1/try")).json()["phone"]["user"] == "trial-try1"


async def test_a_line_whose_page_never_came_is_free_again(able: Console) -> None:
    first, second = [await able.signed_in(Role.LEADER) for _ in range(2)]
    await first.post("/api/v1/try")
    await able.clock.advance(KEPT_UNUSED)
    assert (await second.post("/api/v1/try")).json()["phone"]["user"] == "trial-try1"


async def test_a_line_is_kept_while_its_page_is_connected(able: Console, asterisk: Asterisk) -> None:
    first, second = [await able.signed_in(Role.LEADER) for _ in range(2)]
    await first.post("/api/v1/try")
    sent = message(sender="<sip:trial-try1@h>;tag=1", receiver="<sip:trial-try1@h>")
    async with line(able, first, "?trying=true") as page:
        await page.send(sent)
        await until(lambda: asterisk.heard == [sent], what="the message")
        await able.clock.advance(2 * KEPT_UNUSED)
        assert (await second.post("/api/v1/try")).json()["phone"]["user"] == "trial-try2"


def test_why_there_are_no_phones_is_for_people() -> None:
    assert "res_srtp" in str(PhonesOff("this Asterisk lacks res_srtp", "install it"))
