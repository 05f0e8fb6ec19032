"""Names of the things a call is made of. Every id is plain text, safe in a file name and on a channel."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NewType

CallId = NewType("CallId", str)
"""One caller's visit, from arrival to farewell (ITU-T E.600 call attempt)."""
LegId = NewType("LegId", str)
"""One SIP side of a call, as the switch knows it."""
OfferId = NewType("OfferId", str)
"""One contact proposed to one person."""
PersonId = NewType("PersonId", str)
"""An agent or a manager, as named in the people file."""


def new_id(kind: str, now: float, entropy: bytes) -> str:
    """An id that sorts by time and reads as one: `call-20261122-061530-7f3a9c01`.

    `now` is in epoch seconds (written in UTC); `entropy` are at least four random bytes.
    """
    if len(entropy) < 4:
        raise ValueError("an id needs at least four random bytes")
    return f"{kind}-{datetime.fromtimestamp(now, UTC):%Y%m%d-%H%M%S}-{entropy[:4].hex()}"
