"""Values in English, as callers in China hear them: one thousand two hundred and thirty-four yuan and fifty fen."""

from __future__ import annotations

from datetime import date

from prompts.pieces import AM, BILLION, FEN, MIDNIGHT, MILLION, MINUS, NOON, PM, POINT, THOUSAND, YUAN


def number(text: str) -> list[str]:
    """-12.5 is minus twelve point five."""
    whole, _, fraction = text.removeprefix("-").partition(".")
    spoken = [MINUS] if text.startswith("-") else []
    spoken += whole_number(int(whole))
    return [*spoken, POINT, *(f"digit_{sign}" for sign in fraction)] if fraction else spoken


def whole_number(n: int) -> list[str]:
    """1005 is one thousand and five. Up to 999 billion and what follows."""
    if n == 0:
        return ["number_0"]
    spoken: list[str] = []
    for power, unit in ((10**9, BILLION), (10**6, MILLION), (10**3, THOUSAND)):
        if value := n // power % 1000:
            spoken += [f"thousands_{value}"] if unit == THOUSAND and value < 10 else [*_hundreds(value), unit]
    return [*spoken, *_hundreds(n % 1000, after=bool(spoken))]


def counted(n: int) -> list[str]:
    """Before what is counted, as in two minutes."""
    return whole_number(n)


def amount(text: str) -> list[str]:
    """1234.50 is one thousand two hundred and thirty-four yuan and fifty fen, 0.50 is fifty fen."""
    whole, cents = (int(part) for part in text.removeprefix("-").split("."))
    spoken = [MINUS] if text.startswith("-") else []
    if not whole and cents:
        return [*spoken, f"number_{cents}", FEN]
    spoken += [*whole_number(whole), YUAN]
    return [*spoken, f"after_{cents}", FEN] if cents else spoken


def day(value: date) -> list[str]:
    """October first, twenty twenty-six."""
    return [f"month_{value.month}", f"day_{value.day}", *_year(value.year)]


def clock(hour: int, minute: int) -> list[str]:
    """nine thirty a.m.; twelve noon; twelve oh five a.m."""
    if not minute and hour in (0, 12):
        return [f"hour_{hour}", NOON if hour else MIDNIGHT]
    minutes = [f"{'minute' if minute < 10 else 'number'}_{minute}"] if minute else []
    return [f"hour_{hour}", *minutes, PM if hour >= 12 else AM]


def _hundreds(value: int, after: bool = False) -> list[str]:
    hundreds, rest = divmod(value, 100)
    spoken = [f"hundreds_{hundreds}"] if hundreds else []
    if not rest:
        return spoken
    return [*spoken, f"after_{rest}" if hundreds or after else f"number_{rest}"]


def _year(year: int) -> list[str]:
    start, end = divmod(year, 100)
    if start == 20 and end < 10:
        return ["thousands_2", f"after_{end}"] if end else ["thousands_2"]
    return [f"year_start_{start}", f"number_{end}" if end > 9 else f"year_end_{end}"]
