"""Keeping a phone registered (RFC 3261 10): ask, answer the challenge, ask again before it runs out.

pyVoIP raises "invalid password" for every refusal, after 30 s of blocking reads, and stops the phone at the third.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from telephony.phones.client import SipClient
from telephony.phones.messages import Message

ASKED_FOR = 120
WITHIN = 5.0
RETRY = 5.0


@dataclass(frozen=True, slots=True)
class Registered:
    """The server knows where the phone is, for `seconds`."""

    seconds: float


@dataclass(frozen=True, slots=True)
class NotRegistered:
    """Refused with a SIP code, or (code 0) no server answered. The phone goes on trying once it was registered."""

    code: int
    why: str


Told = Callable[[Registered | NotRegistered], None]


class Registration:
    """One phone's registration. Lives in the SIP thread."""

    def __init__(self, sip: SipClient, told: Told, seconds: int = ASKED_FOR) -> None:
        self.sip, self.told, self.seconds = sip, told, seconds
        self.wanted, self.was_registered = False, False
        self._round = 0

    def begin(self) -> None:
        """Register, now and before it runs out, until `end`. Beginning again asks at once and takes the old turn's place."""
        self.wanted = True
        self._round += 1
        self._ask()

    def end(self, done: Callable[[], None], within: float) -> None:
        """Tell the server that the phone is gone; `done` is called when it knows, or after `within` seconds."""
        self.wanted = False
        if not self.was_registered:
            done()
            return
        self.sip.default_expires = self.seconds
        request = self.sip.gen_first_response(deregister=True)
        self.sip.ask(request, lambda answer: self._ending(request, answer, done, within), within)

    def _ending(self, request: str, answer: Message | None, done: Callable[[], None], within: float) -> None:
        if answer is not None and answer.code == 401 and "Authorization:" not in request:
            again = self.sip.authorised(Message(request.encode()), answer)
            self.sip.ask(again, lambda then: self._ending(again, then, done, within), within)
        elif answer is None or answer.code >= 200:
            done()

    def _ask(self) -> None:
        if not self.wanted:
            return
        self.sip.default_expires = self.seconds
        request = self.sip.gen_first_response()
        self.sip.ask(request, lambda answer: self._heard(request, answer), WITHIN)

    def _heard(self, request: str, answer: Message | None) -> None:
        if answer is None:
            self._failed(0, f"no answer from {self.sip.server}")
        elif answer.code < 200:
            return
        elif answer.code in (401, 407) and _may_answer(request, answer):
            again = self.sip.authorised(Message(request.encode()), answer)
            self.sip.ask(again, lambda then: self._heard(again, then), WITHIN)
        elif answer.code < 300:
            self._succeeded(answer)
        else:
            self._failed(answer.code, answer.phrase)

    def _succeeded(self, answer: Message) -> None:
        self.was_registered = True
        granted = _granted(answer, self.sip.myPort) or float(self.seconds)
        self._ask_later(max(granted * 0.8, granted - 10))
        self.told(Registered(granted))

    def _ask_later(self, seconds: float) -> None:
        turn = self._round
        self.sip.at(time.monotonic() + seconds, lambda: self._ask() if turn == self._round else None)

    def _failed(self, code: int, why: str) -> None:
        if self.wanted and self.was_registered:
            self._ask_later(RETRY)
        self.told(NotRegistered(code, why))


def _may_answer(request: str, challenge: Message) -> bool:
    """A second challenge means a wrong password, unless the server says that only its nonce was too old."""
    if "realm" not in challenge.authentication:
        return False
    return "uthorization:" not in request or challenge.authentication.get("stale", "").lower() == "true"


def _granted(answer: Message, port: int) -> float | None:
    """Seconds granted: `expires` of our own Contact, else the Expires header (RFC 3261 10.2.4)."""
    for contact in answer.all("Contact"):
        found = re.search(r";\s*expires=(\d+)", contact)
        if found and f":{port}" in contact:
            return float(found[1])
    return float(answer.one("Expires")) if answer.one("Expires").isdigit() else None
