"""Phrases written in the words that a model knows. A recogniser with a fixed vocabulary hears nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

Known = Callable[[str], bool]
DIGITS: Mapping[str, str] = MappingProxyType(
    {
        "zh": "零 一 二 三 四 五 六 七 八 九",
        "en": "zero one two three four five six seven eight nine",
    }
)
"""How 0 to 9 are said: vocabularies have words, not figures."""
_LONGEST_WORD = 8


def spell(phrase: str, language: str, known: Known) -> tuple[str, ...] | None:
    """The phrase as known words; None when a part of it is not in the vocabulary.

    What has no spaces between words (Chinese) is cut into the fewest words that are known.
    """
    words: list[str] = []
    for token in normal(phrase, language).split():
        pieces = (token,) if known(token) else None if token.isascii() else _cut(token, known)
        if pieces is None:
            return None
        words.extend(pieces)
    return tuple(words) or None


def normal(phrase: str, language: str) -> str:
    """Lower case, figures as words, no punctuation but the apostrophe."""
    text = unicodedata.normalize("NFKC", phrase).lower()
    if said := DIGITS.get(language, "").split():
        text = re.sub(r"[0-9]", lambda found: f" {said[int(found.group())]} ", text)
    return " ".join(re.sub(r"[^\w']|_", " ", text).split())


def _cut(token: str, known: Known) -> tuple[str, ...] | None:
    """The fewest known words that make up `token`: the best cut of each beginning, shortest first."""
    best: list[tuple[str, ...] | None] = [(), *[None] * len(token)]
    for end in range(1, len(token) + 1):
        for start in range(max(0, end - _LONGEST_WORD), end):
            before, word = best[start], token[start:end]
            if before is not None and known(word):
                longer, so_far = (*before, word), best[end]
                best[end] = longer if so_far is None or len(longer) < len(so_far) else so_far
    return best[-1]
