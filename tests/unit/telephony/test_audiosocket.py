"""AudioSocket over a real connection, however the bytes are cut."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.errors import SwitchRefused
from telephony.audiosocket import (
    AUDIO,
    DIGIT,
    END,
    ERROR,
    FRAMES_KEPT,
    ID,
    AudioSocketServer,
    Conversation,
)
from tests.unit.telephony.audiosocket_side import SILENCE, all_of, connected, frame, spoken, talking
from tests.waiting import patient, until


@pytest.mark.parametrize("at_once", [1, 2, 3, 7, 322, 323, 324, 1 << 20])
async def test_frames_come_whole_and_in_order_however_they_are_cut(server: AudioSocketServer, at_once: int) -> None:
    name, arriving = server.expect()
    async with connected(server) as side:
        stream = frame(ID, name.bytes) + b"".join(spoken(n) for n in range(5)) + frame(END)
        await side.send(stream, at_once)
        conversation = await asyncio.wait_for(arriving, patient(3))
        assert [heard[0] for heard in await all_of(conversation)] == [0, 1, 2, 3, 4]


async def test_what_we_say_is_framed_and_the_end_is_said(server: AudioSocketServer) -> None:
    async with talking(server) as (side, conversation):
        await conversation.say(SILENCE)
        conversation.end()
        assert await side.reader.readexactly(326) == frame(AUDIO, SILENCE) + frame(END)


@pytest.mark.parametrize("size", [0, 319, 321, 640])
async def test_only_whole_frames_are_said(server: AudioSocketServer, size: int) -> None:
    async with talking(server) as (_, conversation):
        with pytest.raises(ValueError, match="320"):
            await conversation.say(bytes(size))


async def test_digits_are_told_between_the_frames(server: AudioSocketServer) -> None:
    keys: list[str] = []
    async with talking(server) as (side, conversation):
        conversation.on_digit = keys.append
        await side.send(spoken(1) + frame(DIGIT, b"5") + frame(DIGIT, b"\xff") + spoken(2) + frame(END))
        assert len(await all_of(conversation)) == 2
        assert keys == ["5", "\ufffd"]


@pytest.mark.parametrize("ending", [frame(END), frame(ERROR, b"\x01"), frame(ERROR), frame(END, b"why")])
async def test_an_end_or_an_error_ends_it_and_nothing_after_it_is_heard(
    server: AudioSocketServer, ending: bytes
) -> None:
    async with talking(server) as (side, conversation):
        await side.send(spoken(1) + ending + spoken(2))
        assert len(await all_of(conversation)) == 1


async def test_a_kind_that_nobody_knows_is_passed_over(server: AudioSocketServer) -> None:
    async with talking(server) as (side, conversation):
        await side.send(frame(0x42, b"new") + frame(0x11, bytes(640)) + spoken(1) + frame(END))
        assert len(await all_of(conversation)) == 1


@pytest.mark.parametrize("half", [b"", b"\x10", spoken(1)[:2], spoken(1)[:100]])
async def test_a_connection_that_breaks_off_ends_it(server: AudioSocketServer, half: bytes) -> None:
    async with talking(server) as (side, conversation):
        await side.send(spoken(7) + half)
        side.writer.close()
        assert len(await all_of(conversation)) == 1


async def test_a_connection_that_is_cut_ends_it(server: AudioSocketServer) -> None:
    async with talking(server) as (side, conversation):
        side.writer.transport.abort()
        assert await all_of(conversation) == []
        conversation.end()


async def test_who_listens_again_after_the_end_finds_it_ended(server: AudioSocketServer) -> None:
    async with talking(server) as (side, conversation):
        await side.send(spoken(1) + frame(END))
        assert len(await all_of(conversation)) == 1
        assert await all_of(conversation) == []


async def test_who_listens_late_loses_the_oldest_frames_only(server: AudioSocketServer) -> None:
    async with talking(server) as (side, conversation):
        await side.send(b"".join(spoken(n) for n in range(FRAMES_KEPT + 20)) + frame(END))
        await until(lambda: conversation.dropped == 20)
        heard = await all_of(conversation)
        assert len(heard) == FRAMES_KEPT
        assert heard[0][:2] == (20).to_bytes(2, "little")


async def test_conversations_do_not_mix(server: AudioSocketServer) -> None:
    async with talking(server) as (one, first), talking(server) as (two, second):
        await one.send(spoken(1) + frame(END))
        await two.send(spoken(2) + frame(END))
        assert [heard[0] for heard in await all_of(first) + await all_of(second)] == [1, 2]


async def test_a_server_that_does_not_run_has_no_address() -> None:
    stopped = AudioSocketServer()
    with pytest.raises(SwitchRefused, match="not running"):
        _ = stopped.address
    await stopped.start()
    await stopped.stop()
    await stopped.stop()
    with pytest.raises(SwitchRefused, match="not running"):
        _ = stopped.address


@given(
    st.lists(st.tuples(st.sampled_from([AUDIO, DIGIT, 0x42]), st.binary(max_size=400)), max_size=20),
    st.lists(st.integers(1, 200), max_size=30),
)
def test_any_stream_in_any_cuts_is_read_as_it_was_written(frames: list[tuple[int, bytes]], cuts: list[int]) -> None:
    async def read() -> list[bytes]:
        reader = asyncio.StreamReader()
        conversation = Conversation(reader, None)  # type: ignore[arg-type]  # nothing is said here
        taking = asyncio.create_task(conversation.read_all())
        stream = b"".join(frame(kind, payload) for kind, payload in frames)
        for cut in cuts:
            reader.feed_data(stream[:cut])
            stream = stream[cut:]
            await asyncio.sleep(0)
        reader.feed_data(stream)
        reader.feed_eof()
        await taking
        return [heard async for heard in conversation]

    assert asyncio.run(read()) == [payload for kind, payload in frames if kind == AUDIO]
