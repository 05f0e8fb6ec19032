"""SIP messages (RFC 3261): pyVoIP's parser made tolerant, and the texts it writes wrongly or not at all."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Any

from telephony.phones.library import SIP

ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS, NOTIFY"
USER_AGENT = "hotline-phone"
_ALWAYS = [("Max-Forwards", "70"), ("User-Agent", USER_AGENT)]

_ADDRESS = re.compile(r'\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^<"]*?))\s*<(?P<uri>[^>]*)>(?P<rest>.*)$', re.S)
_TAG = re.compile(r";\s*tag=([^;\s]+)", re.I)
_SHORT = {"v": "Via", "f": "From", "t": "To", "i": "Call-ID", "m": "Contact", "c": "Content-Type"}
_LONG = {
    name.lower(): name
    for name in ("Via", "From", "To", "Call-ID", "CSeq", "Contact", "Content-Type", "WWW-Authenticate",
                 "Proxy-Authenticate", "Expires", "Reason", "Record-Route")
}  # fmt: skip

PHRASES = {
    180: "Ringing", 200: "OK", 405: "Method Not Allowed", 480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist", 486: "Busy Here", 487: "Request Terminated", 488: "Not Acceptable Here",
    603: "Decline",
}  # fmt: skip


_KNOWN = frozenset(status.value for status in SIP.SIPStatus)


class BadMessage(ValueError):
    """These bytes are no SIP message: dropped, the other side will repeat or give up."""


class Message(SIP.SIPMessage):  # type: ignore[misc]  # pyVoIP is Any here: see library.py
    """One SIP message received.

    pyVoIP's parser fails on a header without ": ", on OPTIONS and NOTIFY, on a status it has no name for, on a display
    name with "sip:" in it, and drops the message. Here only a message without its five headers is dropped.
    """

    def parse(self, data: bytes) -> None:
        head, _, body = data.partition(b"\r\n\r\n")
        first, *rest = head.decode("utf-8", "replace").replace("\r\n ", " ").replace("\r\n\t", " ").split("\r\n")
        self.heading = first.encode()
        self.fields = [_field(line) for line in rest if line]
        self.method, self.code, self.phrase, self.target = "", 0, "", ""
        self._read_first(first)
        self._read_headers()
        self.body_fault = self._read_body(body)

    def all(self, name: str) -> list[str]:
        """Every value of a header, in the order received."""
        return [value for key, value in self.fields if key == name]

    def one(self, name: str) -> str:
        """The first value of a header, or nothing."""
        return next((value for key, value in self.fields if key == name), "")

    @property
    def call_id(self) -> str:
        return self.one("Call-ID")

    @property
    def branch(self) -> str:
        """Of the topmost Via: it names the transaction (RFC 3261 17.1.3)."""
        found = re.search(r";\s*branch=([^;\s,]+)", self.one("Via"))
        return found[1] if found else ""

    @property
    def cseq(self) -> tuple[int, str]:
        number, _, method = self.one("CSeq").partition(" ")
        return int(number), method.strip()

    @property
    def to_tag(self) -> str:
        return tag_of(self.one("To"))

    @property
    def from_tag(self) -> str:
        return tag_of(self.one("From"))

    @property
    def caller(self) -> str:
        """The user part of From: the number that calls."""
        return str(self.headers["From"]["number"] or "")

    @property
    def contact(self) -> str:
        """Where requests in the dialog go: the URI of Contact."""
        found = _ADDRESS.match(self.one("Contact"))
        return found["uri"] if found else self.one("Contact").split(";")[0].strip()

    def _read_first(self, first: str) -> None:
        words = first.split(" ", 2)
        if len(words) < 3 and not (len(words) == 2 and words[0] == "SIP/2.0"):
            raise BadMessage(f"no SIP message: {first[:60]!r}")
        if words[0] == "SIP/2.0":
            self._read_status(words)
        else:
            self.type, self.method, self.target = SIP.SIPMessageType.MESSAGE, words[0], words[1]
            self.version = words[2]

    def _read_status(self, words: list[str]) -> None:
        if not re.fullmatch(r"[1-6]\d\d", words[1]):
            raise BadMessage(f"no SIP status: {words[1][:20]!r}")
        self.type, self.version, self.code = SIP.SIPMessageType.RESPONSE, words[0], int(words[1])
        self.phrase = words[2] if len(words) > 2 else ""
        self.status = SIP.SIPStatus(self.code if self.code in _KNOWN else 400)

    def _read_headers(self) -> None:
        for name in ("Via", "From", "To", "Call-ID", "CSeq"):
            if not self.one(name):
                raise BadMessage(f"a SIP message without {name}")
        if not re.fullmatch(r"\d+ +\S+", self.one("CSeq")):
            raise BadMessage("a SIP message with a bad CSeq")
        for name, value in reversed(self.fields):
            if name == "Via":
                self.headers[name] = []  # kept whole in `fields`; pyVoIP's own reading of it loses parameters
            elif name in ("From", "To"):
                self.headers[name] = _address(value)
            elif name in ("WWW-Authenticate", "Proxy-Authenticate"):
                self._read_challenge(name, value)
            else:
                self.headers[name] = value
        self.headers["CSeq"] = {"check": str(self.cseq[0]), "method": self.cseq[1]}

    def _read_challenge(self, name: str, value: str) -> None:
        """Of several challenges the MD5 one is for us: pyVoIP can answer no other (RFC 8760 servers send both)."""
        found = {key: text.strip('"') for key, text in self.auth_match.findall(value)}
        if found.get("algorithm", "MD5").upper() == "MD5":
            self.headers[name] = self.authentication = found

    def _read_body(self, body: bytes) -> str:
        """Read the SDP; the fault if it cannot be read: the request still gets an answer (488)."""
        if not body or not self.one("Content-Type").startswith("application/sdp"):
            return ""
        self.headers["Content-Type"] = "application/sdp"
        try:
            for line in body.decode("utf-8", "replace").split("\r\n"):
                key, equals, value = line.partition("=")
                if equals:
                    self.parse_body(key, value)
        except (SIP.SIPParseError, ValueError, KeyError, IndexError, UnboundLocalError) as fault:
            return f"{type(fault).__name__}: {fault}"
        return ""


def _field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        raise BadMessage(f"a header without a colon: {line[:40]!r}")
    name = name.strip()
    return _SHORT.get(name.lower()) or _LONG.get(name.lower(), name), value.strip()


def tag_of(value: str) -> str:
    """The tag of a From or To header."""
    found = _TAG.search(value.rpartition(">")[2] or value)
    return found[1] if found else ""


def _address(value: str) -> dict[str, Any]:
    """A From or To header in the shape that pyVoIP's own code reads."""
    found = _ADDRESS.match(value)
    uri = found["uri"] if found else value.split(";")[0].strip()
    name = (found["quoted"] or found["bare"] or "") if found else ""
    address = re.sub(r"^(sips?|tel):", "", uri)
    user, at, host = address.partition("@")
    return {
        "raw": value.split(">")[0] + ">" if found else value, "tag": tag_of(value), "address": address,
        "number": user if at else None, "caller": name, "host": (host if at else address).split(";")[0],
    }  # fmt: skip


