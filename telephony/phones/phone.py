"""A scripted phone for asyncio: pyVoIP's threads behind, futures and iterators in front."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from types import TracebackType

import structlog

from telephony.phones.account import Account
from telephony.phones.call import PhoneCall
from telephony.phones.errors import PhoneNotOpened, RegistrationFailed
from telephony.phones.handset import Handset
from telephony.phones.leg import Leg
from telephony.phones.registration import NotRegistered, Registered

log = structlog.get_logger(__name__)

GOODBYE = 3.0
"""Seconds that `close` takes at most to hang up and de-register."""


class Phone:
    """A SIP phone. Use it as `async with Phone(account) as phone`, which registers and closes, or call these yourself.

    A phone that only calls need not register. With `refuse_with` set, calls are refused with that SIP code at once
    (486: engaged, 603: declined) and still reported by `incoming`.
    """

    def __init__(self, account: Account, refuse_with: int | None = None) -> None:
        self.account = account
        self._handset = Handset(account, self._came_in, self._registration)
        self._handset.refuse_with = refuse_with
        self._calls: list[PhoneCall] = []
        self._waiting: asyncio.Queue[PhoneCall | None] = asyncio.Queue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        self._registered: asyncio.Future[Registered | NotRegistered] | None = None
        self.registration: Registered | NotRegistered | None = None

    async def __aenter__(self) -> Phone:
        try:
            await self.register()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:  # fmt: skip
        await self.close()

    @property
    def port(self) -> int:
        """The UDP port the phone is bound to; 0 before it is opened."""
        return int(self._handset.sip.myPort)

    async def register(self) -> Registered:
        """Tell the server where this phone is, and go on telling it until `close`.

        Raises RegistrationFailed (with the SIP code) and PhoneNotOpened.
        """
        self.open()
        self._registered = asyncio.get_running_loop().create_future()
        self._handset.begin_registration()
        answer = await self._registered
        if isinstance(answer, NotRegistered):
            server = f"{self.account.server}:{self.account.port}"
            raise RegistrationFailed(self.account.user, server, answer.code, answer.why)
        return answer

    async def call(self, number: str) -> PhoneCall:
        """Call a number; returns at once, `PhoneCall.outcome` tells the rest. Raises ValueError if it is no number."""
        self.open()
        leg = self._handset.dial(number)
        call = PhoneCall(leg, number, asyncio.get_running_loop())
        self._calls.append(call)
        self._handset.sip.post(leg.dial)
        return call

    async def incoming(self) -> AsyncIterator[PhoneCall]:
        """Calls as they come in, each already ringing (or refused), until the phone is closed."""
        while (call := await self._waiting.get()) is not None:
            yield call

    async def next_call(self, within: float | None = None) -> PhoneCall:
        """The next call that comes in. Raises TimeoutError, and PhoneNotOpened once the phone is closed."""
        async with asyncio.timeout(within):
            call = await self._waiting.get()
        if call is None:
            raise PhoneNotOpened("this phone has been closed")
        return call

    async def close(self) -> None:
        """Hang up all calls, de-register, end every thread and socket: in four seconds at most. May be called twice."""
        if self._loop is None:
            return
        loop, self._loop, self._closed = self._loop, None, True
        gone = asyncio.Event()
        self._handset.leave(lambda: _tell(loop, gone), GOODBYE)
        try:
            async with asyncio.timeout(GOODBYE + 1):
                await gone.wait()
        except TimeoutError:
            log.warning("phone.closed_late", user=self.account.user)
        await asyncio.to_thread(self._handset.stop)
        for call in self._calls:
            call.lost("phone closed", time.time())
        self._waiting.put_nowait(None)

    def open(self) -> None:
        """Bind the phone's port without registering: for one that only calls, or that its peer knows the address of.

        Raises PhoneNotOpened.
        """
        if self._loop is not None:
            return
        if self._closed:
            raise PhoneNotOpened(f"phone {self.account.user} has been closed", remedy="make a new Phone")
        try:
            self._handset.start()
        except OSError as fault:
            said = f"phone {self.account.user} cannot use {self.account.bind}: {fault.strerror}"
            raise PhoneNotOpened(said) from fault
        self._loop = asyncio.get_running_loop()

    def _came_in(self, leg: Leg) -> None:
        """In the SIP thread, before the leg rings; the call is handed on after that."""
        loop = self._loop
        if loop is not None:
            call = PhoneCall(leg, leg.invite.caller, loop)
            self._handset.sip.post(lambda: self._hand_on(loop, call))

    def _hand_on(self, loop: asyncio.AbstractEventLoop, call: PhoneCall) -> None:
        loop.call_soon_threadsafe(self._take, call)

    def _take(self, call: PhoneCall) -> None:
        self._calls.append(call)
        self._waiting.put_nowait(call)

    def _registration(self, answer: Registered | NotRegistered) -> None:
        """In the SIP thread."""
        loop = self._loop
        if loop is not None:
            loop.call_soon_threadsafe(self._heard_registration, answer)

    def _heard_registration(self, answer: Registered | NotRegistered) -> None:
        if isinstance(answer, NotRegistered):
            log.warning("phone.not_registered", user=self.account.user, sip=answer.code, why=answer.why)
        self.registration = answer
        if self._registered is not None and not self._registered.done():
            self._registered.set_result(answer)


def _tell(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    loop.call_soon_threadsafe(event.set)
