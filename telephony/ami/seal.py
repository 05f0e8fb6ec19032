"""Telling Asterisk's own events from what a caller smuggles into them.

A SIP user part may hold `%0d%0a`. Asterisk 22 unescapes it and writes it raw into `CallerIDNum` and `Exten`
of its events: a call from a trunk as `sip:1%0d%0a%0d%0aEvent%3a%20Hangup%0d%0a...` puts a whole forged event
on the link, and no framing can tell. But every true event starts with `SystemName`, before anything a caller
chose. When that name is random and known to us and Asterisk alone, an event without it is forged. It is also
the beginning of every Uniqueid, which so cannot be guessed: what a caller writes into the rest of his own
events never names somebody else's call.
"""

from __future__ import annotations

from telephony.ami.messages import AmiEvent

UNSEALED = frozenset({"FullyBooted"})
"""Sent at login without a SystemName. Who forges it gains nothing: it names no call."""

_IDENTITY = ("Channel", "Uniqueid", "Linkedid")


class Seal:
    """Checks events against the `systemname` of asterisk.conf."""

    def __init__(self, system_name: str) -> None:
        self._line = f"\r\nSystemName: {system_name}\r\n"

    def __repr__(self) -> str:
        return "<Seal>"

    def genuine(self, event: AmiEvent) -> bool:
        """Whether Asterisk itself sent the event, and all of it."""
        if self._line not in event.text:
            return event.name in UNSEALED
        return whole(event)


def whole(event: AmiEvent) -> bool:
    """Whether each channel in the event has its identity once: none cut off, none added behind a caller's
    number.
    """
    count = event.text.count
    if count("ChannelState: ") == count("Uniqueid: ") == count("Linkedid: ") == 1:
        return True
    headers = event.headers
    prefixes = [name.removesuffix("ChannelState") for name in headers if name.endswith("ChannelState")]
    snapshots = [prefix + name for prefix in prefixes for name in _IDENTITY]
    if any(not isinstance(headers.get(name), str) for name in snapshots):
        return False
    return not any(isinstance(headers.get(name), list) for name in _IDENTITY)
