"""How a talk may have ended, for people to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console.ports.wrapup import Choice
from service.config_desk import DeskSettings


@dataclass(frozen=True, slots=True)
class Dispositions:
    """The list. `complaints` are those that count as a complaint of the caller."""

    words: Mapping[str, Mapping[str, str]]
    complaints: Sequence[str]

    @classmethod
    def of(cls, settings: DeskSettings) -> Dispositions:
        """As the settings say."""
        return cls(settings.words, settings.complaints)

    def choices(self) -> list[Choice]:
        """To choose from, in order."""
        return [Choice(name, words, name in self.complaints) for name, words in self.words.items()]
