"""`hotline run` as a process: killed with callers waiting and talking, its Asterisk killed, its database unwritable, stopped.

The tests share one service, in this order.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import pytest_asyncio

from calls.causes import Cause, EndedBy
from calls.contact import Outcome
from service.databases import open_database
from service.plan_versions import files_of
from store.versions import PlanFiles, Versions
from telephony.embedded.installation import Installation
from telephony.phones.audio import level, read_wav
from tests.asterisk.centre import eventually, settings_of
from tests.asterisk.e2e.conftest import held
from tests.asterisk.judges import PjsuaSeat, SippResult, sipp_calls
from tests.asterisk.plan import CALLS, RING, line_of, manager_line
from tests.asterisk.service_process import ServiceProcess, database_locked, disk_full
from tests.ports import NOBODY
from tests.waiting import until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(100)]
SECOND = 32_000
"""Bytes of a second in a WAV file that PJSIP writes."""


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def service(
    tmp_path_factory: pytest.TempPathFactory, installation: Installation
) -> AsyncIterator[ServiceProcess]:
    """A running service, on a trunk behind which nobody listens."""
    file = settings_of(tmp_path_factory.mktemp("process"), installation, NOBODY)
    async with held(ServiceProcess(file)) as service:
        yield service


def _seat(service: ServiceProcess, name: str) -> PjsuaSeat:
    account = service.account(name)
    return PjsuaSeat(name, account.secret, account.port)


async def test_killed_with_callers_waiting_talking_and_ringing(service: ServiceProcess, tmp_path: Path) -> None:
    talker, first, second, rung = "13911110001", "13911110002", "13911110003", "13911110004"
    music = tmp_path / "music.wav"
    async with _seat(service, "main1") as agent, _seat(service, "kept1") as slow, _caller(service, first) as listener:
        await agent.register()
        talk = asyncio.create_task(_stay(service, talker, "main"))
        talking = await agent.incoming(within=15)
        await agent.answer(talking)
        await service.state("main1", "TALKING")
        waiting = await listener.call(line_of("main"))
        await _queued(service, first)
        wait = asyncio.create_task(_stay(service, second, "main"))
        await _queued(service, second)
        await slow.register()
        ring = asyncio.create_task(_stay(service, rung, "kept"))
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
        await _connected(service, rung)
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


def _caller(service: ServiceProcess, number: str) -> PjsuaSeat:
    """A PJSIP phone outside: the trunk lets it in without a password."""
    account = service.outside(number)
    return PjsuaSeat(number, "", account.port)


async def _stay(service: ServiceProcess, number: str, desk: str) -> SippResult:
    return await sipp_calls("trunk_until_bye.xml", service.outside(number), line_of(desk), within=60)


async def _queued(service: ServiceProcess, number: str) -> None:
    async def seen() -> bool:
        return any(record.queued_at for record in await service.records(number))

    await eventually(seen, 10, f"{number} in the queue")


async def _connected(service: ServiceProcess, number: str) -> None:
    """They hear each other: a phone that hangs up before has not served anybody."""

    async def seen() -> bool:
        return any(record.connected_at for record in await service.records(number))

    await eventually(seen, 15, f"{number} connected")


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
    await _connected(service, caller)
    await agent.hang_up(call)
    return caller


async def test_killed_in_a_called_flow_he_comes_back_to_the_step_after_the_call(service: ServiceProcess) -> None:
    """Without the way back he would hear the menu for ever; with a wrong variable he would be sent away."""
    number = "13911110005"
    async with _caller(service, number) as caller:
        call = await caller.call(CALLS)
        await eventually(lambda: _called(service, number), 15, "the called flow in the record")
        await service.kill()
        await service.start()
        await caller.press(call, "1")
        await _queued(service, number)
        await caller.hang_up(call)
    record = await service.over(number)
    assert (record.queue, record.outcome, record.frames, len(record.gaps)) == ("kept", Outcome.ABANDONED, (), 1)


async def _called(service: ServiceProcess, number: str) -> bool:
    return any(record.frames for record in await service.records(number))


async def test_asterisk_is_killed(service: ServiceProcess) -> None:
    """Its calls are closed with that cause; it is started again; phones register again; the next call works."""
    number = "13911120001"
    caller = asyncio.create_task(_stay(service, number, "tones"))
    await _queued(service, number)
    pid = service.asterisk
    os.kill(pid, signal.SIGKILL)
    record = await service.over(number)
    caller.cancel()
    await asyncio.gather(caller, return_exceptions=True)
    assert (record.ended_by, record.cause) == (EndedBy.SWITCH, Cause.NETWORK_OUT_OF_ORDER)
    await until(lambda: service.asterisk not in (0, pid), 20, "another Asterisk")
    await _a_call_works(service, "13911120002")


async def _a_call_works(service: ServiceProcess, number: str) -> None:
    """From end to end, by the phones alone: the store need not be writable."""
    async with _seat(service, "tones1") as agent:

        async def registered() -> bool:
            return await agent.register() == 200

        await eventually(registered, 20, "registration")
        before = len(service.logged("Connected"))
        calling = asyncio.create_task(_stay(service, number, "tones"))
        call = await agent.incoming(within=15)
        await agent.answer(call)
        await until(lambda: len(service.logged("Connected")) > before, 5, "Connected in the log")
        await agent.hang_up(call)
        assert (await calling).ok


@pytest.mark.parametrize(
    ("trouble", "number"), [(database_locked, "13911130001"), (disk_full, "13911130002")], ids=["locked", "full"]
)
async def test_calls_go_on_while_the_database_cannot_be_written(
    service: ServiceProcess, trouble: Callable[[ServiceProcess], AbstractContextManager[None]], number: str
) -> None:
    service.output.clear()
    with trouble(service):
        await _a_call_works(service, number)
        await until(lambda: _alarms(service), 20, "the alarm in the log")
        assert not _is_over(service)
    record = await service.over(number)
    assert record.outcome is Outcome.SERVED
    await until(lambda: _is_over(service), 10, "the end of the alarm")


def _alarms(service: ServiceProcess) -> bool:
    return any(line["alarm"] == "store" for line in service.logged("ALARM"))


def _is_over(service: ServiceProcess) -> bool:
    return any(line["alarm"] == "store" for line in service.logged("alarm over"))


async def test_a_manager_behind_a_dead_trunk_is_passed_over(service: ServiceProcess) -> None:
    """Nobody listens at the provider's port: the deputy's phone rings once the manager's time is over, or before."""
    number = "13911170001"
    async with _seat(service, "desk1") as agent:
        await agent.register()
        calling = asyncio.create_task(
            sipp_calls("trunk_until_bye.xml", service.outside(number), manager_line("desk"), within=60)
        )
        call = await agent.incoming(within=RING + 10)
        before = len(service.logged("Connected"))
        await agent.answer(call)
        await until(lambda: len(service.logged("Connected")) > before, 5, "Connected in the log")
        await agent.hang_up(call)
        assert (await calling).ok
    record = await service.over(number)
    boss, deputy = record.offers
    assert (boss.person, boss.outcome, boss.picked_up_at) == ("boss_desk", "DECLINED", None)
    assert boss.reason.startswith(("unreachable", "no answer")), boss.reason
    assert (deputy.person, deputy.outcome) == ("desk1", "ACCEPTED")


