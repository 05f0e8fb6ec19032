"""What a page may say to Asterisk: SIP requests of its own account, one whole message a frame (RFC 7118, 5).

Asterisk checks every password. This is the wall before it: a page cannot even try to be somebody else, and a frame that two
readers could understand differently goes no further.
"""

from __future__ import annotations

import re
from collections.abc import Collection

LONGEST = 32 * 1024
"""Bytes in a frame. An offer of a browser has 2-5 kB."""
METHODS = frozenset(
    {"REGISTER", "INVITE", "ACK", "BYE", "CANCEL", "REFER", "INFO", "OPTIONS", "NOTIFY", "PRACK", "UPDATE"}
)
KEEP_ALIVE = frozenset({"", "\r\n", "\r\n\r\n"})
_START = re.compile(r"([A-Z]{3,10}) sips?:[^\s\x00-\x1f]{1,256} SIP/2\.0")
_ANSWER = re.compile(r"SIP/2\.0 [1-6][0-9]{2} [^\x00-\x1f]{0,128}")
_HEADER = re.compile(r"([A-Za-z0-9.!%*_+`'~-]+)[ \t]*:[ \t]*(.*)")
_USER = re.compile(r"sips?:([^@;>\s]{1,64})@")
_TAG = re.compile(r";[ \t]*tag[ \t]*=", re.IGNORECASE)
_DIGEST_USER = re.compile(r'username[ \t]*=[ \t]*"([^"]*)"', re.IGNORECASE)
_SHORT = {"f": "from", "t": "to", "l": "content-length"}


class Refused(Exception):
    """Why a frame goes no further."""


def check(frame: str, users: Collection[str]) -> None:
    """Raises Refused unless this frame is a message that a phone of these users may send."""
    if frame in KEEP_ALIVE:
        return
    if len(frame.encode()) > LONGEST:
        raise Refused("the message is too long")
    head, blank, body = frame.partition("\r\n\r\n")
    start, *lines = _lines(head)
    headers = _headers(lines)
    if not blank or _one(headers, "content-length") != str(len(body.encode())):
        raise Refused("the message is not whole")
    if _ANSWER.fullmatch(start):
        return
    asked = _START.fullmatch(start)
    if asked is None or asked[1] not in METHODS:
        raise Refused("this request is not for a phone")
    _check_speaker(asked[1], headers, users)


def _lines(head: str) -> list[str]:
    """Whoever reads a bare CR or LF as the end of a line reads another message than we do."""
    lines = head.split("\r\n")
    if any("\r" in line or "\n" in line or "\x00" in line for line in lines):
        raise Refused("a line ends in an unusual way")
    return lines


def _headers(lines: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in lines:
        header = _HEADER.fullmatch(line)
        if header is None:
            raise Refused("a header is not one")
        name = header[1].lower()
        found.setdefault(_SHORT.get(name, name), []).append(header[2])
    return found


def _one(headers: dict[str, list[str]], name: str) -> str:
    values = headers.get(name, [])
    if len(values) != 1:
        raise Refused(f"there must be one header {name}")
    return values[0].strip()


def _check_speaker(method: str, headers: dict[str, list[str]], users: Collection[str]) -> None:
    """In a dialog a page is known by the dialog; else by its address, which must be its own."""
    for name in ("authorization", "proxy-authorization"):
        for value in headers.get(name, []):
            if any(user not in users for user in _DIGEST_USER.findall(value)):
                raise Refused("the password is for somebody else")
    sender, receiver = _one(headers, "from"), _one(headers, "to")
    if method == "REGISTER" and _user(receiver) not in users:
        raise Refused("another phone cannot be registered")
    in_dialog = bool(_TAG.search(receiver)) and method != "REGISTER"
    if not in_dialog and _user(sender) not in users:
        raise Refused("it is said to come from somebody else")


def _user(address: str) -> str:
    found = _USER.findall(address)
    return found[0] if len(found) == 1 else ""
