"""Values as lists of prompts to be played one after the other: numbers, amounts, dates, times, places, waits, digits.

Pure: a value in, ids out. Places and waits are whole sentences, as they are heard best; what cannot be foreseen is
joined from pieces (docs/adr/0008-prompts.md).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import assert_never

from calls.speaking import SpokenValue, ValueKind, normalised
from prompts import values_en, values_zh
from prompts.pieces import (
    EXACT_POSITIONS,
    PAUSE,
    PHONE_ONE,
    PLUS,
    POSITION_STEPS,
    WAIT_FROM,
    WAIT_MINUTES,
    WAIT_STEPS,
    WAIT_TO,
    WAITED_MINUTES,
    WAITED_SECONDS,
    piece_ids,
    sentence_ids,
)

_WORDING: dict[str, ModuleType] = {"zh": values_zh, "en": values_en}
LANGUAGES = tuple(_WORDING)
LONGEST_GROUP = 4
"""Digits that are said in one breath."""


def say(value: SpokenValue, lang: str) -> list[str]:
    """The prompts that together read this value out. Raises ValueError if it is none, or for another language."""
    _check(lang)
    text, wording = normalised(value.kind, value.text), _WORDING[lang]
    match value.kind:
        case ValueKind.DIGITS:
            return _in_groups(_even(text))
        case ValueKind.PHONE:
            return [PHONE_ONE if spoken == "digit_1" else spoken for spoken in _in_groups(phone_groups(text))]
        case ValueKind.POSITION:
            return position(int(text), lang)
        case ValueKind.WAIT:
            return wait(int(text), lang)
        case ValueKind.WAITED:
            return waited(int(text), lang)
        case ValueKind.WAIT_RANGE:
            low, high = text.split("-")
            return wait_range(int(low), int(high), lang)
        case ValueKind.NUMBER | ValueKind.AMOUNT | ValueKind.DATE | ValueKind.TIME:
            words: list[str] = _READ[value.kind](wording, text)
            return words
        case _:
            assert_never(value.kind)


def digits(number: str, lang: str) -> list[str]:
    """Each digit by itself, for extensions and order numbers. Raises ValueError for anything but 0-9."""
    _check(lang)
    if not (number.isascii() and number.isdigit()):
        raise ValueError(f"only the digits 0-9 can be read out, not {number!r}")
    return [f"digit_{digit}" for digit in number]


def position(n: int, lang: str) -> list[str]:
    """A caller's place in the queue, counted from 1. Raises ValueError."""
    _check(lang)
    if n < 1:
        raise ValueError(f"positions count from 1, not {n}")
    if n <= EXACT_POSITIONS:
        return [f"position_{n}"]
    return [f"position_over_{max(step for step in POSITION_STEPS if step < n)}"]


def wait(seconds: float, lang: str) -> list[str]:
    """An expected wait in seconds, rounded up to a step; beyond an hour it is only called long."""
    _check(lang)
    if not seconds >= 0:
        raise ValueError(f"a wait is 0 seconds or more, not {seconds}")
    if seconds < 60:
        return ["wait_under_minute"]
    step = next((step for step in WAIT_STEPS if seconds <= step * 60), None)
    return [f"wait_{step}"] if step else ["wait_long"]


def waited(seconds: float, lang: str) -> list[str]:
    """How long somebody has waited, rounded down to what is worth saying."""
    _check(lang)
    if not seconds >= 0:
        raise ValueError(f"a wait is 0 seconds or more, not {seconds}")
    if seconds < WAITED_SECONDS[0]:
        return ["waited_not"]
    if seconds < 60:
        return [f"waited_{max(step for step in WAITED_SECONDS if step <= seconds)}s"]
    if seconds >= (WAITED_MINUTES[-1] + 1) * 60:
        return ["waited_long"]
    return [f"waited_{max(step for step in WAITED_MINUTES if step * 60 <= seconds)}"]


def wait_range(low: int, high: int, lang: str) -> list[str]:
    """An expected wait from so many to so many minutes; with nothing to choose between, as one wait."""
    _check(lang)
    if not 0 <= low <= high or high < 1:
        raise ValueError(f"a range of minutes begins at 0 or later and ends at 1 or later, not {low}-{high}")
    if high == 1:
        return ["wait_under_minute"]
    if high > WAIT_STEPS[-1] or low in (0, high):
        return wait(high * 60, lang)
    counted = _WORDING[lang].counted
    return [WAIT_FROM, *counted(low), WAIT_TO, *counted(high), WAIT_MINUTES]


def every_id() -> list[str]:
    """All ids that this module can return: the catalogue must have them in every language."""
    return [*sentence_ids(), *piece_ids()]


def phone_groups(number: str) -> list[str]:
    """As people in China say it: a mobile by 3-4-4, an area code by itself. A leading +86 is left out for a mobile."""
    plain = number.removeprefix("+86") if number.startswith("+861") and len(number) == 14 else number
    if plain.startswith("+"):
        return _even(plain)
    if len(plain) == 11 and plain[0] == "1":
        return _cut(plain, 3, 4)
    if plain[0] == "0" and 10 <= len(plain) <= (11 if plain[1] in "12" else 12):
        return _cut(plain, *((3, 4) if plain[1] in "12" else (4, len(plain) - 8)))
    return _cut(plain, 3, 3) if len(plain) == 10 else _even(plain)


def _cut(number: str, first: int, second: int) -> list[str]:
    return [number[:first], number[first : first + second], number[first + second :]]


def _even(number: str) -> list[str]:
    """Groups of nearly the same length, none longer than a breath."""
    count = -(-len(number) // LONGEST_GROUP)
    ends = [round(len(number) * n / count) for n in range(count + 1)]
    return [number[start:end] for start, end in itertools.pairwise(ends)]


def _in_groups(groups: list[str]) -> list[str]:
    spoken: list[str] = []
    for group in groups:
        spoken += [*([PAUSE] if spoken else []), *(PLUS if sign == "+" else f"digit_{sign}" for sign in group)]
    return spoken


def _time(wording: ModuleType, text: str) -> list[str]:
    hour, minute = text.split(":")
    words: list[str] = wording.clock(int(hour), int(minute))
    return words


_READ: dict[ValueKind, Callable[[ModuleType, str], list[str]]] = {
    ValueKind.NUMBER: lambda wording, text: wording.number(text),
    ValueKind.AMOUNT: lambda wording, text: wording.amount(text),
    ValueKind.DATE: lambda wording, text: wording.day(date.fromisoformat(text)),
    ValueKind.TIME: _time,
}


def _check(lang: str) -> None:
    if lang not in LANGUAGES:
        raise ValueError(f"numbers can be spoken in {' and '.join(LANGUAGES)}, not in '{lang}'")
