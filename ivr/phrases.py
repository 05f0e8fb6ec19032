"""Prompts and values in the order in which they are said: `[order_is, {digits: "{order_no}"}, goodbye]`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from calls.speaking import Spoken, SpokenValue, ValueKind
from ivr.templates import Template


@dataclass(frozen=True, slots=True)
class Saying:
    """A value that is read out: what it is, and the text that becomes it during the call."""

    kind: ValueKind
    text: Template

    def spoken(self, filled: str) -> SpokenValue:
        """The value to say. Raises ValueError if the filled text is none of this kind."""
        return SpokenValue.of(self.kind, filled)


Part: TypeAlias = Spoken | Saying
"""A prompt's id, or a value: one that stands in the plan, or one that the call gives."""