async def test_a_published_plan_becomes_live_and_a_broken_one_never(service: ServiceProcess) -> None:
    plan = service.settings.centre.dialplan
    good = plan.read_text()
    broken = good.replace("prompt: greeting", "prompt: no_such_prompt", 1)
    plan.write_text(broken)
    assert await service.ask("publish") == 2
    plan.write_text(f"{good}# a remark\n")
    before = len(service.logged("reloaded"))
    assert await service.ask("publish", "-m", "a remark", "--author", "wei") == 0
    await until(lambda: len(service.logged("reloaded")) > before, 10, "the new version in the log")
    await _a_call_works(service, "13911140001")
    assert (await service.over("13911140001")).plan == service.logged("reloaded")[-1]["version"] > 1


async def test_a_version_that_does_not_fit_keeps_the_running_plan(service: ServiceProcess) -> None:
    """Nobody can publish it; here it came into the store in another way."""
    plan = service.settings.centre.dialplan
    files = files_of(str(plan))
    texts = {
        **files.texts,
        files.main: files.texts[files.main].replace("prompt: greeting", "prompt: no_such_prompt", 1),
    }
    async with open_database(service.settings) as database:
        await Versions(database).publish(PlanFiles(files.main, texts), "nobody", "", time.time())
    await until(lambda: service.logged("reload refused, the running plan goes on"), 10, "the refusal in the log")
    assert "no_such_prompt" in service.told
    await _a_call_works(service, "13911140002")
    assert await service.ask("rollback", "--author", "wei") == 0
    await until(lambda: service.logged("reloaded")[-1]["why"].endswith("published by wei"), 10, "the way back")


async def test_stopped_it_takes_asterisk_along(service: ServiceProcess) -> None:
    number = "13911150001"
    caller = asyncio.create_task(_stay(service, number, "tones"))
    await _queued(service, number)
    assert await service.stop() == 0
    assert service.asterisk == 0
    record = await service.over(number)
    assert (record.ended_by, record.outcome) == (EndedBy.HOTLINE, Outcome.ABANDONED)
    assert "Traceback" not in service.told
    caller.cancel()
    await asyncio.gather(caller, return_exceptions=True)
