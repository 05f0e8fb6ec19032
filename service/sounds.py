"""Prompt ids become sound files, in the caller's language or the nearest that has them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from calls.speaking import Spoken
from prompts import compose


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

    def has(self, prompt: str) -> bool:
        """Whether this prompt exists in any language of ours."""
        return any(self._shelf.has(prompt, language) for language in self._languages)

    def of(self, language: str, *prompts: Spoken) -> list[Path]:
        """The files of these prompts. A prompt that exists in no language is left out: silence, never a dropped call."""
        ids = [name for prompt in prompts for name in self._ids(prompt, language)]
        return [file for name in ids if (file := self._find(name, language))]

    def _ids(self, prompt: Spoken, language: str) -> Sequence[str]:
        """The prompts that read a value out, in the first language that has the words."""
        if isinstance(prompt, str):
            return (prompt,)
        tongue = next((each for each in (language, *self._languages) if each in compose.LANGUAGES), "")
        return compose.say(prompt, tongue) if tongue else ()

    def _find(self, prompt: str, language: str) -> Path | None:
        for tongue in (language, *self._languages):
            if self._shelf.has(prompt, tongue):
                return self._shelf.sound(prompt, tongue)
        return None