def new_branch() -> str:
    """A Via branch that no other transaction has (RFC 3261 8.1.1.7)."""
    return "z9hG4bK" + secrets.token_hex(12)


def new_tag() -> str:
    """A tag that marks our side of a dialog (RFC 3261 19.3)."""
    return secrets.token_hex(6)


@dataclass(slots=True)
class Dialog:
    """One side of a SIP dialog (RFC 3261 12): enough to write requests into it.

    `local` and `remote` are whole header values with their tags: pyVoIP makes a fresh To tag for its ACK, which
    therefore belongs to no call, and the server ends every call after 32 s.
    """

    call_id: str
    local: str
    remote: str
    target: str
    sequence: int

    def request(self, method: str, via: str, sequence: int | None = None) -> str:
        """A request in the dialog. ACK has the number of its INVITE; every other method takes the next."""
        if sequence is None:
            self.sequence = sequence = self.sequence + 1
        return join(
            f"{method} {self.target} SIP/2.0",
            [("Via", f"SIP/2.0/UDP {via};branch={new_branch()};rport"), ("From", self.local), ("To", self.remote),
             ("Call-ID", self.call_id), ("CSeq", f"{sequence} {method}"), *_ALWAYS],
        )  # fmt: skip


def join(first: str, headers: list[tuple[str, str]], body: str = "") -> str:
    """Write a message down, with its length."""
    lines = [first, *(f"{name}: {value}" for name, value in headers), f"Content-Length: {len(body.encode())}"]
    return "\r\n".join(lines) + "\r\n\r\n" + body


def same_transaction(invite: Message, method: str, to: str = "") -> str:
    """ACK of a refusal, or CANCEL: as the INVITE, with its branch and its number (RFC 3261 9.1, 17.1.1.3)."""
    return join(
        f"{method} {invite.target} SIP/2.0",
        [("Via", invite.one("Via")), ("From", invite.one("From")), ("To", to or invite.one("To")),
         ("Call-ID", invite.call_id), ("CSeq", f"{invite.cseq[0]} {method}"), *_ALWAYS],
    )  # fmt: skip


def reply(request: Message, code: int, tag: str = "", contact: str = "", body: str = "") -> str:
    """Answer a request: Via, From, To, Call-ID and CSeq as they came, our tag on To if it had none (RFC 3261 8.2.6)."""
    to = request.one("To")
    if tag and not request.to_tag:
        to += f";tag={tag}"
    headers = [(name, value) for name in ("Via", "Record-Route") for value in request.all(name)]
    headers += [("From", request.one("From")), ("To", to), ("Call-ID", request.call_id), ("CSeq", request.one("CSeq"))]
    headers += [("Contact", f"<{contact}>")] if contact else []
    headers += [("Allow", ALLOW), ("User-Agent", USER_AGENT)]
    headers += [("Content-Type", "application/sdp")] if body else []
    return join(f"SIP/2.0 {code} {PHRASES.get(code, 'Refused')}", headers, body)
