"""The link that keeps itself connected, against a manager that comes and goes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from asterisk.ami import SimpleAction

from telephony.ami import AmiAccount, AmiClient, AmiEvent, AmiLink, LinkLost, LinkPace
from telephony.ami.link_states import LinkState
from tests.fakes.ami_server import FakeAmiServer, packet
from tests.waiting import until

QUICK = LinkPace(shortest_wait=0.01, longest_wait=0.05, ping_every=0.02, pong_within=0.2)
CALM = LinkPace(shortest_wait=0.01, longest_wait=0.05)


@pytest_asyncio.fixture
async def server() -> AsyncIterator[FakeAmiServer]:
    async with FakeAmiServer() as running:
        yield running


class Diary:
    """What a link told, in order."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.down: list[str] = []

    def up(self, client: AmiClient) -> None:
        assert client.is_open
        self.lines.append("up")

    def lost(self, why: str, retry_in: float) -> None:
        self.lines.append("down")
        self.down.append(why)

    def heard(self, event: AmiEvent, source: AmiClient) -> None:
        self.lines.append(event.name)


@asynccontextmanager
async def running(account: AmiAccount, diary: Diary, pace: LinkPace = CALM) -> AsyncIterator[AmiLink]:
    link = AmiLink(account, on_up=diary.up, on_down=diary.lost, listeners=[diary.heard], pace=pace, timeout=1.0)
    task = asyncio.create_task(link.run())
    try:
        yield link
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert link.state is LinkState.STOPPED


async def test_up_is_told_before_the_first_event(server: FakeAmiServer) -> None:
    diary = Diary()
    async with running(server.account(), diary) as link:
        await until(lambda: len(diary.lines) == 2)
        server.say(packet("Event: A"))
        await until(lambda: len(diary.lines) == 3)
        assert (await link.send(SimpleAction("Ping")))["Ping"] == "Pong"
    assert diary.lines == ["up", "FullyBooted", "A"]
    assert server.asked[-1]["Action"] == ["Logoff"]
    await until(lambda: server.connections == 0)


async def test_a_cut_link_comes_back_and_nothing_is_sent_again(server: FakeAmiServer) -> None:
    diary = Diary()
    async with running(server.account(), diary) as link:
        await until(lambda: link.state is LinkState.UP)
        asking = asyncio.create_task(link.send(SimpleAction("Originate", Channel="PJSIP/1003")))
        await until(lambda: ["Originate"] in [asked["Action"] for asked in server.asked])
        server.cut()
        with pytest.raises(LinkLost):
            await asking
        await until(lambda: server.logins == 2 and link.state is LinkState.UP)
        server.say(packet("Event: B"))
        await until(lambda: "B" in diary.lines)
    assert diary.lines == ["up", "FullyBooted", "down", "up", "FullyBooted", "B"]
    assert [asked["Action"][0] for asked in server.asked].count("Originate") == 1


async def test_it_waits_for_a_server_that_is_not_there_yet(server: FakeAmiServer) -> None:
    diary = Diary()
    account = server.account()
    await server.stop()
    async with running(account, diary) as link:
        await until(lambda: len(diary.down) >= 3)
        with pytest.raises(LinkLost, match=account.where):
            await link.send(SimpleAction("Ping"))
        await server.start()
        await until(lambda: link.state is LinkState.UP)
    assert "HL121" in diary.down[0]
    assert account.where in diary.down[0]


async def test_the_watchdog_keeps_a_live_link_and_cuts_a_dead_one(server: FakeAmiServer) -> None:
    diary = Diary()
    pong = server.answers["Ping"]
    async with running(server.account(), diary, QUICK) as link:
        await until(lambda: sum(asked["Action"] == ["Ping"] for asked in server.asked) >= 3)
        assert diary.down == []
        del server.answers["Ping"]
        await until(lambda: diary.down)
        assert "no answer to Ping" in diary.down[0]
        server.answers["Ping"] = pong
        await until(lambda: link.state is LinkState.UP and server.logins >= 2)


async def test_a_wrong_secret_is_said_and_not_shown(server: FakeAmiServer) -> None:
    diary = Diary()
    async with running(server.account(secret="wr0ng"), diary):
        await until(lambda: len(diary.down) >= 2)
    assert "HL122" in diary.down[0]
    assert "wr0ng" not in " ".join(diary.down)
    assert server.logins == 0


async def test_stopped_while_connecting(server: FakeAmiServer) -> None:
    server.greeting = b""
    diary = Diary()
    async with running(server.account(), diary):
        await until(lambda: server.connections == 1)
    assert diary.lines == []
    await until(lambda: server.connections == 0)


async def test_a_cut_right_after_the_login(server: FakeAmiServer) -> None:
    login = server.answers["Login"]
    cuts: list[int] = []

    def accept_and_hang_up(asked: dict[str, list[str]]) -> bytes:
        if len(cuts) < 3:
            cuts.append(1)
            asyncio.get_running_loop().call_soon(server.hang_up)
        return login(asked)

    server.answers["Login"] = accept_and_hang_up
    diary = Diary()
    async with running(server.account(), diary) as link:
        await until(lambda: server.logins == 4 and link.state is LinkState.UP)
    assert diary.lines.count("down") == 3


async def test_a_fault_of_on_up_is_not_swallowed(server: FakeAmiServer) -> None:
    def broken(client: AmiClient) -> None:
        raise RuntimeError("resync at fault")

    link = AmiLink(server.account(), on_up=broken, on_down=lambda why, retry_in: None)
    with pytest.raises(ExceptionGroup) as raised:
        await link.run()
    assert raised.group_contains(RuntimeError, match="resync at fault")
