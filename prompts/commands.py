"""What `hotline prompts list | check | build | use` does. Nothing here prints: rows, lines and progress go out."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from prompts import audio, compose, hold_music
from prompts.catalogue import MUSIC, Catalogue
from prompts.errors import PromptUnknown
from prompts.lock import write_lock
from prompts.proofread import Reader, error_rate
from prompts.render import Progress, Voices, known
from prompts.render import build as build_shelf
from prompts.script import ID, LANGUAGE, Key, Line
from prompts.shelf import SHIPPED, Shelf, State

_LEVEL = (-24.0, -16.0)
_ENDS = (0.03, 0.3)
"""Bounds for what is rendered here; a person's own recording is only asked to be playable."""


@dataclass(frozen=True, slots=True)
class Row:
    """One prompt in one language as `hotline prompts list` shows it."""

    id: str
    language: str
    text: str
    state: State
    seconds: float
    path: Path | None
    voice: str
    error_rate: float | None


def list_rows(folder: Path = SHIPPED, overrides: Path | None = None) -> list[Row]:
    """Every prompt in every language it has. Raises PromptsUnreadable."""
    catalogue = Catalogue.load(folder, overrides)
    return [_row(catalogue, key) for key in catalogue.keys]


def check(folder: Path = SHIPPED, overrides: Path | None = None) -> list[str]:
    """Everything wrong with the recordings, one line each; empty if all is well. Raises PromptsUnreadable."""
    catalogue = Catalogue.load(folder, overrides)
    unfit = "not 8 kHz, mono, 16-bit WAV; `hotline prompts use` converts it"
    wrong = [f"{path}: {unfit}" for path in catalogue.unplayable]
    for row in (_row(catalogue, key) for key in catalogue.keys):
        wrong += [f"{row.language}/{row.id}: {what}" for what in _faults(row)]
    for name in catalogue.ids:
        lacking = [lang for lang in catalogue.languages if (name, lang) not in catalogue.keys]
        wrong += [f"{lang}/{name}: no text in this language" for lang in lacking]
    return wrong


def build(
    progress: Progress,
    folder: Path = SHIPPED,
    overrides: Path | None = None,
    again: Collection[str] = (),
    voices: Voices | None = None,
) -> list[Line]:
    """Render what is missing or stale on both shelves; `again` names prompts to render anew.

    Raises PromptsUnreadable, PromptUnknown, VoiceMissing, RecordingUnusable.
    """
    catalogue = Catalogue.load(folder, overrides)
    for name in again:
        if name not in catalogue.ids:
            raise PromptUnknown(f"there is no prompt '{name}'")
    speaking = voices or Voices()
    _build_music(folder, progress)
    return [line for shelf in catalogue.shelves for line in build_shelf(shelf, progress, speaking, again)]


def proofread(progress: Progress, reader: Reader, folder: Path = SHIPPED, every: bool = False) -> list[Row]:
    """Have rendered recordings read back and note the error rates in the lock; returns all rows.

    Only those not read yet, unless `every`. Raises PromptsUnreadable, VoiceMissing.
    """
    shelf = Catalogue.load(folder).shelves[0]
    lock = known(shelf)
    for key, line in _to_read(shelf, every):
        text, heard = _read_back(shelf, line, reader)
        rate = round(error_rate(text, heard, line.language), 3)
        lock[key] = replace(lock[key], heard=heard, error_rate=rate)
        write_lock(folder, lock.items())
        progress(f"{rate:5.2f} {line.language}/{line.id} {text} | {heard}")
    return list_rows(folder)


def use(recording: Path, prompt: str, lang: str, overrides: Path) -> Path:
    """Take an admin's own recording: made fit for a call and put where it wins. Raises RecordingUnusable."""
    if not (ID.fullmatch(prompt) and LANGUAGE.fullmatch(lang)):
        raise PromptUnknown(f"'{lang}/{prompt}' cannot be a prompt", "a name is made of a-z, 0-9 and _")
    place = overrides / lang / f"{prompt}.wav"
    audio.save(audio.telephone(audio.load(recording)), place)
    return place


def _build_music(folder: Path, progress: Progress) -> None:
    path = folder / MUSIC / hold_music.FILE
    if not path.exists():
        audio.save(hold_music.loop(), path)
        progress(f"{MUSIC}/{hold_music.FILE} {audio.seconds(path):.1f} s")


def _to_read(shelf: Shelf, every: bool) -> Iterator[tuple[Key, Line]]:
    for key, line in shelf.script.lines.items():
        entry = shelf.lock.get(key)
        rendered = line.spoken and entry is not None and shelf.state(line) is State.FRESH
        if rendered and (every or entry is None or entry.error_rate is None):
            yield key, line


def _read_back(shelf: Shelf, line: Line, reader: Reader) -> tuple[str, str]:
    """The text and what was heard, in the company in which a caller hears the prompt."""
    keys = [(name, line.language) for name in compose.heard_in(line.id, line.language)]
    text = " ".join(shelf.script.lines[key].text for key in keys)
    if len(keys) == 1:
        return text, reader.read(shelf.recordings[keys[0]].path, line.language)
    with tempfile.TemporaryDirectory(prefix="hotline-prompts-") as folder:
        joined = Path(folder) / "joined.wav"
        audio.save(audio.join([audio.load(shelf.recordings[key].path) for key in keys]), joined)
        return text, reader.read(joined, line.language)


def _row(catalogue: Catalogue, key: Key) -> Row:
    shelf = catalogue.owner(key)
    if shelf is None:
        raise PromptUnknown(f"there is no prompt '{key[0]}'")
    line, entry, recording = shelf.script.lines.get(key), shelf.lock.get(key), shelf.recordings.get(key)
    state = shelf.state(line) if line else State.RECORDED
    rendered = state in (State.FRESH, State.STALE) and line is not None
    voice = f"{line.manner.engine} {line.manner.voice}" if rendered and line else ""
    text = next((s.script.lines[key].text for s in catalogue.shelves if key in s.script.lines), "")
    rate = entry.error_rate if entry and rendered else None
    path, seconds = (recording.path, recording.seconds) if recording else (None, 0.0)
    return Row(*key, text, state, seconds, path, voice, rate)


def _faults(row: Row) -> Iterator[str]:
    if row.state in (State.MISSING, State.STALE):
        yield f"its recording is {row.state}; `hotline prompts build` makes it"
    if row.path is None or row.state is State.RECORDED:
        return
    found = audio.measure(audio.load(row.path))
    if not _LEVEL[0] <= found.rms_dbfs <= _LEVEL[1]:
        yield f"its level is {found.rms_dbfs:.1f} dBFS, wanted {_LEVEL[0]:g} to {_LEVEL[1]:g}"
    if found.peak_dbfs > audio.PEAK_DBFS + 0.1:
        yield f"its peak is {found.peak_dbfs:.1f} dBFS, wanted {audio.PEAK_DBFS:g} at most"
    ends = (found.silence_before, found.silence_after)
    if not all(_ENDS[0] <= end <= _ENDS[1] for end in ends):
        yield f"its ends are {ends[0]:.2f} s and {ends[1]:.2f} s of silence, wanted about 0.1 s"
