"""The catalogue: for an id and a language the text and the file to play. An admin's own recording wins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from calls.documents import Problems
from prompts.errors import PromptsUnreadable, PromptUnknown
from prompts.script import Key
from prompts.shelf import SHIPPED, Recording, Shelf, read_shelf

MUSIC = "music"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Prompts as they stood when loaded; a reload makes a new one. No disk is touched after loading.

    The topmost shelf with a text or a recording of a prompt decides about it: where an admin changed the text
    but has not rendered it yet, the old recording is not played, it would say something else.
    """

    shelves: tuple[Shelf, ...]
    """Topmost first."""

    @classmethod
    def load(cls, folder: Path = SHIPPED, overrides: Path | None = None) -> Catalogue:
        """Read the shipped shelf and an admin's. Raises PromptsUnreadable with every mistake, file and line."""
        problems = Problems()
        shelves = [read_shelf(folder, {}, problems)]
        if overrides is not None:
            shelves.insert(0, read_shelf(overrides, shelves[0].script.voices, problems))
        if problems:
            raise PromptsUnreadable("\n".join(problem.told() for problem in problems))
        return cls(tuple(shelves))

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that have a voice, in the order they are written."""
        return tuple(
            dict.fromkeys(name for shelf in reversed(self.shelves) for name in shelf.script.voices.get("prompts", {}))
        )

    @property
    def keys(self) -> tuple[Key, ...]:
        """Every prompt and language with a text or a recording."""
        known = (key for shelf in reversed(self.shelves) for key in (*shelf.script.lines, *shelf.recordings))
        return tuple(dict.fromkeys(known))

    @property
    def ids(self) -> tuple[str, ...]:
        """Every prompt's id, in the order they are written."""
        return tuple(dict.fromkeys(name for name, _ in self.keys))

    @property
    def music(self) -> Path | None:
        """The folder of music for waiting: an admin's if it holds any WAV, else ours; None without any."""
        folders = (shelf.folder / MUSIC for shelf in self.shelves)
        return next((folder for folder in folders if any(folder.glob("*.wav"))), None)

    @property
    def unplayable(self) -> tuple[Path, ...]:
        """Files in an admin's or our folders that a call cannot play, and that are therefore passed over."""
        return tuple(path for shelf in self.shelves for path in shelf.unplayable)

    def has(self, prompt: str, lang: str) -> bool:
        """Whether a call can play it."""
        return self._recording((prompt, lang)) is not None

    def text(self, prompt: str, lang: str) -> str:
        """What it says. Raises PromptUnknown."""
        for shelf in self.shelves:
            if (prompt, lang) in shelf.script.lines:
                return shelf.script.lines[prompt, lang].text
        raise PromptUnknown(f"prompt '{prompt}' has no text in '{lang}'")

    def sound(self, prompt: str, lang: str) -> Path:
        """The file to play: WAV, 8 kHz, mono, 16-bit. Raises PromptUnknown."""
        return self._found((prompt, lang)).path

    def seconds(self, prompt: str, lang: str) -> float:
        """How long it plays. Raises PromptUnknown."""
        return self._found((prompt, lang)).seconds

    def missing(self, ids: Iterable[str], langs: Iterable[str]) -> list[Key]:
        """The (id, language) pairs among these that a call could not play."""
        languages = tuple(langs)
        return [(name, lang) for name in ids for lang in languages if not self.has(name, lang)]

    def owner(self, key: Key) -> Shelf | None:
        """The shelf that decides about this prompt."""
        return next((shelf for shelf in self.shelves if shelf.owns(key)), None)

    def _recording(self, key: Key) -> Recording | None:
        shelf = self.owner(key)
        return shelf.recordings.get(key) if shelf else None

    def _found(self, key: Key) -> Recording:
        recording = self._recording(key)
        if recording is None:
            raise PromptUnknown(f"prompt '{key[0]}' has no recording in '{key[1]}'")
        return recording
