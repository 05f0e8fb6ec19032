"""How a talk may have ended, for people to choose from; a centre may write a list of its own in its settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from console.ports.wrapup import Choice

DEFAULTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "resolved": {"en": "Resolved", "zh": "已解决"},
        "follow_up": {"en": "To follow up", "zh": "待跟进"},
        "transferred": {"en": "Handed over", "zh": "已转交"},
        "callback": {"en": "To be called back", "zh": "需回拨"},
        "complaint": {"en": "Complaint", "zh": "投诉"},
        "wrong_number": {"en": "Wrong number", "zh": "打错"},
        "silent": {"en": "Nobody spoke", "zh": "无人应答"},
        "other": {"en": "Other", "zh": "其他"},
    }
)
COMPLAINTS = ("complaint",)


@dataclass(frozen=True, slots=True)
class Dispositions:
    """The list. `complaints` are those that count as a complaint of the caller."""

    words: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: DEFAULTS)
    complaints: Sequence[str] = COMPLAINTS

    def choices(self) -> list[Choice]:
        """To choose from, in order."""
        return [Choice(name, words, name in self.complaints) for name, words in self.words.items()]
