"""What a waiting caller is told of the time it takes: a range in minutes, that never grows without saying so.

What he was told is a promise: his turn comes before the end of the range. Later words stay inside it, for as long as the
estimate does; when it no longer does, he is told that it takes longer than he was told, and a new promise begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor

from acd.estimates import Outlook

MINUTE = 60.0
GRAIN = 0.5
"""Part of a minute by which a promise may be rounded up when it is said again: nobody counts seconds."""


class Say(StrEnum):
    """Which words fit."""

    NOTHING = "nothing"
    ABOUT = "about"
    STILL = "still"
    LONGER = "longer"


@dataclass(frozen=True, slots=True)
class Promise:
    """The last thing that he was told: his turn comes before `until` (epoch seconds)."""

    until: float


@dataclass(frozen=True, slots=True)
class Announcement:
    """What to say, from `low` to `high` minutes (low 0: less than a minute), and what is promised by it.

    LONGER with `high` 0: it takes longer, and nobody can tell how long. `seen` is the outlook behind it.
    """

    say: Say
    low: int = 0
    high: int = 0
    promise: Promise | None = None
    seen: Outlook | None = None


def announce(promise: Promise | None, seen: Outlook | None, now: float) -> Announcement:
    """What to tell a caller who was promised `promise`, when this is seen now."""
    if seen is None:
        return _nobody_can_tell(promise, now)
    if promise is None:
        return _anew(Say.ABOUT, seen, now)
    if now + seen.expected > promise.until:
        return _anew(Say.LONGER, seen, now)
    return _still(promise, seen, now)


def _nobody_can_tell(promise: Promise | None, now: float) -> Announcement:
    """Without an estimate nothing new is said, but a promise that was not kept is owned up to, once."""
    if promise is None or now <= promise.until:
        return Announcement(Say.NOTHING, promise=promise)
    return Announcement(Say.LONGER)


def _anew(say: Say, seen: Outlook, now: float) -> Announcement:
    low, high = floor(seen.low / MINUTE), max(1, ceil(seen.high / MINUTE))
    return Announcement(say, low, high, Promise(now + high * MINUTE), seen)


def _still(promise: Promise, seen: Outlook, now: float) -> Announcement:
    """The range of now, cut where the promise ends. The promise stays, or becomes a nearer one."""
    left = max(1, floor((promise.until - now) / MINUTE + GRAIN))
    high = min(max(1, ceil(seen.high / MINUTE)), left)
    low = min(floor(seen.low / MINUTE), high)
    return Announcement(Say.STILL, low, high, Promise(min(promise.until, now + high * MINUTE)), seen)
