"""prompts.lock: what each rendered recording was made from, so that a changed text is noticed.

It also keeps what a recogniser heard in the recording, and how far that is from the text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from prompts.errors import PromptsUnreadable
from prompts.script import Key

FILE = "prompts.lock"


@dataclass(frozen=True, slots=True)
class Entry:
    """One rendered recording. `made_from` is its line's checksum, `audio` that of its file."""

    text: str
    made_from: str
    audio: str
    heard: str = ""
    error_rate: float | None = None


def audio_checksum(path: Path) -> str:
    """A short checksum of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def read_lock(folder: Path) -> dict[Key, Entry]:
    """The entries of a folder's lock; none if there is no lock. Raises PromptsUnreadable."""
    file = folder / FILE
    try:
        written = json.loads(file.read_text("utf-8"))
        return {_key(name): Entry(**entry) for name, entry in written.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError) as fault:
        remedy = "delete it: `hotline prompts build` renders anew what it made"
        raise PromptsUnreadable(f"{file} is damaged: {fault}", remedy) from fault


def write_lock(folder: Path, entries: Iterable[tuple[Key, Entry]]) -> None:
    """Write the lock: whole, or not at all. Sorted, one value a line, so that changes read well."""
    told = {f"{language}/{name}": asdict(entry) for (name, language), entry in sorted(entries)}
    half = folder / (FILE + ".part")
    half.write_text(json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    half.replace(folder / FILE)


def _key(name: str) -> Key:
    language, _, prompt = name.partition("/")
    return prompt, language
