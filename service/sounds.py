"""Prompt ids become sound files, in the caller's language or the nearest that has them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol


class PromptShelf(Protocol):
    """Where recorded prompts lie: the catalogue."""

    def has(self, prompt: str, language: str) -> bool:
        """Whether this prompt exists in this language."""
        ...

    def sound(self, prompt: str, language: str) -> Path:
        """Its WAV file."""
        ...


class Sounds:
    """Looks prompts up; a plan that was checked never misses one in its own languages."""

    def __init__(self, shelf: PromptShelf, languages: Sequence[str]) -> None:
        self._shelf, self._languages = shelf, tuple(languages)

    def replace(self, shelf: PromptShelf, languages: Sequence[str]) -> None:
        """The prompts have changed."""
        self._shelf, self._languages = shelf, tuple(languages)

    def of(self, language: str, *prompts: str) -> list[Path]:
        """The files of these prompts. A prompt that exists in no language is left out: silence, never a dropped call."""
        return [file for prompt in prompts if (file := self._find(prompt, language))]

    def _find(self, prompt: str, language: str) -> Path | None:
        for tongue in (language, *self._languages):
            if self._shelf.has(prompt, tongue):
                return self._shelf.sound(prompt, tongue)
        return None
