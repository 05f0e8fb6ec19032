"""A shelf: one folder with a script, recordings by language and a lock. There are two: ours and an admin's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from calls.documents import Problems
from prompts import audio
from prompts.lock import Entry, audio_checksum, read_lock
from prompts.script import ID, LANGUAGE, Key, Line, Script, Voices, read_script

SHIPPED = Path(__file__).parent
"""The shelf that comes with the program."""


class State(StrEnum):
    """How a recording stands to its text."""

    FRESH = "fresh"
    STALE = "stale"
    MISSING = "missing"
    RECORDED = "recorded"
    """Made by a person, not by us: never rendered over."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A file a call can play."""

    path: Path
    seconds: float


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a folder holds, read once. `unplayable` files are there but cannot be used in a call."""

    folder: Path
    script: Script
    lock: Mapping[Key, Entry]
    recordings: Mapping[Key, Recording]
    unplayable: tuple[Path, ...]

    def place(self, key: Key) -> Path:
        """Where the recording of this prompt belongs."""
        name, language = key
        return self.folder / language / f"{name}.wav"

    def owns(self, key: Key) -> bool:
        """Whether this shelf decides about the prompt: it has a text or a recording of it."""
        return key in self.script.lines or key in self.recordings

    def state(self, line: Line) -> State:
        """How the recording of this line stands."""
        key = (line.id, line.language)
        entry = self.lock.get(key)
        if key not in self.recordings:
            return State.MISSING
        if entry is None or entry.audio != audio_checksum(self.recordings[key].path):
            return State.RECORDED
        return State.FRESH if entry.made_from == line.checksum else State.STALE


def read_shelf(folder: Path, voices: Voices, problems: Problems) -> Shelf:
    """Read a folder. A folder that does not exist is an empty shelf. Raises PromptsUnreadable."""
    recordings, unplayable = _recordings(folder, audio.RATE)
    script = read_script(folder, voices, problems)
    return Shelf(folder, script, read_lock(folder), recordings, unplayable)


def rendered_elsewhere(folder: Path, script: Script, rate: int) -> Shelf:
    """The same script with recordings of another rate, in a folder of their own. Raises PromptsUnreadable."""
    recordings, unplayable = _recordings(folder, rate)
    return Shelf(folder, script, read_lock(folder), recordings, unplayable)


def _recordings(folder: Path, rate: int) -> tuple[dict[Key, Recording], tuple[Path, ...]]:
    recordings, unplayable = {}, []
    for path in sorted(folder.glob("*/*.wav")):
        if not (LANGUAGE.fullmatch(path.parent.name) and ID.fullmatch(path.stem)):
            continue
        if audio.playable(path, rate):
            recordings[path.stem, path.parent.name] = Recording(path, audio.seconds(path))
        else:
            unplayable.append(path)
    return recordings, tuple(unplayable)
