"""One offer's phone, from the first ring to the acceptance or the end."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import NamedTuple

from acd.messages import Refusal, Tell
from acd.offers import Offer
from service.lines import Line

AGREED_FOR = 10.0
"""Seconds for which a person who accepted on a page has time to pick up. A voicemail box that picks up later gets no caller."""


class NotTaken(NamedTuple):
    """How a phone's ringing came to nothing."""

    why: Refusal
    detail: str = ""


@dataclass(slots=True)
class Ringing:
    """One offer's phone. `closing`: the floor has closed the offer; `over`: its task has nothing more to do.

    `goodbye`: the prompt that answers the last key pressed, unless the floor has something to `tell`. `outside`: whoever
    picks up must press a key, unless he `agreed` on a page instead, at `agreed_at`.
    """

    offer: Offer
    line: Line
    picked_up: bool = False
    accepted: bool = False
    closing: bool = False
    over: bool = False
    tell: Tell | None = None
    goodbye: str = ""
    outside: bool = False
    close_asked: asyncio.Event = field(default_factory=asyncio.Event)
    agreed: asyncio.Event = field(default_factory=asyncio.Event)
    agreed_at: float | None = None

    def has_agreed(self, now: float) -> bool:
        """Whether he accepted on a page, so lately that it is him who picks up."""
        return self.agreed_at is not None and now - self.agreed_at <= AGREED_FOR
