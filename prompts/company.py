"""The company in which a caller hears a prompt: a piece is read back inside a value, a sentence by itself."""

from __future__ import annotations

from collections.abc import Callable

from calls.speaking import SpokenValue, ValueKind
from prompts import pieces
from prompts.compose import digits, say

_ENTERED, _BALANCE, _ARRIVES = "confirm_entered", "balance_is", "order_arrives"
_A_PLACE = "position_3"
_BEFORE_A_KEY, _BEFORE_A_NAME = "name_orders", "did_you_mean"
_Sample = tuple[str, ValueKind, str]


def _number(text: str) -> _Sample:
    return (_ENTERED, ValueKind.NUMBER, text)


_FAMILIES: dict[str, Callable[[int], _Sample]] = {
    "number": lambda n: _number(f"{n}"),
    "after": lambda n: _number(f"{300 + n}"),
    "hundreds": lambda n: _number(f"{n}45"),
    "thousands": lambda n: _number(f"{n}645"),
    "jiao": lambda n: (_BALANCE, ValueKind.AMOUNT, f"34.{n}6"),
    "fen": lambda n: (_BALANCE, ValueKind.AMOUNT, f"34.5{n}"),
    "year_start": lambda n: (_ARRIVES, ValueKind.DATE, f"{n}26-10-15"),
    "year_end": lambda n: (_ARRIVES, ValueKind.DATE, f"190{n}-10-15"),
    "month": lambda n: (_ARRIVES, ValueKind.DATE, f"2026-{n:02}-15"),
    "day": lambda n: (_ARRIVES, ValueKind.DATE, f"2026-10-{n:02}"),
    "hour": lambda n: (_ARRIVES, ValueKind.TIME, f"{n:02}:30"),
    "minute": lambda n: (_ARRIVES, ValueKind.TIME, f"09:0{n}"),
}
_WORDS: dict[str, _Sample] = {
    pieces.TWO: (_BALANCE, ValueKind.AMOUNT, "2.00"),
    pieces.MINUS: _number("-34"),
    pieces.POINT: _number("34.5"),
    pieces.PLUS: (_ENTERED, ValueKind.DIGITS, "+44"),
    pieces.PHONE_ONE: ("callback_number_is", ValueKind.PHONE, "13800001111"),
    pieces.THOUSAND: _number("34000"),
    pieces.TEN_THOUSAND: _number("56000"),
    pieces.MILLION: _number("34000000"),
    pieces.HUNDRED_MILLION: _number("5600000000"),
    pieces.BILLION: _number("34000000000"),
    pieces.YUAN: (_BALANCE, ValueKind.AMOUNT, "34.00"),
    pieces.FEN: (_BALANCE, ValueKind.AMOUNT, "34.56"),
    pieces.WAIT_FROM: (_A_PLACE, ValueKind.WAIT_RANGE, "3-6"),
    pieces.WAIT_TO: (_A_PLACE, ValueKind.WAIT_RANGE, "4-10"),
    pieces.WAIT_MINUTES: (_A_PLACE, ValueKind.WAIT_RANGE, "5-15"),
    pieces.AM: (_ARRIVES, ValueKind.TIME, "09:30"),
    pieces.PM: (_ARRIVES, ValueKind.TIME, "15:30"),
    pieces.NOON: (_ARRIVES, ValueKind.TIME, "12:00"),
    pieces.MIDNIGHT: (_ARRIVES, ValueKind.TIME, "00:00"),
}


def heard_in(prompt: str, lang: str) -> list[str]:
    """The sequence in which a caller hears this prompt."""
    family, _, n = prompt.rpartition("_")
    if family == "digit" and n.isdigit():
        return digits(f"5{n}86", lang)
    if family == "press_key":
        return [_BEFORE_A_KEY, prompt]
    if prompt.startswith("name_"):
        return [_BEFORE_A_NAME, prompt]
    sample = _sample(prompt, family, n)
    if sample is None:
        return [prompt]
    intro, kind, text = sample
    sequence = say(SpokenValue(kind, text), lang)
    return [intro, *sequence] if prompt in sequence else [intro, prompt]


def _sample(prompt: str, family: str, n: str) -> _Sample | None:
    if prompt in _WORDS:
        return _WORDS[prompt]
    if n.isdigit() and int(n) in pieces.FAMILIES.get(family, ()):
        return _FAMILIES[family](int(n))
    return None
