"""`hotline prompts verify`: a recogniser reads recordings back, worst first. Sentences alone, pieces in company."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from prompts import audio
from prompts.catalogue import Catalogue
from prompts.company import heard_in
from prompts.errors import PromptUnknown
from prompts.lock import write_lock
from prompts.proofread import Reader, error_rate, units, word_error_rate
from prompts.render import Progress, known
from prompts.script import Key
from prompts.shelf import State


@dataclass(frozen=True, slots=True)
class Heard:
    """One prompt read back. `text` is of the whole company in which it was heard, `units` its length."""

    id: str
    language: str
    text: str
    heard: str
    error_rate: float
    """Wrong syllables of Chinese or letters of English, by the length of the text."""
    word_error_rate: float | None
    """Wrong words by their number; None for Chinese, which does not write words apart."""
    units: int


@dataclass(frozen=True, slots=True)
class Total:
    """All prompts of a language together: errors by length, so that a long prompt counts for more than a short one."""

    language: str
    prompts: int
    perfect: int
    error_rate: float
    word_error_rate: float | None


def readable(catalogue: Catalogue, ids: Collection[str] = (), languages: Collection[str] = ()) -> list[Key]:
    """The prompts that can be read back, among these if any are named. Raises PromptUnknown."""
    for name in ids:
        if name not in catalogue.ids:
            raise PromptUnknown(f"there is no prompt '{name}'")
    for language in languages:
        if language not in catalogue.languages:
            raise PromptUnknown(f"no prompt is spoken in '{language}'", f"use {' or '.join(catalogue.languages)}")
    wanted = [(name, lang) for name, lang in catalogue.keys if not ids or name in ids]
    return [key for key in wanted if (not languages or key[1] in languages) and _spoken(catalogue, key)]


def verify(catalogue: Catalogue, keys: Iterable[Key], reader: Reader, progress: Progress) -> list[Heard]:
    """Read these prompts back, worst first. Raises VoiceMissing, RecordingUnusable."""
    wanted = list(keys)
    rows = []
    for count, key in enumerate(wanted, start=1):
        rows.append(_read_back(catalogue, key, reader))
        progress(f"{rows[-1].error_rate:5.2f} {key[1]}/{key[0]} {rows[-1].text} | {rows[-1].heard}", count, len(wanted))
    return sorted(rows, key=lambda row: (-row.error_rate, row.language, row.id))


def totals(rows: Collection[Heard]) -> list[Total]:
    """One total a language."""
    return [_total(language, [row for row in rows if row.language == language]) for language in _languages(rows)]


def note(catalogue: Catalogue, rows: Iterable[Heard]) -> None:
    """Keep what was heard in the lock of the shelf whose recording it was. A person's own recording has no entry."""
    found = {(row.id, row.language): row for row in rows}
    for shelf in catalogue.shelves:
        lock = known(shelf)
        mine = [key for key in found if key in lock and catalogue.owner(key) is shelf and _fresh(catalogue, key)]
        for key in mine:
            lock[key] = replace(lock[key], heard=found[key].heard, error_rate=round(found[key].error_rate, 3))
        if mine:
            write_lock(shelf.folder, lock.items())


def read_company(catalogue: Catalogue, prompts: list[str], language: str, reader: Reader) -> tuple[str, str]:
    """The text of these prompts and what was heard of them, played one after the other."""
    text = (" " if language != "zh" else "").join(catalogue.text(name, language) for name in prompts if name != "pause")
    if len(prompts) == 1:
        return text, reader.read(catalogue.sound(prompts[0], language), language)
    with tempfile.TemporaryDirectory(prefix="hotline-prompts-") as folder:
        joined = Path(folder) / "joined.wav"
        audio.save(audio.join([audio.load(catalogue.sound(name, language)) for name in prompts]), joined)
        return text, reader.read(joined, language)


def _read_back(catalogue: Catalogue, key: Key, reader: Reader) -> Heard:
    name, language = key
    company = heard_in(name, language) if language in ("zh", "en") else [name]
    if not all(catalogue.has(other, language) for other in company):
        company = [name]
    text, heard = read_company(catalogue, company, language, reader)
    words = None if language == "zh" else word_error_rate(text, heard, language)
    return Heard(name, language, text, heard, error_rate(text, heard, language), words, len(units(text, language)))


def _spoken(catalogue: Catalogue, key: Key) -> bool:
    """Whether it says something, and its text and its recording are both there."""
    lines = [shelf.script.lines[key] for shelf in catalogue.shelves if key in shelf.script.lines]
    return bool(lines) and lines[0].spoken and catalogue.has(*key)


def _fresh(catalogue: Catalogue, key: Key) -> bool:
    shelf = catalogue.owner(key)
    return shelf is not None and key in shelf.script.lines and shelf.state(shelf.script.lines[key]) is State.FRESH


def _languages(rows: Collection[Heard]) -> list[str]:
    return list(dict.fromkeys(row.language for row in rows))


def _total(language: str, rows: list[Heard]) -> Total:
    length = max(sum(row.units for row in rows), 1)
    errors = sum(row.error_rate * row.units for row in rows) / length
    words = [row.word_error_rate for row in rows if row.word_error_rate is not None]
    perfect = sum(row.error_rate == 0 for row in rows)
    return Total(language, len(rows), perfect, errors, sum(words) / len(words) if words else None)
