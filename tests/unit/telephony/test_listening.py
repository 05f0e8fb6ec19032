"""Listening to a leg: opened by a command, closed so that the leg takes the next one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from calls.errors import LegGone, SwitchRefused
from calls.switch import Hearing
from telephony import commands, listening
from telephony.audiosocket import END, ID
from tests.unit.telephony.audiosocket_side import SILENCE, Asterisk, frame, spoken
from tests.unit.telephony.packets import CALLER, bridge, hangup
from tests.unit.telephony.rig import Rig, caller, failure, open_rig
from tests.waiting import until


@pytest_asyncio.fixture
async def rig(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rig]:
    monkeypatch.setattr(commands, "HANG_UP_FOLLOWS", 0.01)
    async with open_rig() as opened:
        opened.arrive()
        yield opened


async def connect(rig: Rig) -> Asterisk:
    """Asterisk does as the newest command tells it."""
    await until(lambda: rig.notes.commands)
    name, _, address = rig.notes.commands[-1].removeprefix('EXEC AudioSocket "').rstrip('"').partition(",")
    host, port = address.split(":")
    side = Asterisk(*await asyncio.open_connection(host, int(port)))
    await side.send(frame(ID, bytes.fromhex(name.replace("-", ""))))
    return side


async def test_the_leg_is_heard_until_we_end_it_and_is_free_again(rig: Rig) -> None:
    async def listen() -> list[int]:
        heard = []
        async with rig.switch.listen(caller) as hearing:
            async for each in hearing:
                heard.append(each[0])
                await hearing.say(SILENCE)
                if len(heard) == 2:
                    break
        return heard

    doing = asyncio.create_task(listen())
    side = await connect(rig)
    await side.send(spoken(1) + spoken(2))
    assert (await side.reader.readexactly(2 * 323 + 3)).endswith(frame(END))
    rig.done()
    assert await doing == [1, 2]
    assert not rig.channel().stale
    side.writer.close()


async def test_a_hang_up_while_listening_is_a_leg_gone(rig: Rig) -> None:
    async def listen() -> None:
        async with rig.switch.listen(caller) as hearing:
            async for _ in hearing:
                pass

    doing = asyncio.create_task(listen())
    side = await connect(rig)
    await side.send(spoken(1) + frame(END))
    side.writer.close()
    rig.hear(hangup())
    with pytest.raises(LegGone):
        await doing


async def test_a_bridge_ends_the_hearing_in_order(rig: Rig) -> None:
    async def listen() -> int:
        async with rig.switch.listen(caller) as hearing:
            return len([each async for each in hearing])

    other = rig.arrive("1795333604.31")
    doing = asyncio.create_task(listen())
    side = await connect(rig)
    await side.send(spoken(1) + frame(END))
    rig.hear(bridge("BridgeEnter", other), bridge("BridgeEnter", CALLER))
    assert await doing == 1
    side.writer.close()


@pytest.mark.parametrize("refused", ["the action", "the command"])
async def test_why_it_could_not_be_opened_is_told(rig: Rig, refused: str) -> None:
    async def listen() -> None:
        async with rig.switch.listen(caller):
            raise AssertionError("nothing can be heard")

    if refused == "the action":
        rig.notes.answers["AGI"].append(failure("no such module"))
    doing = await rig.begin(listen())
    if refused == "the command":
        rig.done(-1)
    with pytest.raises(SwitchRefused, match="no such module" if refused == "the action" else "EXEC"):
        await doing


async def test_asterisk_that_never_connects_is_a_refusal(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "CONNECT_WITHIN", 0.01)
    with pytest.raises(SwitchRefused, match="did not open"):
        async with rig.switch.listen(caller):
            raise AssertionError("nothing can be heard")
    assert rig.channel().stale


async def test_a_fault_in_who_listens_ends_it_in_order(rig: Rig) -> None:
    async def listen() -> None:
        async with rig.switch.listen(caller):
            raise ZeroDivisionError

    doing = asyncio.create_task(listen())
    side = await connect(rig)
    assert await side.reader.readexactly(3) == frame(END)
    rig.done()
    with pytest.raises(ZeroDivisionError):
        await doing
    side.writer.close()


async def test_only_whole_frames_are_said(rig: Rig) -> None:
    async def speak(hearing: Hearing) -> None:
        await hearing.say(b"short")

    async def listen() -> None:
        async with rig.switch.listen(caller) as hearing:
            await speak(hearing)

    doing = asyncio.create_task(listen())
    side = await connect(rig)
    await side.reader.readexactly(3)
    rig.done()
    with pytest.raises(ValueError, match="320"):
        await doing
    side.writer.close()
