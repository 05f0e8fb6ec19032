"""What becomes of one try to call somebody back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from service.call import Place
from store.callbacks import CallbackKept as Kept

QUIET = "the quiet hours began"
WITHDRAWN = "the callback was cancelled"
NOBODY_IN_TIME = "nobody was there for him in time"
Keep = Callable[[Kept], Kept]


@dataclass(frozen=True, slots=True)
class Reached:
    """He answered, and what followed is over."""

    kept: Kept


@dataclass(frozen=True, slots=True)
class Unreached:
    """He was not reached. `counts`: it is one of his tries; `hopeless`: no other try would be better."""

    kept: Kept
    why: str
    counts: bool = True
    hopeless: bool = False


def place_of(kept: Kept) -> Place:
    """The place in line that is his."""
    return Place(kept.queue, kept.priority, kept.joined_at, kept.wanted)


Tried = Reached | Unreached
