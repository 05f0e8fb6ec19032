"""The world with a real Asterisk in it, and real phones around."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Self, TypeVar

from calls.clock import Clock
from calls.events import CallArrived, LegRinging, LinkUp, SwitchEvent
from calls.ids import LegId
from calls.switch import Outside, Seat, Target
from telephony.ami import Action, AmiAccount, AmiClient, AmiEvent, AmiLink, AmiResponse, LinkPace
from telephony.asterisk_switch import AsteriskSwitch
from telephony.audiosocket import AudioSocketServer
from telephony.dialling import Dialling
from telephony.phones.account import Account
from telephony.phones.phone import Phone as SipPhone
from tests.asterisk.conftest import Account as PhoneAccount
from tests.asterisk.judges import PjsuaSeat
from tests.contract.switch.asterisk_desk import PjsuaDesk
from tests.contract.switch.asterisk_people import SipPhoneSide, SipSide
from tests.contract.switch.relay import Relay
from tests.contract.switch.tones import write_tone
from tests.contract.switch.world import DESK, HOTLINE, World
from tests.waiting import patient, until

T = TypeVar("T")
REGISTERED = 200
CALLERS = ("caller1", "caller2", "caller3", "caller4")


class RealClock(Clock):
    """The time of this machine."""

    def now(self) -> float:
        return time.time()

    async def wait_until(self, at: float) -> None:
        await asyncio.sleep(max(0.0, at - time.time()))


class Sender:
    """Carries actions over whatever connection there is now."""

    def __init__(self, link: AmiLink) -> None:
        self._link = link

    async def send(self, action: Action, timeout: float | None = None) -> AmiResponse:  # noqa: ASYNC109 - the port's
        return await self._link.send(action, timeout)

    def send_action(self, action: Action) -> object:
        return self._link.client.send_action(action)


class AsteriskWorld(World):
    """`AsteriskSwitch` on a running Asterisk; time is real."""

    def __init__(self, ami: tuple[str, int, str, str], accounts: Mapping[str, PhoneAccount], folder: Path) -> None:
        self.folder, self._ami, self._accounts = folder, ami, accounts
        self.events: list[SwitchEvent] = []
        self._callers = iter(CALLERS)
        self._stack = AsyncExitStack()
        self._up = False

    async def __aenter__(self) -> Self:
        self.relay, audio = Relay(self._ami[0], self._ami[1]), AudioSocketServer()
        account = AmiAccount("127.0.0.1", await self.relay.start(), self._ami[2], self._ami[3])
        self._stack.push_async_callback(self.relay.stop)
        await audio.start()
        self._stack.push_async_callback(audio.stop)
        pace = LinkPace(shortest_wait=0.2, longest_wait=0.5)
        self.link = AmiLink(account, on_up=self._link_up, on_down=self._link_down, listeners=[self._hear], pace=pace)
        allowed, trial = ("1390000XXXX",), {n: f"trial-{n}" for n in ("13900001111", "13900002222")}
        dialling = Dialling(trial_lines=trial, allowed=allowed)
        self.switch: AsteriskSwitch = AsteriskSwitch(Sender(self.link), RealClock(), dialling, audio)
        self.switch.attach(self.events.append)
        running = asyncio.create_task(self.link.run())
        self._stack.push_async_callback(asyncio.wait, {running})
        self._stack.callback(running.cancel)
        await until(lambda: any(isinstance(event, LinkUp) for event in self.events), what="the link to Asterisk")
        self.events.clear()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.relay.mend()
        await until(lambda: self._up, within=10.0, what="the link to Asterisk again")
        await self._end_all_legs()
        await self._stack.aclose()

    async def _end_all_legs(self) -> None:
        """Those that Asterisk has, and those that it was asked for and has not made yet: the next test uses their names."""
        followed = self.switch._channels.by_leg
        for leg in [*followed, *(seen.leg for seen in await self.switch.legs())]:
            await self.switch.hang_up(leg)
        await until(lambda: not followed, within=15.0, what="the end of every leg")

    def now(self) -> float:
        return time.time()

    def at_most(self, seconds: float) -> float:
        return patient(seconds)

    async def call_in(self, number: str = HOTLINE, *, seat: str = "") -> SipSide:
        before = len(self._arrived())
        user = seat or f"trial-{next(self._callers)}"
        phone, side = SipPhone(self._account(user, name="Li")), SipSide()
        self._stack.push_async_callback(phone.close)
        side.call = await phone.call(number)
        await self.until(lambda: len(self._arrived()) > before, what="the call's arrival")
        side.own_leg = self._arrived()[-1].leg
        return side

    async def phone(self, target: Target = DESK, *, engaged: bool = False) -> SipPhoneSide:
        name = f"trial-{target.number}" if isinstance(target, Outside) else target.name
        phone = SipPhone(self._account(name), refuse_with=486 if engaged else None)
        side = SipPhoneSide(phone, self._leg_rung)
        self._stack.push_async_callback(side.unplug)
        await phone.register()
        return side

    async def desk(self, target: Seat = DESK) -> PjsuaDesk:
        account = self._account(target.name)
        seat = await self._stack.enter_async_context(PjsuaSeat(account.user, account.secret, account.port))
        assert await seat.register() == REGISTERED
        return PjsuaDesk(seat, lambda: [event.leg for event in self._arrived()])

    def sound(self, pitch: int, seconds: float = 1.0) -> Path:
        return write_tone(self.folder / f"tone-{pitch}.wav", pitch, seconds)

    async def cut_link(self) -> None:
        self.relay.cut()

    async def mend_link(self) -> None:
        self.relay.mend()

    async def until(self, condition: Callable[[], object], within: float = 20.0, what: str = "") -> None:
        await until(condition, within, what)

    async def run(self, work: Coroutine[Any, Any, T], within: float = 10.0) -> T:
        async with asyncio.timeout(patient(within)):
            return await work

    async def pass_time(self, seconds: float) -> None:
        # The pause is what the person in the test does; nothing is waited for.
        await asyncio.sleep(seconds)

    def _arrived(self) -> list[CallArrived]:
        return [event for event in self.events if isinstance(event, CallArrived)]

    def _leg_rung(self) -> LegId:
        return next(event.leg for event in reversed(self.events) if isinstance(event, LegRinging))

    def _account(self, user: str, name: str = "") -> Account:
        found = self._accounts[user]
        return Account(found.user, found.secret, found.host, found.port, name=name)

    def _hear(self, event: AmiEvent, source: AmiClient) -> None:
        self.switch.hear(event)

    def _link_up(self, client: AmiClient) -> None:
        self._up = True
        self.switch.link_up(restarted=False)

    def _link_down(self, why: str, retry_in: float) -> None:
        if self._up:
            self._up = False
            self.switch.link_lost(why)
