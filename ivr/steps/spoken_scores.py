"""How a score is said, in the languages that we have words for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from calls.speech import Phrase

WORDS: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        "zh": tuple((word, f"{word}分") for word in "零一二三四五六七八九十"),
        "en": tuple(
            (word,) for word in ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
        ),
    }
)
"""By language: the ways to say 0, 1, 2, … 10."""
HIGHEST = 10


def phrases_for(language: str, least: int, most: int) -> tuple[Phrase, ...]:
    """What may be said for each score; nothing in a language without words: keys only."""
    ways = WORDS.get(language, ())[least : most + 1]
    return tuple(Phrase(text, str(score)) for score, texts in enumerate(ways, least) for text in texts)
