"""Figures in words: a recogniser writes 1,234 or 9:30 where a voice said words, and not always the same words.

Every reading that a speaker could have meant is given; whoever compares takes the nearest.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator

from prompts.engines.port import needs

MOST_READINGS = 256
"""Texts with more figures than that allows are compared by their first readings only."""
_FIGURES = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d{1,2}:\d{2}|\d+\.\d+|\d+(?:st|nd|rd|th)|\d+")
_PAIRS = re.compile(r"(\d{1,2})\.?(\d{2})")
"""330 or 3.30, where a time was said."""
_NUMERALS = "零一二三四五六七八九"
_SAME = str.maketrans({"两": "二", "兩": "二", "幺": "一", "〇": "零"})
"""Numerals that a listener takes for the same figure."""


def readings(text: str, language: str) -> Iterator[str]:
    """The text with its figures in words, once for each way to read them. Raises VoiceMissing."""
    plain = unicodedata.normalize("NFKC", text).lower()
    read = _chinese if language == "zh" else _english
    plain = plain.translate(_SAME) if language == "zh" else plain
    between, figures = _FIGURES.split(plain), _FIGURES.findall(plain)
    for words in itertools.islice(itertools.product(*map(read, figures)), MOST_READINGS):
        yield "".join(itertools.chain.from_iterable(itertools.zip_longest(between, words, fillvalue="")))


def _chinese(figure: str) -> list[str]:
    plain = re.sub(r"[a-z,]", "", figure)
    if ":" in plain:
        hours, minutes = plain.split(":")
        return [f"{_value(hours)}点{_value(minutes)}分", f"{_value(hours)}点{_one_by_one(minutes)}分"]
    return _unlike(_one_by_one(plain), _value(plain))


def _value(figure: str) -> str:
    words: str = needs("cn2an", "cn2an").an2cn(figure.lstrip("0") or "0", "low") if len(figure) < 16 else ""
    return words.removeprefix("一") if re.match(r"一十", words) else words


def _one_by_one(figure: str) -> str:
    return "".join(_NUMERALS[int(sign)] if sign.isdigit() else "点" for sign in figure)


def _english(figure: str) -> list[str]:
    plain = re.sub(r"[a-z,]", "", figure)
    if plain != figure.replace(",", ""):
        return [f" {_words(plain, 'ordinal')} "]
    if ":" in plain:
        return [_clock(*plain.split(":"))]
    single = [_digits(plain, zero) for zero in ("zero", "oh")]
    values = [_words(plain, to) for to in ("cardinal", "year")] if len(plain) < 16 and plain[0] != "0" else []
    values += [_words(plain, "ordinal")] if plain.isdigit() and 0 < int(plain) < 32 else []  # October 1
    pairs = [_clock(found[1], found[2])] if (found := _PAIRS.fullmatch(plain)) else []
    return [f" {words} " for words in _unlike(*values, *pairs, *single)]


def _clock(hours: str, minutes: str) -> str:
    after = _words(minutes, "cardinal") if minutes[0] != "0" else _digits(minutes, "oh")
    return f" {_words(str(int(hours)), 'cardinal')} {after if minutes != '00' else ''} "


def _digits(figure: str, zero: str) -> str:
    spoken = {".": "point", "0": zero}
    return " ".join(spoken.get(sign) or _words(sign, "cardinal") for sign in figure)


def _words(figure: str, to: str) -> str:
    if to == "year" and len(figure) != 4:
        to = "cardinal"
    number = float(figure) if "." in figure else int(figure)
    words: str = needs("num2words", "num2words").num2words(number, to=to)
    return words


def _unlike(*words: str) -> list[str]:
    return [word for word in dict.fromkeys(words) if word]
