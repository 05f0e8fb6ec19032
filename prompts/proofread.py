"""Reading prompts back: what a recogniser hears in a recording, and how far that is from the text.

Chinese is compared by syllables without tones (homophones sound alike, and a recogniser may write Traditional
characters); English by letters. Numbers are written as words on both sides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from prompts.engines.port import needs

_ENGLISH = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"""
_NUMERALS = "零一二三四五六七八九"


class Reader(Protocol):
    """A recogniser that takes dictation."""

    def read(self, path: Path, language: str) -> str:
        """What is said in this file."""


def error_rate(text: str, heard: str, language: str) -> float:
    """Edits needed to turn what was heard into the text, by the text's length. 0 is perfect; may exceed 1."""
    wanted, got = units(text, language), units(heard, language)
    return edits(wanted, got) / max(len(wanted), 1)


def units(text: str, language: str) -> list[str]:
    """What is compared: syllables of Chinese, letters of English. What is in the other language does not count."""
    plain = unicodedata.normalize("NFKC", text).lower()
    if language != "zh":
        return list("".join(re.findall(r"[a-z]", re.sub(r"\d+", lambda n: f" {_english(int(n[0]))} ", plain))))
    chinese = "".join(re.findall(r"[\u4e00-\u9fff]", re.sub(r"\d+", lambda n: _chinese(n[0]), plain)))
    syllables: list[str] = needs("pypinyin", "pypinyin").lazy_pinyin(chinese)
    return syllables


def edits(wanted: Sequence[str], got: Sequence[str]) -> int:
    """Levenshtein's distance."""
    row = list(range(len(got) + 1))
    for i, unit in enumerate(wanted, start=1):
        before, row[0] = row[0], i
        for j, other in enumerate(got, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (unit != other))
    return row[-1]


def _english(n: int) -> str:
    words = _ENGLISH.split()
    if n < 20:
        return words[n]
    if n < 100:
        return words[n // 10 + 18] + (words[n % 10] if n % 10 else "")
    return "onehundred" if n == 100 else "".join(words[int(digit)] for digit in str(n))


def _chinese(number: str) -> str:
    if number == "100":
        return "一百"
    if len(number) != 2 or number[0] == "0":
        return "".join(_NUMERALS[int(digit)] for digit in number)
    tens, ones = (_NUMERALS[int(digit)] for digit in number)
    return ("" if tens == "一" else tens) + "十" + ("" if ones == "零" else ones)
