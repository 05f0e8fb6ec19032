"""Who is let in to an AudioSocket: who is expected, once, and nobody else."""

from __future__ import annotations

import asyncio
import uuid
from contextlib import suppress

import pytest

from telephony.audiosocket import (
    END,
    ID,
    AudioSocketServer,
)
from tests.unit.telephony.audiosocket_side import connected, frame, spoken
from tests.waiting import patient


def strange(name: uuid.UUID) -> dict[str, bytes]:
    return {
        "an id that nobody expects": frame(ID, uuid.uuid4().bytes),
        "the id of nobody": frame(ID, bytes(16)),
        "an id too short": frame(ID, name.bytes[:15]),
        "an id too long": frame(ID, name.bytes + b"0"),
        "audio before the id": spoken(1) + frame(ID, name.bytes),
        "an end at once": frame(END),
        "a greeting of another protocol": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" + bytes(70_000),
    }


@pytest.mark.parametrize("kind", strange(uuid.uuid4()))
async def test_a_stranger_is_shown_the_door(server: AudioSocketServer, kind: str) -> None:
    name, arriving = server.expect()
    async with connected(server) as side:
        await side.send(strange(name)[kind])
        with suppress(ConnectionError):  # closed while more of it was under way: the door all the same
            assert await side.shown_the_door()
        assert not arriving.done()
    async with connected(server) as side:
        await side.send(frame(ID, name.bytes))
        await asyncio.wait_for(arriving, patient(3))


async def test_who_leaves_before_he_has_said_his_name_harms_nobody(server: AudioSocketServer) -> None:
    name, arriving = server.expect()
    async with connected(server) as side:
        await side.send(frame(ID, name.bytes)[:9])
    async with connected(server) as side:
        await side.send(frame(ID, name.bytes))
        await asyncio.wait_for(arriving, patient(3))


async def test_an_id_serves_once(server: AudioSocketServer) -> None:
    name, arriving = server.expect()
    async with connected(server) as first, connected(server) as second:
        await first.send(frame(ID, name.bytes))
        await asyncio.wait_for(arriving, patient(3))
        await second.send(frame(ID, name.bytes))
        assert await second.shown_the_door()


async def test_who_comes_too_late_is_shown_the_door(server: AudioSocketServer) -> None:
    name, arriving = server.expect()
    server.forget(name)
    server.forget(name)
    async with connected(server) as side:
        await side.send(frame(ID, name.bytes))
        assert await side.shown_the_door()
    assert not arriving.done()


async def test_who_was_given_up_on_is_shown_the_door(server: AudioSocketServer) -> None:
    name, arriving = server.expect()
    arriving.cancel()
    async with connected(server) as side:
        await side.send(frame(ID, name.bytes))
        assert await side.shown_the_door()
