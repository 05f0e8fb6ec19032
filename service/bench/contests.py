"""Three ways for a waiting caller's agent to be rung, each measured by the same phones: ours, app_queue, a bare Originate.

A trial: a caller waits, then the agent becomes ready; seconds from that moment to the INVITE at his phone's socket.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Protocol

from asterisk.ami import SimpleAction

from acd.messages import Paused, Readied
from acd.states import PersonState
from calls.ids import PersonId
from service import bootstrap
from service.bench.doorbell import Doorbell, NoAnswer
from service.bench.ground import HERE, Ground, Ports
from service.bench.plain import PlainAsterisk
from service.bench.plans import CALLER, NUMBER, QUEUE, SEAT, STRAIGHT_IN, settings_file
from service.config import Settings
from service.service import Service
from service.switchboard import EmbeddedSwitchboard
from telephony.ami.messages import AmiEvent
from telephony.phones.account import Account
from telephony.phones.call import PhoneCall
from telephony.phones.phone import Phone

RING_WITHIN, SETTLED_WITHIN = 5.0, 10.0
LOOK_EVERY = 0.005
AGENT = PersonId(SEAT)


class Contest(Protocol):
    """One way to be rung."""

    name: str

    async def trial(self, delay: float) -> float:
        """A caller has waited `delay` seconds, the agent becomes ready: seconds until the INVITE. Raises NoAnswer."""


class Hotline:
    """Ours, in this process, as `hotline run` puts it together."""

    name = "hotline"

    def __init__(self, service: Service, phone: Doorbell, caller: Phone) -> None:
        self._floor, self._dispatcher = service.house.floor, service.house.floor.dispatcher
        self._phone, self._caller = phone, caller

    async def trial(self, delay: float) -> float:
        """`Readied`, timed at the call."""
        call = await self._caller.call(NUMBER)
        await _until(lambda: len(self._dispatcher.snapshot(time.time()).queue(QUEUE).waiting) == 1, "the caller waits")
        await asyncio.sleep(delay)
        began = time.time()
        self._floor.tell(Readied(AGENT))
        ring = await self._phone.ring(RING_WITHIN)
        self._floor.tell(Paused(AGENT, "bench"))
        await _done(call, self._phone, ring.call_id)
        await _until(self._is_paused, "the agent is paused")
        return ring.at - began

    async def settle(self) -> None:
        """Before the first trial: the phone is there, and its agent wants no calls."""
        state = self._floor.state_of
        await _until(lambda: state(AGENT) not in (None, PersonState.LOGGED_OUT), "the agent's phone is registered")
        self._floor.tell(Paused(AGENT, "bench"))
        await _until(self._is_paused, "the agent is paused")

    def _is_paused(self) -> bool:
        return self._floor.state_of(AGENT) is PersonState.NOT_READY


class AppQueue:
    """Asterisk's own queue; the agent is its one member, paused and unpaused."""

    name = "app_queue"

    def __init__(self, asterisk: PlainAsterisk, phone: Doorbell, caller: Phone) -> None:
        self._ami, self._phone, self._caller = asterisk.ami, phone, caller
        self._joined = 0
        asterisk.ami.add_event_listener(self._hear, white_list=["QueueCallerJoin"])

    def _hear(self, event: AmiEvent, source: object) -> None:  # noqa: ARG002 - the shape of a listener
        self._joined += 1

    async def trial(self, delay: float) -> float:
        """`QueuePause` with Paused=false, timed when it is sent."""
        await self._pause(True)
        before = self._joined
        call = await self._caller.call(NUMBER)
        await _until(lambda: self._joined > before, "the caller waits in app_queue")
        await asyncio.sleep(delay)
        began = time.time()
        unpaused = self._ami.send_action(_pausing(False))
        ring = await self._phone.ring(RING_WITHIN)
        await unpaused
        await self._pause(True)
        await _done(call, self._phone, ring.call_id)
        return ring.at - began

    async def _pause(self, paused: bool) -> None:
        await self._ami.send(_pausing(paused))


class Originate:
    """Nobody decides anything: the manager is told to ring the phone."""

    name = "Originate"

    def __init__(self, asterisk: PlainAsterisk, phone: Doorbell) -> None:
        self._ami, self._phone = asterisk.ami, phone

    async def trial(self, delay: float) -> float:
        """`Originate`, timed when it is sent."""
        await asyncio.sleep(delay)
        leg = f"bench-{secrets.token_hex(8)}"
        ring_it = SimpleAction(
            "Originate", Channel=f"PJSIP/{SEAT}", ChannelId=leg, Application="Wait", Data="1", Async="true"
        )
        began = time.time()
        sent = self._ami.send_action(ring_it)
        ring = await self._phone.ring(RING_WITHIN)
        await sent
        await self._ami.send(SimpleAction("Hangup", Channel=leg))
        await self._phone.over(ring.call_id, RING_WITHIN)
        return ring.at - began


@asynccontextmanager
async def ours(ground: Ground, ports: Ports) -> AsyncIterator[Hotline]:
    """The service comes up in this process, and its phones register."""
    settings = Settings.read(settings_file(ground, "hotline", STRAIGHT_IN, ports))
    async with bootstrap.running(settings, lambda _step, _done, _total: None, lambda _text: None) as service:
        board = service.switchboard
        assert isinstance(board, EmbeddedSwitchboard)
        seat, line = board.rendered.seats[0], next(one for one in board.rendered.trial_lines if one.number == CALLER)
        async with _phones(_at(seat.name, seat.secret, ports), _at(line.name, line.secret, ports)) as (phone, caller):
            contest = Hotline(service, phone, caller)
            await contest.settle()
            yield contest


@asynccontextmanager
async def theirs(asterisk: PlainAsterisk) -> AsyncIterator[tuple[AppQueue, Originate]]:
    """Phones of the same kind at the other Asterisk."""
    async with _phones(asterisk.seat, asterisk.caller) as (phone, caller):
        yield AppQueue(asterisk, phone, caller), Originate(asterisk, phone)


@asynccontextmanager
async def _phones(seat: Account, line: Account) -> AsyncIterator[tuple[Doorbell, Phone]]:
    async with Doorbell(seat) as phone, Phone(line) as caller:
        await phone.register()
        yield phone, caller


def _at(user: str, secret: str, ports: Ports) -> Account:
    return Account(user, secret, HERE, ports.sip)


def _pausing(paused: bool) -> SimpleAction:
    return SimpleAction("QueuePause", Queue=QUEUE, Interface=f"PJSIP/{SEAT}", Paused="true" if paused else "false")


async def _done(call: PhoneCall, phone: Doorbell, call_id: str) -> None:
    """The caller hangs up, and the agent's phone stops ringing."""
    await call.hang_up()
    await phone.over(call_id, RING_WITHIN)


async def _until(seen: Callable[[], bool], what: str) -> None:
    """Look until it is so: between two trials, never inside what is timed. Raises NoAnswer."""
    deadline = time.monotonic() + SETTLED_WITHIN
    while not seen():
        if time.monotonic() > deadline:
            raise NoAnswer(f"not seen within {SETTLED_WITHIN:g} s: {what}")
        await asyncio.sleep(LOOK_EVERY)
