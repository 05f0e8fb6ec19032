"""The link and the switch on it: what is up, what is down, who is refused, and who forges."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
import pytest_asyncio
from asterisk.ami import SimpleAction

from calls.errors import SwitchLost
from calls.events import CallArrived, LinkLost, LinkUp, SwitchEvent
from calls.ids import LegId
from service.alarms import Alarms
from service.configuration import Configuration
from service.linking import Linked
from service.metrics import Metrics
from telephony.ami.account import AmiAccount
from telephony.ami.errors import ActionTimedOut
from telephony.ami.errors import LinkLost as NoLink
from telephony.asterisk_switch import AsteriskSwitch
from telephony.audiosocket import AudioSocketServer
from telephony.dialling import Dialling
from tests.fakes.ami_server import FakeAmiServer, failure, packet
from tests.fakes.clock import ManualClock
from tests.unit.telephony.packets import CALLER, SYSTEM, agi_start
from tests.waiting import patient, until


class Board:
    """A switchboard that is only an address."""

    def __init__(self, account: AmiAccount) -> None:
        self.account = account
        self.anew = True

    @property
    def websocket(self) -> str:
        return "ws://127.0.0.1:1/ws"

    async def start(self) -> str:
        return "nothing"

    def begun_anew(self) -> bool:
        anew, self.anew = self.anew, False
        return anew

    async def watch(self) -> None:
        return

    async def reload(self, configuration: Configuration) -> None:
        return

    async def stop(self, calls_go_on: bool) -> None:
        return


class HeardAlarms(Alarms):
    """Alarms, and the texts of those that happened and are over."""

    def __init__(self) -> None:
        super().__init__(Metrics())
        self.over: list[tuple[str, str]] = []

    def happened(self, name: str, text: str) -> None:
        super().happened(name, text)
        self.over.append((name, text))


class Running:
    """A link, a switch on it, and what both told."""

    def __init__(self, account: AmiAccount) -> None:
        self.told, self.alarms = list[SwitchEvent](), HeardAlarms()
        self.link = Linked(Board(account), self.alarms)
        self.switch = AsteriskSwitch(self.link, ManualClock(), Dialling(), AudioSocketServer())
        self.switch.attach(self.told.append)
        self.link.serve(self.switch)

    def kinds(self) -> list[str]:
        return [type(event).__name__ for event in self.told]


@asynccontextmanager
async def running(account: AmiAccount) -> AsyncIterator[Running]:
    found = Running(account)
    task = asyncio.create_task(found.link.run())
    try:
        yield found
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest_asyncio.fixture
async def server() -> AsyncIterator[FakeAmiServer]:
    async with FakeAmiServer() as opened:
        yield opened


async def test_up_comes_first_then_what_happens_then_down(server: FakeAmiServer) -> None:
    async with running(server.account()) as found:
        await until(lambda: found.told)
        server.say(agi_start())
        await until(lambda: len(found.told) == 2)
        server.cut()
        await until(lambda: len(found.told) == 3)
        assert found.kinds() == ["LinkUp", "CallArrived", "LinkLost"]
        assert found.told[0] == LinkUp(found.switch._clock.now(), restarted=True)
        assert "switch_link" in found.alarms.raised
        with pytest.raises(SwitchLost):
            await found.switch.answer(LegId(CALLER))


async def test_after_an_interruption_the_switch_is_the_same_as_before(server: FakeAmiServer) -> None:
    async with running(server.account()) as found:
        await until(lambda: found.told)
        server.cut()
        await until(lambda: found.kinds() == ["LinkUp", "LinkLost", "LinkUp"], within=10.0)
        up = found.told[-1]
        assert isinstance(up, LinkUp)
        assert not up.restarted


async def test_a_switch_that_was_never_there_is_trouble_but_no_loss(server: FakeAmiServer) -> None:
    account = server.account()
    await server.stop()
    async with running(account) as found:
        await until(lambda: "switch_link" in found.alarms.raised)
        assert found.told == []
        with pytest.raises(NoLink):
            await found.link.send(SimpleAction("Ping"))


async def test_a_login_that_is_refused_is_told_without_the_secret(server: FakeAmiServer) -> None:
    async with running(server.account(secret="not-the-secret")) as found:
        why = await asyncio.wait_for(found.link.refused, patient(5))
        assert why.startswith("HL122")
        assert "not-the-secret" not in why + str(found.alarms.raised)
        assert found.told == []


async def test_an_action_without_an_answer_cuts_the_link_so_that_all_is_read_anew(server: FakeAmiServer) -> None:
    async with running(server.account()) as found:
        await until(lambda: found.told)
        with pytest.raises(ActionTimedOut):
            await found.link.send(SimpleAction("Originate", Channel="PJSIP/1001"), timeout=0.05)
        await until(lambda: LinkLost in map(type, found.told))


async def test_a_refusal_cuts_nothing(server: FakeAmiServer) -> None:
    server.answers["Hangup"] = lambda asked: failure(asked, "No such channel")
    async with running(server.account()) as found:
        await until(lambda: found.told)
        server.say(agi_start())
        await until(lambda: len(found.told) == 2)
        await found.switch.hang_up(LegId(CALLER))
        assert found.kinds() == ["LinkUp", "CallArrived"]
        assert server.connections == 1


async def test_a_forged_event_is_an_alarm_and_nothing_else(server: FakeAmiServer) -> None:
    async with running(server.account(system_name=SYSTEM)) as found:
        await until(lambda: found.told)
        server.say(packet("Event: Hangup", f"Uniqueid: {CALLER}\u2028\x1b[2J", "Cause: 16"))
        server.say(agi_start())
        await until(lambda: len(found.told) == 2)
        assert isinstance(found.told[1], CallArrived)
        [(name, text)] = found.alarms.over
        assert name == "forged_event"
        assert CALLER in text
        assert text.isprintable()


async def test_before_a_switch_is_named_nobody_is_told_and_nothing_fails(server: FakeAmiServer) -> None:
    link = Linked(Board(server.account()), HeardAlarms())
    task = asyncio.create_task(link.run())
    await until(lambda: server.logins)
    server.say(agi_start())
    server.cut()
    await until(lambda: not server.connections)
    assert not task.done()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
