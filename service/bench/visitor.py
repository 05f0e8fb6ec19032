"""A caller's phone for a crowd: one call at a time from outside, no sound, little work. It hangs up when it is told to."""

from __future__ import annotations

import asyncio
import secrets
from types import TracebackType
from typing import Self

from service.bench.doorbell import NoAnswer
from service.bench.doorbell_texts import audio_at
from service.bench.ground import HERE
from service.bench.wire import Wire
from telephony.phones.messages import BadMessage, Dialog, Message, join, new_branch, new_tag, reply

ANSWERED_WITHIN = 10.0


class Visitor:
    """`async with Visitor(port) as phone:`, then calls to that port, one after the other. Whose number is shown is told."""

    def __init__(self, sip_port: int) -> None:
        self._port = sip_port
        self._call_id = ""
        self._dialog: Dialog | None = None
        self._answered: asyncio.Future[None] | None = None
        self.over = asyncio.Event()
        """Set when the switch has ended the call."""

    async def __aenter__(self) -> Self:
        self._wire = Wire(HERE, 0, (HERE, self._port), self._readable)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wire.close()

    async def call(self, dialled: str, shown: str) -> None:
        """Call a number; return when it was answered. Raises NoAnswer."""
        self._call_id = secrets.token_hex(8)
        self._dialog, self._answered = None, asyncio.get_running_loop().create_future()
        self.over = asyncio.Event()
        self._wire.say(self._invite(dialled, shown))
        try:
            await asyncio.wait_for(self._answered, ANSWERED_WITHIN)
        except TimeoutError:
            raise NoAnswer(f"caller {shown} was not answered within {ANSWERED_WITHIN:g} s") from None

    def hang_up(self) -> None:
        """End the call, if it was answered and is not over."""
        if self._dialog is not None and not self.over.is_set():
            self._wire.say(self._dialog.request("BYE", self._wire.address))
            self._dialog = None

    # --- what it hears

    def _readable(self) -> None:
        while True:
            try:
                raw = self._wire.sip.recv(65535)
            except (BlockingIOError, ConnectionRefusedError):
                return
            try:
                self._hear(Message(raw))
            except BadMessage:
                continue

    def _hear(self, message: Message) -> None:
        match message.method:
            case "":
                if message.call_id == self._call_id and message.cseq[1] == "INVITE":
                    self._told(message)
            case "BYE":
                self._wire.say(reply(message, 200))
                if message.call_id == self._call_id:
                    self._dialog = None
                    self.over.set()
            case "INVITE":
                self._wire.say(reply(message, 200, contact=self._contact, body=audio_at(self._wire.media)))
            case "ACK":
                return
            case _:
                self._wire.say(reply(message, 200))

    def _told(self, response: Message) -> None:
        """An answer to our INVITE. A 200 that comes again is acknowledged again (RFC 3261 13.2.2.4)."""
        if response.code < 200:
            return
        if response.code >= 300:
            self._wire.say(refusal_heard(response))
            self._end(NoAnswer(f"a caller was refused: {response.code} {response.phrase}"))
            return
        dialog = Dialog(response.call_id, response.one("From"), response.one("To"), response.contact, 1)
        self._wire.say(dialog.request("ACK", self._wire.address, sequence=1))
        if self._answered is not None and not self._answered.done():
            self._dialog = dialog
            self._answered.set_result(None)

    def _end(self, why: NoAnswer) -> None:
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(why)

    # --- texts

    def _invite(self, dialled: str, shown: str) -> str:
        headers = [
            ("Via", f"SIP/2.0/UDP {self._wire.address};branch={new_branch()};rport"),
            ("From", f"<sip:{shown}@{HERE}>;tag={new_tag()}"),
            ("To", f"<sip:{dialled}@{HERE}>"),
            ("Call-ID", self._call_id),
            ("CSeq", "1 INVITE"),
            ("Contact", f"<{self._contact}>"),
            ("Max-Forwards", "70"),
            ("Content-Type", "application/sdp"),
        ]
        return join(f"INVITE sip:{dialled}@{HERE}:{self._port} SIP/2.0", headers, audio_at(self._wire.media))

    @property
    def _contact(self) -> str:
        return self._wire.contact("visitor")


def refusal_heard(response: Message) -> str:
    """The ACK of a refusal: of the INVITE's own transaction (RFC 3261 17.1.1.3)."""
    number, target = response.cseq[0], response.one("To").partition("<")[2].partition(">")[0]
    names = ("Via", "From", "To", "Call-ID")
    headers = [(name, response.one(name)) for name in names]
    return join(f"ACK {target} SIP/2.0", [*headers, ("CSeq", f"{number} ACK"), ("Max-Forwards", "70")])
