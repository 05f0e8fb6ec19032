"""A phone in threads: pyVoIP's phone on our SIP client, calls and ports. `phone.py` is its asyncio front."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable

from telephony.phones.account import Account
from telephony.phones.client import SipClient
from telephony.phones.leg import Leg
from telephony.phones.library import RTP, VoIP
from telephony.phones.media import EVENT, PCMA, PCMU
from telephony.phones.messages import Message, new_branch, new_tag
from telephony.phones.registration import Registration, Told

DIALLED = re.compile(r"[0-9A-Za-z*#+._-]{1,64}")


class Handset(VoIP.VoIPPhone):  # type: ignore[misc]  # pyVoIP is Any here: see library.py
    """One SIP account on one socket. `on_call` is told each incoming leg before it rings (in the SIP thread)."""

    def __init__(self, account: Account, on_call: Callable[[Leg], None], on_registration: Told) -> None:
        super().__init__(account.server, account.port, account.user, account.secret, myIP=account.bind, sipPort=0)
        self.account, self.on_call = account, on_call
        self.sip = SipClient(
            account.server, account.port, account.user, account.secret, self, myIP=account.bind,
            myPort=account.local_port, callCallback=self.callback, fatalCallback=self.fatal,
        )  # fmt: skip
        self.registration = Registration(self.sip, on_registration, account.expires)
        self.refuse_with: int | None = None
        self._sockets: dict[int, socket.socket] = {}

    def start(self) -> None:
        """Open the socket. Raises OSError when the address cannot be used."""
        self.sip.start()
        self.myIP = self.sip.myIP
        self.NSD = True

    def stop(self, failed: bool = False) -> None:  # noqa: ARG002  # pyVoIP's signature
        """Close everything at once; `phone.Phone.close` says good-bye first."""
        self.NSD = False
        self.sip.stop()
        for leg in list(self.calls.values()):
            for client in leg.RTPClients:
                client.stop()
        for port in list(self._sockets):
            self.close_socket(port)

    def dial(self, number: str) -> Leg:
        """Prepare a call; `Leg.dial` sends it. Raises ValueError for what is no number."""
        if not DIALLED.fullmatch(number):
            raise ValueError(f"{number[:40]!r} is no number that can be dialled")
        port = self.request_port()
        ports = {port: {0: PCMU, 8: PCMA, 101: EVENT}}
        session, call_id = self.sip.sessID.next(), self.sip.gen_call_id()
        text = self.sip.gen_invite(number, str(session), ports, RTP.TransmitType.SENDRECV, new_branch(), call_id)
        invite = Message(self._signed(text).encode())
        leg = Leg(self, VoIP.CallState.DIALING, invite, session, ms=ports)
        self.calls[leg.call_id] = leg
        return leg

    def _signed(self, invite: str) -> str:
        """The caller's name in From, and our address with the port of the server as its domain."""
        plain = f"From: <sip:{self.username}@{self.sip.myIP}>"
        name = f'"{self.account.quoted_name}" ' if self.account.name else ""
        return invite.replace(plain, f"From: {name}<sip:{self.username}@{self.sip.server}>", 1)

    def callback(self, request: Message) -> None:
        """A request from the server: to its call, or a new call, or a question about the phone itself."""
        leg = self.calls.get(request.call_id)
        if leg is not None:
            leg.receive(request)
        elif request.method == "INVITE" and not request.to_tag:
            self._incoming(request)
        elif request.method in ("OPTIONS", "NOTIFY"):
            self.sip.reply(request, 200, new_tag(), self.sip.contact)
        elif request.method in ("BYE", "CANCEL", "INVITE"):
            self.sip.reply(request, 481, new_tag())
        elif request.method != "ACK":
            self.sip.reply(request, 405, new_tag())

    def _incoming(self, request: Message) -> None:
        usable = not request.body_fault and request.body.get("m") and request.body.get("c")
        leg = Leg(self, VoIP.CallState.RINGING, request, self.sip.sessID.next()) if usable else None
        if leg is None or leg.media is None:
            self.close_socket(getattr(leg, "port", 0))
            self.sip.reply(request, 488, new_tag())
            return
        self.calls[leg.call_id] = leg
        self.on_call(leg)
        if self.refuse_with is None:
            leg.ring()
        else:
            leg.deny(self.refuse_with)

    def request_port(self, blocking: bool = True) -> int:  # noqa: ARG002  # pyVoIP's signature
        """A free UDP port, bound at once: pyVoIP picks a number between 10000 and 20000 and hopes."""
        bound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        bound.bind((self.myIP, 0))
        port: int = bound.getsockname()[1]
        self._sockets[port] = bound
        return port

    def take_socket(self, port: int) -> socket.socket:
        """The socket bound by `request_port`; whoever takes it closes it."""
        return self._sockets.pop(port)

    def close_socket(self, port: int) -> None:
        """Close a port that no call has taken."""
        bound = self._sockets.pop(port, None)
        if bound is not None:
            bound.close()

    def fatal(self) -> None:
        """The SIP thread has failed: end every call."""
        for leg in list(self.calls.values()):
            leg.abandon("the phone failed")

    def begin_registration(self) -> None:
        """Register, and stay registered until `leave`."""
        self.sip.post(self.registration.begin)

    def leave(self, done: Callable[[], None], within: float) -> None:
        """Hang up everything and de-register; `done` is called in the SIP thread, within `within` seconds."""
        until = time.monotonic() + within

        def say_goodbye() -> None:
            for leg in list(self.calls.values()):
                leg.hangup()
            wait_for_calls()

        def wait_for_calls() -> None:
            if self.calls and time.monotonic() < until:
                self.sip.at(time.monotonic() + 0.02, wait_for_calls)
            else:
                self.registration.end(done, max(0.1, until - time.monotonic()))

        self.sip.post(say_goodbye)
