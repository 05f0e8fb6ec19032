"""Digits that were said one by one: `one double four oh`, `幺三八`. Anything besides makes it none at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_ZH: Mapping[str, str] = MappingProxyType(dict(zip("零〇一幺二两三四五六七八九", "0011223456789", strict=True)))
_EN: Mapping[str, str] = MappingProxyType(
    {"zero": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4"}
    | {"five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"}
)
_TIMES: Mapping[str, int] = MappingProxyType({"double": 2, "triple": 3})
_BREAKS = re.compile(r"[\s,.;:!?，。、！？；：-]+")


def digits_said(text: str, language: str) -> str:
    """The digits, or '' if anything else was said."""
    words = [word for word in _BREAKS.split(text.lower()) if word]
    found = [_of_chinese(word) for word in words] if language.startswith("zh") else _of_english(words)
    return "" if None in found else "".join(each for each in found if each)


def _of_chinese(word: str) -> str | None:
    digits = [sign if sign in "0123456789" else _ZH.get(sign) for sign in word]
    return None if None in digits else "".join(each for each in digits if each)


def _of_english(words: list[str]) -> list[str | None]:
    found: list[str | None] = []
    times = 1
    for word in words:
        if word in _TIMES and times == 1:
            times = _TIMES[word]
            continue
        digits = word if word.isascii() and word.isdecimal() else _EN.get(word)
        found.append(digits[:1] * (times - 1) + digits if digits else None)
        times = 1
    return [*found, None] if times > 1 else found
