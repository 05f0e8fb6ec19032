"""Values in Mandarin: 两 before 千, 万 and 元, 二 before 百, 零 over a gap, groups of four by 万 and 亿, years digit by digit."""

from __future__ import annotations

from datetime import date

from prompts.pieces import FEN, HUNDRED_MILLION, MINUS, POINT, TEN_THOUSAND, TWO, YUAN


def number(text: str) -> list[str]:
    """-12.5 is 负十二点五."""
    whole, _, fraction = text.removeprefix("-").partition(".")
    spoken = [MINUS] if text.startswith("-") else []
    spoken += whole_number(int(whole))
    return [*spoken, POINT, *(f"digit_{sign}" for sign in fraction)] if fraction else spoken


def whole_number(n: int) -> list[str]:
    """10 0500 is 十万零五百. Up to 9999 亿 and what follows."""
    if n == 0:
        return ["number_0"]
    spoken: list[str] = []
    gap = False
    for value, unit in ((n // 10**8, HUNDRED_MILLION), (n // 10**4 % 10**4, TEN_THOUSAND), (n % 10**4, "")):
        if value:
            spoken += _section(value, unit, after=bool(spoken), gap=bool(spoken) and (gap or value < 1000))
        gap = not value
    return spoken


def counted(n: int) -> list[str]:
    """Before what is counted, as in 两分钟."""
    return [TWO] if n == 2 else whole_number(n)


def amount(text: str) -> list[str]:
    """1234.50 is 一千二百三十四元五角, 3.05 is 三元零五分, 0.50 is 五角."""
    whole, cents = text.removeprefix("-").split(".")
    tens, ones = int(cents[0]), int(cents[1])
    spoken = [MINUS] if text.startswith("-") else []
    if int(whole) or not int(cents):
        spoken += [*([TWO] if int(whole) == 2 else whole_number(int(whole))), YUAN]
        spoken += ["digit_0"] if ones and not tens else []
    spoken += [f"jiao_{tens}"] if tens else []
    return [*spoken, f"fen_{ones}"] if ones else spoken


def day(value: date) -> list[str]:
    """二零二六年十月一号."""
    tens, ones = divmod(value.year % 100, 10)
    year = [f"year_start_{value.year // 100}", f"digit_{tens}", f"year_end_{ones}"]
    return [*year, f"month_{value.month}", f"day_{value.day}"]


def clock(hour: int, minute: int) -> list[str]:
    """上午九点三十分; the part of the day belongs to the hour."""
    if not minute:
        return [f"hour_{hour}"]
    return [f"hour_{hour}", *([f"minute_{minute}"] if minute < 10 else [f"number_{minute}", FEN])]


def _section(value: int, unit: str, after: bool, gap: bool) -> list[str]:
    """Up to four figures and their unit; `after` a section before it, over a `gap` of zeros."""
    thousands, hundreds, rest = value // 1000, value // 100 % 10, value % 100
    spoken = ["digit_0"] if gap and (thousands or hundreds) else []
    spoken += [f"thousands_{thousands}"] if thousands else []
    spoken += [f"hundreds_{hundreds}"] if hundreds else []
    if value == 2 and unit and not after:
        spoken.append(TWO)
    elif rest and not (after or thousands or hundreds):
        spoken.append(f"number_{rest}")
    elif rest:
        spoken += ["digit_0"] if rest > 9 and not hundreds else []
        spoken.append(f"after_{rest}")
    return [*spoken, unit] if unit else spoken
