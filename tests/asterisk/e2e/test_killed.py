"""`hotline run` as a process: killed with callers waiting and talking and in a called flow, and its Asterisk killed.

The tests share one service, in this order.
"""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from calls.causes import Cause, EndedBy
from calls.contact import Outcome
from telephony.phones.audio import level, read_wav
from tests.asterisk.centre import eventually
from tests.asterisk.e2e.process_calls import a_call_works, connected, outside_seat, queued, seat, stay
from tests.asterisk.judges import PjsuaSeat
from tests.asterisk.plan import CALLS, line_of
from tests.asterisk.service_process import ServiceProcess
from tests.waiting import until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(100)]
SECOND = 32_000
"""Bytes of a second in a WAV file that PJSIP writes."""


async def test_killed_with_callers_waiting_talking_and_ringing(service: ServiceProcess, tmp_path: Path) -> None:
    talker, first, second, rung = "13911110001", "13911110002", "13911110003", "13911110004"
    music = tmp_path / "music.wav"
    async with (
        seat(service, "main1") as agent,
        seat(service, "kept1") as slow,
        outside_seat(service, first) as listener,
    ):
        await agent.register()
        talk = asyncio.create_task(stay(service, talker, "main"))
        talking = await agent.incoming(within=15)
        await agent.answer(talking)
        await service.state("main1", "TALKING")
        waiting = await listener.call(line_of("main"))
        await queued(service, first)
        wait = asyncio.create_task(stay(service, second, "main"))
        await queued(service, second)
        await slow.register()
        ring = asyncio.create_task(stay(service, rung, "kept"))
        ringing = await slow.incoming(within=15)
        await _offered(service, rung)
        before = [(await service.records(number))[0] for number in (first, second, rung)]

        await service.kill()
        await listener.record(waiting, music)
        await until(lambda: music.stat().st_size > 2 * SECOND, 10, "two seconds of music without us")
        await listener.stop(waiting)
        assert level(read_wav(music)[-8000:]) > -50, "silence while nobody was there"
        await service.start()

        assert "adopted" in service.told
        await slow.answer(ringing)
        await service.state("kept1", "TALKING")
        await connected(service, rung)
        await agent.hang_up(talking)
        order = [await _serve_next(service, agent, count) for count in (2, 3)]
        assert order == [first, second]
        await slow.hang_up(ringing)
        assert all(result.ok for result in await asyncio.gather(talk, wait, ring))
        assert len([event for event in agent.events if event.kind == "incoming"]) == 3, "rung twice for one caller"
        assert len([event for event in slow.events if event.kind == "incoming"]) == 1, "rung twice for one caller"
    after = [await service.over(number) for number in (first, second, rung)]
    for old, new in zip(before, after, strict=True):
        assert (new.outcome, new.queued_at, len(new.gaps)) == (Outcome.SERVED, old.queued_at, 1)
        assert new.waited > 2.0
    talked = await service.over(talker)
    assert (talked.outcome, talked.ended_by, talked.person) == (Outcome.SERVED, EndedBy.PERSON, "main1")


async def _offered(service: ServiceProcess, number: str) -> None:
    async def seen() -> bool:
        return any(record.open_offers for record in await service.records(number))

    await eventually(seen, 10, f"{number} offered")


async def _serve_next(service: ServiceProcess, agent: PjsuaSeat, count: int) -> str:
    """Take the next call at this seat, end it, and say whose it was."""
    call = await agent.incoming(count=count, within=15)
    remote = str((await agent.seen("incoming", count=count)).facts["remote"])
    await agent.answer(call)
    await service.state("main1", "TALKING")
    caller = remote.partition("sip:")[2].partition("@")[0]
    await connected(service, caller)
    await agent.hang_up(call)
    return caller


async def test_killed_in_a_called_flow_he_comes_back_to_the_step_after_the_call(service: ServiceProcess) -> None:
    """Without the way back he would hear the menu for ever; with a wrong variable he would be sent away."""
    number = "13911110005"
    async with outside_seat(service, number) as caller:
        call = await caller.call(CALLS)
        await eventually(lambda: _called(service, number), 15, "the called flow in the record")
        await service.kill()
        await service.start()
        await caller.press(call, "1")
        await queued(service, number)
        await caller.hang_up(call)
    record = await service.over(number)
    assert (record.queue, record.outcome, record.frames, len(record.gaps)) == ("kept", Outcome.ABANDONED, (), 1)


async def _called(service: ServiceProcess, number: str) -> bool:
    return any(record.frames for record in await service.records(number))


async def test_asterisk_is_killed(service: ServiceProcess) -> None:
    """Its calls are closed with that cause; it is started again; phones register again; the next call works."""
    number = "13911120001"
    caller = asyncio.create_task(stay(service, number, "tones"))
    await queued(service, number)
    pid = service.asterisk
    os.kill(pid, signal.SIGKILL)
    record = await service.over(number)
    caller.cancel()
    await asyncio.gather(caller, return_exceptions=True)
    assert (record.ended_by, record.cause) == (EndedBy.SWITCH, Cause.NETWORK_OUT_OF_ORDER)
    await until(lambda: service.asterisk not in (0, pid), 20, "another Asterisk")
    await a_call_works(service, "13911120002")
