"""How alike two phrases sound: Mandarin by its syllables without tones, English by its letters.

Recognisers write what they hear in Traditional or Simplified characters, in homophones or in figures; by sound these are
one. For menus: which choice is nearest to what was said, and which two choices callers and machines will confuse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from pypinyin import Style, lazy_pinyin
from rapidfuzz.distance import Indel

ALIKE: Mapping[str, float] = MappingProxyType({"zh": 0.75, "en": 0.8})
"""From this likeness on, two choices of one menu are taken for each other."""
WITHIN = 0.9
"""What a phrase inside a longer sentence ("I would like to ...") counts, beside the phrase alone."""
_SAID: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "zh": "零一二三四五六七八九",
        "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    }
)
_HOMOPHONES = MappingProxyType({"to": "two", "too": "two", "for": "four", "fore": "four", "won": "one", "ate": "eight"})
_INITIALS = MappingProxyType({"zh": "z", "ch": "c", "sh": "s"})
_T = TypeVar("_T")
_NOT_WORDS = re.compile(r"[^\w]|_")


def likeness(said: str, phrase: str, language: str) -> float:
    """From 0, nothing in common, to 1, the same sound. `said` may be longer: the phrase inside it counts a little less."""
    heard, wanted = sounds(said, language), sounds(phrase, language)
    if not heard or not wanted:
        return 0.0
    whole = _near(heard, wanted)
    if len(heard) <= len(wanted):
        return whole
    return max(whole, WITHIN * max(_near(part, wanted) for part in _parts(heard, len(wanted), language)))


def sounds_alike(a: str, b: str, language: str) -> bool:
    """Whether two choices of one menu would be confused."""
    return _near(sounds(a, language), sounds(b, language)) >= ALIKE.get(language, ALIKE["en"])


@lru_cache(maxsize=4096)
def sounds(text: str, language: str) -> tuple[str, ...]:
    """The sounds of a text in order: two for each Mandarin syllable (initial, final), else letters. Repeats count once."""
    words = _normal(text, language)
    if language == "zh":
        return tuple(sound for syllable in once(_syllables(words)) for sound in syllable)
    return tuple(" ".join(once([_HOMOPHONES.get(word, word) for word in words.split()])))


def once(items: Sequence[_T]) -> Sequence[_T]:
    """`a b a b a b` is `a b`: what a recogniser that runs in circles has heard."""
    for length in range(1, len(items) // 2 + 1):
        if all(items[at] == items[at % length] for at in range(len(items))):
            return items[:length]
    return items


def _near(a: Sequence[str], b: Sequence[str]) -> float:
    return Indel.normalized_similarity(a, b)


def _parts(heard: Sequence[str], length: int, language: str) -> list[Sequence[str]]:
    """All pieces as long as the phrase; in Mandarin they begin where a syllable does."""
    step = 2 if language == "zh" else 1
    return [heard[at : at + length] for at in range(0, len(heard) - length + 1, step)]


def _normal(text: str, language: str) -> str:
    """Lower case, figures as words, nothing but letters and spaces."""
    lower = unicodedata.normalize("NFKC", text).lower().replace("'", "")
    figures = _SAID.get(language, _SAID["en"])
    worded = re.sub(r"[0-9]", lambda found: f" {figures[int(found.group())]} ", lower)
    return " ".join(_NOT_WORDS.sub(" ", worded).split())


def _syllables(text: str) -> list[tuple[str, str]]:
    """Initial and final of each; a foreign word counts as one."""
    return [_parted(syllable) for syllable in lazy_pinyin(text.replace(" ", ""), style=Style.NORMAL)]


def _parted(syllable: str) -> tuple[str, str]:
    """`zhuang` is `z`, `uan`: zh, ch, sh lose their h, and final n and ng are one; many speakers do not tell them apart."""
    initial = re.match(r"zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?", syllable)
    start = initial.group() if initial else ""
    final = syllable[len(start) :]
    return _INITIALS.get(start, start), final[:-1] if final.endswith("ng") else final
