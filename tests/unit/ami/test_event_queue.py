"""Reading stops at the high-water mark, and never while somebody waits for an answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio
from asterisk.ami import SimpleAction

from telephony.ami import AmiClient, AmiEvent, EventQueue
from tests.fakes.ami_server import FakeAmiServer, packet, success
from tests.waiting import until

EVENTS = 20_000
FLOOD = b"".join(packet(f"Event: N{n}", "Pad: " + "x" * 400) for n in range(EVENTS))


@pytest_asyncio.fixture
async def client(server: FakeAmiServer) -> AsyncIterator[AmiClient]:
    async with AmiClient(server.account()) as connected:
        await connected.send(SimpleAction("Ping"))
        yield connected


async def test_a_flood_is_held_back_and_nothing_is_lost(client: AmiClient, server: FakeAmiServer) -> None:
    queue = EventQueue(high=100, low=10)
    client.add_event_listener(queue)
    server.say(FLOOD)
    await until(lambda: len(queue) >= 100)
    most = 0
    for n in range(EVENTS):
        assert (await queue.get()).name == f"N{n}"
        most = max(most, len(queue))
    assert most < EVENTS / 4


async def test_the_socket_stays_unread(client: AmiClient, server: FakeAmiServer) -> None:
    queue = EventQueue(high=100, low=10)
    client.add_event_listener(queue)
    server.say(FLOOD)
    await until(lambda: len(queue) >= 100)
    held = len(queue)
    for _ in range(50):
        await asyncio.sleep(0)
    assert len(queue) == held


async def test_a_consumer_may_ask_while_the_queue_is_full(client: AmiClient, server: FakeAmiServer) -> None:
    queue = EventQueue(high=100, low=10)
    client.add_event_listener(queue)
    server.answers["Getvar"] = lambda asked: success(asked, "Value: x")
    server.say(FLOOD)
    await until(lambda: len(queue) >= 100)
    assert (await client.send(SimpleAction("Getvar"), timeout=10))["Value"] == "x"
    names = [event.name async for event in _first(queue, EVENTS)]
    assert names == [f"N{n}" for n in range(EVENTS)]


async def test_waits_for_an_event(client: AmiClient, server: FakeAmiServer) -> None:
    queue = EventQueue()
    client.add_event_listener(queue)
    waiting = asyncio.create_task(queue.get())
    await asyncio.sleep(0)
    server.say(packet("Event: A"))
    assert (await waiting).name == "A"


async def test_a_queue_outlives_its_connection(server: FakeAmiServer) -> None:
    queue = EventQueue(high=2, low=1)
    async with AmiClient(server.account()) as client:
        client.add_event_listener(queue)
        server.say(packet("Event: A") + packet("Event: B") + packet("Event: C"))
        await until(lambda: len(queue) == 3)
    async with AmiClient(server.account()) as client:
        client.add_event_listener(queue)
        server.say(packet("Event: D"))
        await until(lambda: len(queue) == 4)
        assert [event.name async for event in _first(queue, 4)] == ["A", "B", "C", "D"]
        server.say(packet("Event: E"))
        assert (await queue.get()).name == "E"


async def _first(queue: EventQueue, count: int) -> AsyncIterator[AmiEvent]:
    for _ in range(count):
        yield await queue.get()
