"""A terminator keyed behind an answer that its length has ended already: it belongs to that answer, and to nothing else.

VoiceXML waits for it (2.0, appendix D: termtimeout). Here nobody waits: it is known again when it comes in time.
"""

from __future__ import annotations

from dataclasses import dataclass

from calls.switch import InputEnd
from ivr.events import Digits


@dataclass(frozen=True, slots=True)
class Trailing:
    """`key` may still come, until then (epoch seconds)."""

    key: str
    until: float

    def is_all_of(self, keyed: Digits, now: float) -> bool:
        """Whether this key is all that was pressed, in time."""
        alone = keyed.digits == self.key or (not keyed.digits and keyed.ended is InputEnd.TERMINATOR)
        return alone and now <= self.until
