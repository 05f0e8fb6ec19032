"""What `hotline prompts list | check | build | use` does. Nothing here prints: rows, lines and progress go out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from prompts import audio, hold_music
from prompts.catalogue import MUSIC, Catalogue
from prompts.errors import PromptUnknown
from prompts.render import Progress, Voices
from prompts.render import build as build_shelf
from prompts.script import ID, LANGUAGE, Key, Line, Script
from prompts.shelf import SHIPPED, State, rendered_elsewhere

_LEVEL = (-24.0, -16.0)
_ENDS = (0.02, 0.3)
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
    """As it was read back last (`hotline prompts verify --keep`)."""
    checksum: str
    """Of the file, as prompts.lock has it; '' for a person's own recording."""


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
        if row.state is State.FRESH and _as_is(catalogue, (row.id, row.language)):
            continue
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
    wideband: Path | None = None,
) -> list[Line]:
    """Render what is missing or stale on both shelves; `again` names prompts to render anew.

    With a folder for `wideband` all is rendered there at 16 kHz, and nothing here changes.
    Raises PromptsUnreadable, PromptUnknown, VoiceMissing, RecordingUnusable.
    """
    catalogue = Catalogue.load(folder, overrides)
    for name in again:
        if name not in catalogue.ids:
            raise PromptUnknown(f"there is no prompt '{name}'")
    speaking = voices or Voices()
    if wideband is not None:
        shelf = rendered_elsewhere(wideband, _script(catalogue), audio.WIDEBAND)
        return build_shelf(shelf, progress, speaking, again, audio.WIDEBAND)
    _build_music(folder, progress)
    return [line for shelf in catalogue.shelves for line in build_shelf(shelf, progress, speaking, again)]


def use(recording: Path, prompt: str, lang: str, overrides: Path) -> Path:
    """Take an admin's own recording: made fit for a call and put where it wins. Raises RecordingUnusable."""
    if not (ID.fullmatch(prompt) and LANGUAGE.fullmatch(lang)):
        raise PromptUnknown(f"'{lang}/{prompt}' cannot be a prompt", "a name is made of a-z, 0-9 and _")
    place = overrides / lang / f"{prompt}.wav"
    audio.save(audio.telephone(audio.load(recording)), place)
    return place


def _script(catalogue: Catalogue) -> Script:
    """The lines of both shelves, an admin's over ours."""
    lines = {key: line for shelf in reversed(catalogue.shelves) for key, line in shelf.script.lines.items()}
    return Script(catalogue.shelves[0].script.voices, lines)


def _build_music(folder: Path, progress: Progress) -> None:
    path = folder / MUSIC / hold_music.FILE
    if not path.exists():
        audio.save(hold_music.loop(), path)
        progress(f"{MUSIC}/{hold_music.FILE} {audio.seconds(path):.1f} s", 1, 1)


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
    return Row(*key, text, state, seconds, path, voice, rate, entry.audio if entry and rendered else "")


def _as_is(catalogue: Catalogue, key: Key) -> bool:
    shelf = catalogue.owner(key)
    return shelf is not None and shelf.script.lines[key].keep == "as_is"


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
        yield f"its ends are {ends[0]:.2f} s and {ends[1]:.2f} s of silence, wanted about 0.1 s, or 0.03 s of a piece"
