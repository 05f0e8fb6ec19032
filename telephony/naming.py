"""Names in Asterisk's events: of legs, seats and callers."""

from __future__ import annotations

import re
from typing import Protocol

from calls.events import Caller
from calls.ids import LegId
from telephony.browser import seat_behind

_UNIQUE = re.compile(r"(?:.*-)?([0-9]+\.[0-9]+)")


class AmiWords(Protocol):
    """An AMI event, as far as this room reads it."""

    name: str

    def get(self, name: str, default: str = "") -> str:
        """A header's value as text."""
        ...

    def unescaped(self, name: str) -> str:
        """The value of a header that Asterisk writes C-escaped, such as a caller's name."""
        ...


def caller_of(event: AmiWords) -> Caller:
    """Who calls. Asterisk writes `<unknown>` where it was told nothing."""
    number, name = event.get("CallerIDNum"), event.unescaped("CallerIDName")
    return Caller("" if number == "<unknown>" else clean(number), "" if name == "<unknown>" else clean(name))


def clean(text: str) -> str:
    """What a caller says of himself, without anything that could move a cursor or break a line, and not endless."""
    return "".join(char for char in text[:80] if char.isprintable())


def endpoint_of(channel_name: str) -> str:
    """The endpoint in a channel's name: `PJSIP/web-1003-0000001f` is a leg of `web-1003`."""
    return channel_name.partition("/")[2].rpartition("-")[0]


def seat_of(channel_name: str) -> str:
    """The seat in a channel's name: `PJSIP/1003-0000001f` and `PJSIP/web-1003-0000001f` are legs of 1003."""
    return seat_behind(endpoint_of(channel_name))


def leg_of(event: AmiWords) -> LegId:
    """The leg that an event is about."""
    return leg_named(event.get("Uniqueid"))


def leg_named(unique: str) -> LegId:
    """Our name for a channel: Asterisk's own id without the system's name before it, `1795332570.17`."""
    made_by_asterisk = _UNIQUE.fullmatch(unique)
    return LegId(made_by_asterisk[1] if made_by_asterisk else unique)
