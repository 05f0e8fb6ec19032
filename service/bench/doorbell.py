"""An agent's phone that notes when each INVITE reached its socket, by the kernel's own time stamp of the datagram.

However late this process gets to read it, the time is that of the wire.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import struct
import time
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from calls.errors import HotlineError
from service.bench.doorbell_texts import audio_at, password, register
from service.bench.wire import Wire
from telephony.phones.account import Account
from telephony.phones.messages import BadMessage, Dialog, Message, new_tag, reply

STAMPED = 35
"""SO_TIMESTAMPNS (socket(7) on Linux): Python's `socket` has no name for it."""
_STAMP = struct.Struct("@qq")
REGISTER_WITHIN = 5.0


class NoAnswer(HotlineError):
    """The switch did not take the bench's phone."""

    code = "HL411"


@dataclass(frozen=True, slots=True)
class Ring:
    """An INVITE. `at` is when it reached the socket, epoch seconds; `caller` is whom it shows."""

    at: float
    caller: str
    invite: Message

    @property
    def call_id(self) -> str:
        """Of the SIP call."""
        return self.invite.call_id


class Doorbell:
    """`async with Doorbell(account) as phone:` registers it. `rings` holds every INVITE; it rings until told more."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.rings: asyncio.Queue[Ring] = asyncio.Queue()
        self._open: dict[str, Ring] = {}
        self._tags: dict[str, str] = {}
        self._dialogs: dict[str, Dialog] = {}
        self._over: dict[str, asyncio.Event] = {}
        self._ended: dict[str, float] = {}
        self._registering: asyncio.Future[Message] | None = None

    async def __aenter__(self) -> Self:
        account = self.account
        self._wire = Wire(account.bind, account.local_port, (account.server, account.port), self._readable)
        self._wire.sip.setsockopt(socket.SOL_SOCKET, STAMPED, 1)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wire.close()

    # --- what it does

    async def register(self) -> None:
        """Tell the switch where this phone is (RFC 3261 10, digest of RFC 2617). Raises NoAnswer."""
        call_id, tag = secrets.token_hex(8), new_tag()
        challenge = await self._ask_to_register(call_id, tag, 1, "")
        if challenge.code == 401:
            challenge = await self._ask_to_register(call_id, tag, 2, password(self.account, challenge))
        if challenge.code != 200:
            raise NoAnswer(f"phone {self.account.user} was refused: {challenge.code} {challenge.phrase}")

    async def ring(self, within: float) -> Ring:
        """The next INVITE. Raises NoAnswer after `within` seconds."""
        try:
            async with asyncio.timeout(within):
                return await self.rings.get()
        except TimeoutError:
            raise NoAnswer(f"no INVITE at phone {self.account.user} within {within:g} s") from None

    def answer(self, ring: Ring) -> None:
        """Pick up. What is heard is thrown away."""
        tag = self._tags[ring.call_id]
        self._wire.say(reply(ring.invite, 200, tag, self._contact, audio_at(self._wire.media)))
        local, remote = f"{ring.invite.one('To')};tag={tag}", ring.invite.one("From")
        self._dialogs[ring.call_id] = Dialog(ring.call_id, local, remote, ring.invite.contact, 0)

    async def hears(self, within: float) -> None:
        """Wait for sound that comes from now on. Raises NoAnswer after `within` seconds."""
        with suppress(BlockingIOError):
            while self._wire.media.recv(2048):
                continue
        try:
            async with asyncio.timeout(within):
                await asyncio.get_running_loop().sock_recv(self._wire.media, 2048)
        except TimeoutError:
            raise NoAnswer(f"phone {self.account.user} hears nothing within {within:g} s") from None

    def hang_up(self, ring: Ring) -> None:
        """End an answered call."""
        dialog = self._dialogs.pop(ring.call_id, None)
        if dialog is not None:
            self._wire.say(dialog.request("BYE", self._wire.address))
            self._is_over(ring.call_id, time.time())

    async def over(self, call_id: str, within: float) -> None:
        """Wait until the call is cancelled or hung up. Raises NoAnswer after `within` seconds."""
        try:
            async with asyncio.timeout(within):
                await self._over[call_id].wait()
        except TimeoutError:
            raise NoAnswer(f"the call at phone {self.account.user} did not end within {within:g} s") from None

    def ended_at(self, ring: Ring) -> float:
        """When the call was over, epoch seconds: when word of it reached the socket, or when this phone hung up."""
        return self._ended[ring.call_id]

    # --- what it hears

    def _readable(self) -> None:
        while True:
            try:
                raw, notes, _, _ = self._wire.sip.recvmsg(65535, 64)
            except (BlockingIOError, ConnectionRefusedError):
                return
            try:
                self._hear(Message(raw), _stamp(notes))
            except BadMessage:
                continue

    def _hear(self, message: Message, at: float) -> None:
        match message.method:
            case "":
                if message.cseq[1] == "REGISTER" and self._registering and not self._registering.done():
                    self._registering.set_result(message)
            case "INVITE":
                self._invited(message, at)
            case "CANCEL":
                self._cancelled(message, at)
            case "BYE":
                self._wire.say(reply(message, 200))
                self._dialogs.pop(message.call_id, None)
                self._is_over(message.call_id, at)
            case "ACK":
                return
            case _:
                self._wire.say(reply(message, 200, new_tag(), self._contact))

    def _invited(self, invite: Message, at: float) -> None:
        known = invite.call_id in self._tags
        tag = self._tags.setdefault(invite.call_id, new_tag())
        if invite.to_tag:
            self._wire.say(reply(invite, 200, tag, self._contact, audio_at(self._wire.media)))
            return
        self._wire.say(reply(invite, 180, tag, self._contact))
        if not known:
            ring = self._open[invite.call_id] = Ring(at, invite.caller, invite)
            self._over[invite.call_id] = asyncio.Event()
            self.rings.put_nowait(ring)

    def _cancelled(self, cancel: Message, at: float) -> None:
        ring = self._open.get(cancel.call_id)
        self._wire.say(reply(cancel, 200, self._tags.get(cancel.call_id, "")))
        if ring is not None and cancel.call_id not in self._dialogs:
            self._wire.say(reply(ring.invite, 487, self._tags[cancel.call_id]))
            self._is_over(cancel.call_id, at)

    def _is_over(self, call_id: str, at: float) -> None:
        self._open.pop(call_id, None)
        self._ended.setdefault(call_id, at)
        if call_id in self._over:
            self._over[call_id].set()

    # --- texts

    async def _ask_to_register(self, call_id: str, tag: str, sequence: int, password: str) -> Message:
        self._registering = asyncio.get_running_loop().create_future()
        self._wire.say(register(self.account, self._wire.address, self._contact, call_id, tag, sequence, password))
        try:
            return await asyncio.wait_for(self._registering, REGISTER_WITHIN)
        except TimeoutError:
            raise NoAnswer(f"nobody answers at {self.account.server}:{self.account.port}") from None

    @property
    def _contact(self) -> str:
        return self._wire.contact(self.account.user)


def _stamp(notes: list[tuple[int, int, bytes]]) -> float:
    """The kernel's time of arrival; now, where it gave none."""
    for level, kind, data in notes:
        if level == socket.SOL_SOCKET and kind == STAMPED:
            seconds, nanoseconds = _STAMP.unpack(data[: _STAMP.size])
            return int(seconds) + int(nanoseconds) / 1e9
    return time.time()
