"""Reading prompts back: what a recogniser hears in a recording, and how far that is from the text.

Chinese is compared by syllables without tones (homophones sound alike, and a recogniser may write Traditional
characters); English by letters, and by words. Figures count as the words that were meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from prompts.engines.port import needs
from prompts.spelling import readings


class Reader(Protocol):
    """A recogniser that takes dictation."""

    def read(self, path: Path, language: str) -> str:
        """What is said in this file."""


def error_rate(text: str, heard: str, language: str) -> float:
    """Edits needed to turn what was heard into the text, by the text's length. 0 is perfect; may exceed 1."""
    return _rate(text, heard, language, units)


def word_error_rate(text: str, heard: str, language: str) -> float:
    """The same by words, for a language that writes them apart."""
    return _rate(text, heard, language, words)


def units(text: str, language: str) -> list[str]:
    """What is compared: syllables of Chinese, letters of English. What is in the other language does not count."""
    if language != "zh":
        return re.findall(r"[a-z]", text.lower())
    chinese = "".join(re.findall(r"[\u4e00-\u9fff]", text))
    syllables: list[str] = needs("pypinyin", "pypinyin").lazy_pinyin(chinese)
    return syllables


def words(text: str, language: str) -> list[str]:
    """Words of English; of Chinese, syllables again."""
    return (
        re.findall(r"[a-z']+", re.sub(r"([a-z])\.(?=[a-z]\.)", r"\1", text.lower()))
        if language != "zh"
        else units(text, language)
    )


def edits(wanted: Sequence[str], got: Sequence[str]) -> int:
    """Levenshtein's distance."""
    row = list(range(len(got) + 1))
    for i, unit in enumerate(wanted, start=1):
        before, row[0] = row[0], i
        for j, other in enumerate(got, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (unit != other))
    return row[-1]


def without_loop(heard: str) -> str:
    """Up to where it begins anew: a recogniser that goes on behind a short recording says `Press 7. Press 7`."""
    spoken = heard.split()
    bare = [re.sub(r"\W", "", word).lower() for word in spoken]
    again = next((at for at in range(2, len(bare) - 1) if bare[at : at + 2] == bare[:2]), len(bare))
    return " ".join(spoken[:again])


def _rate(text: str, heard: str, language: str, split: Callable[[str, str], list[str]]) -> float:
    wanted = split(next(readings(text, language)), language)
    might = (reading for each in {heard, without_loop(heard)} for reading in readings(each, language))
    least = min(edits(wanted, split(reading, language)) for reading in might)
    return least / max(len(wanted), 1)
