"""The SIP side of a phone: pyVoIP's client with its socket handling replaced.

pyVoIP reads its socket in four places at once (registration, INVITE, a receive loop, a timer) under one lock, so that
an INVITE coming in during a re-registration ends the registration. Here one thread owns the socket and all the state;
other threads `post` work to it.
"""

from __future__ import annotations

import heapq
import itertools
import re
import secrets
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import structlog

from telephony.phones.library import SIP
from telephony.phones.messages import BadMessage, Message, new_branch, reply
from telephony.phones.transactions import LIFE, Answered, Transactions

log = structlog.get_logger(__name__)

Job = Callable[[], None]
STOP_WITHIN = 3.0


class SipClient(SIP.SIPClient):  # type: ignore[misc]  # pyVoIP is Any here: see library.py
    """One phone's SIP socket, bound to a free port unless told otherwise, connected to its server only.

    Being connected it hears from nobody else, and a server that is not there is noticed at once (ICMP).
    """

    NSD: bool

    def __init__(self, server: str, port: int, username: str, password: str, phone: Any, **options: Any) -> None:
        super().__init__(server, port, username, password, phone, **options)
        self.address, self.bind_to = (server, port), (str(options["myIP"]), int(options["myPort"]))
        self.server = f"{server}:{port}"  # pyVoIP writes this into every URI, and there the port was missing
        self.transactions = Transactions()
        self._jobs: deque[Job] = deque()
        self._timers: list[tuple[float, int, Job]] = []
        self._count = itertools.count()

    def start(self) -> None:
        """Bind and connect the socket and start the one thread. Raises OSError when the address cannot be used."""
        if self.NSD:
            raise RuntimeError("this phone has already been started")
        self.s = self.out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.s.bind(self.bind_to)
        self.s.connect(self.address)
        self.s.setblocking(False)
        self.myIP, self.myPort = self.s.getsockname()
        self._wake_reading, self._wake_writing = socket.socketpair()
        self.NSD = True
        self.thread = threading.Thread(target=self.recv_loop, name=f"SIP {self.username}", daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """End the thread and close the socket, in bounded time. May be called twice."""
        if not self.NSD:
            return
        self.NSD = False
        self.post(lambda: None)
        if threading.current_thread() is not self.thread:
            self.thread.join(STOP_WITHIN)
        for one in (self.s, self._wake_reading, self._wake_writing):
            one.close()

    def post(self, job: Job) -> None:
        """Have `job` run in the SIP thread. From any thread."""
        self._jobs.append(job)
        try:
            self._wake_writing.send(b"!")
        except OSError:
            log.debug("phone.closed", user=self.username)

    def at(self, when: float, job: Job) -> None:
        """Have `job` run in the SIP thread at `when` (monotonic seconds). Only from that thread."""
        heapq.heappush(self._timers, (when, next(self._count), job))

    def ask(self, text: str, told: Answered, within: float = LIFE) -> None:
        """Send a request and repeat it as needed; `told` hears the answers, or None after `within` seconds."""
        self._send(self.transactions.ask(text, told, time.monotonic(), within))

    def say(self, text: str) -> None:
        """Send a text that wants no answer (ACK)."""
        self._send([text])

    def reply(self, request: Message, code: int, tag: str = "", contact: str = "", body: str = "") -> None:
        """Answer a request."""
        self._send(self.transactions.reply(request, reply(request, code, tag, contact, body), time.monotonic()))

    def recv_loop(self) -> None:
        """The SIP thread. Should it ever fail, the calls end: nobody waits for a phone that is gone."""
        try:
            while self.NSD:
                self._turn()
        finally:
            if self.NSD:
                self.fatalCallback()

    def _turn(self) -> None:
        ready, _, _ = select.select([self.s, self._wake_reading], [], [], self._pause())
        if self._wake_reading in ready:
            self._wake_reading.recv(4096)
        if self.s in ready:
            self.recv()
        self._run_due()

    def recv(self) -> None:
        """Read all that has come."""
        while self.NSD:
            try:
                raw = self.s.recv(65535)
            except BlockingIOError:
                return
            except ConnectionRefusedError:
                self.transactions.drop()
                return
            self._read(raw)

    def _read(self, raw: bytes) -> None:
        if not raw.strip(b"\0\r\n"):
            return  # a keep-alive
        try:
            message = Message(raw)
        except BadMessage as fault:
            log.debug("phone.unreadable", user=self.username, fault=str(fault))
            return
        log.debug("phone.sip", user=self.username, heard=message.code or message.method, about=message.one("CSeq"))
        self.parse_message(message)

    def parse_message(self, message: Message) -> None:
        """To whom it concerns. Requests seen before get the answer given then."""
        if message.code:
            self._send(self.transactions.hear(message, time.monotonic()))
        elif message.method == "ACK":
            if self.transactions.acknowledged(message):
                self.callCallback(message)
        elif (given := self.transactions.repeated(message)) is not None:
            self._send(given)
        else:
            self.transactions.seen(message, time.monotonic())
            self.callCallback(message)

    def _send(self, texts: list[str]) -> None:
        for text in texts:
            try:
                self.s.send(text.encode())
            except ConnectionRefusedError:
                self.transactions.drop()
            except OSError as fault:
                log.debug("phone.unsent", user=self.username, fault=str(fault))

    def _pause(self) -> float | None:
        times = [self._timers[0][0]] if self._timers else []
        deadline = self.transactions.next_deadline()
        times += [] if deadline is None else [deadline]
        return max(0.0, min(times) - time.monotonic()) if times else None

    def _run_due(self) -> None:
        while self._jobs:
            self._jobs.popleft()()
        now = time.monotonic()
        while self._timers and self._timers[0][0] <= now:
            heapq.heappop(self._timers)[2]()
        self._send(self.transactions.tick(now))

    def gen_call_id(self) -> str:
        """A Call-ID that is new: pyVoIP counts from 1 at every start, so that a restarted phone repeats its own."""
        return f"{secrets.token_hex(16)}@{self.myIP}"

    @property
    def contact(self) -> str:
        """Where this phone is reached."""
        return f"sip:{self.username}@{self.myIP}:{self.myPort}"

    def authorised(self, request: Message, challenge: Message) -> str:
        """The request once more with the answer to the server's challenge: a new transaction, the next CSeq."""
        name = "Authorization" if challenge.code == 401 else "Proxy-Authorization"
        told, (number, method) = challenge.authentication, request.cseq
        answer = self.gen_authorization(challenge).decode()
        header = (f'{name}: Digest username="{self.username}",realm="{told["realm"]}",nonce="{told["nonce"]}",'
                  f'uri="sip:{self.server};transport=UDP",response="{answer}",algorithm=MD5')  # fmt: skip
        text = re.sub(r"\r\n(Proxy-)?Authorization: [^\r]*", "", request.raw.decode())
        text = text.replace(request.branch, new_branch(), 1)
        text = text.replace(f"CSeq: {number} {method}", f"CSeq: {number + 1} {method}", 1)
        return text.replace("\r\nContent-Length", f"\r\n{header}\r\nContent-Length", 1)
