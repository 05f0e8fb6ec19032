"""The pieces that values are read out of: prompts recorded for being joined, each with a short silence around it.

One id means the same in every language, though a language may not need it: `ten_thousand` is 万, `after_5` is what
follows hundreds (零五, and five).
"""

from __future__ import annotations

EXACT_POSITIONS = 20
"""Up to here a caller hears his very place: 排队位置是第三位, your place in line is number three."""
POSITION_STEPS = tuple(range(20, 101, 10))
"""From there on he hears which of these he is beyond: 排队位置在三十位之后."""
WAIT_STEPS = (2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60)
"""Minutes an expected wait is rounded up to. An estimate is not worth more digits."""

WAITED_SECONDS = (10, 20, 30, 40, 50)
"""Seconds that somebody has waited, rounded down to these, up to a minute."""
WAITED_MINUTES = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30)
"""Minutes likewise."""

PAUSE = "pause"
"""A silence between groups of digits."""
PHONE_ONE = "phone_1"
"""The one of a phone number: 幺."""
TWO = "two_of"
"""The two that is counted with: 两."""
MINUS, PLUS, POINT = "minus", "plus", "point"
THOUSAND, TEN_THOUSAND, MILLION = "thousand", "ten_thousand", "million"
HUNDRED_MILLION, BILLION = "hundred_million", "billion"
YUAN, FEN = "yuan", "fen"
WAIT_FROM, WAIT_TO, WAIT_MINUTES = "wait_from", "wait_to", "wait_minutes"
"""An expected wait as a range: 预计等待时间 两 至 五 分钟."""
AM, PM, NOON, MIDNIGHT = "time_am", "time_pm", "time_noon", "time_midnight"

_WORDS = (
    PAUSE,
    PHONE_ONE,
    TWO,
    MINUS,
    PLUS,
    POINT,
    THOUSAND,
    TEN_THOUSAND,
    MILLION,
    HUNDRED_MILLION,
    BILLION,
    YUAN,
    FEN,
    WAIT_FROM,
    WAIT_TO,
    WAIT_MINUTES,
)
_CLOCK = (AM, PM, NOON, MIDNIGHT)
FAMILIES: dict[str, range] = {
    "digit": range(10),
    "number": range(100),
    "after": range(1, 100),
    "hundreds": range(1, 10),
    "thousands": range(1, 10),
    "jiao": range(1, 10),
    "fen": range(1, 10),
    "year_start": range(19, 22),
    "year_end": range(10),
    "month": range(1, 13),
    "day": range(1, 32),
    "hour": range(24),
    "minute": range(1, 10),
}
"""Pieces that are counted: `number_34`."""


def piece_ids() -> list[str]:
    """Every piece."""
    return [*_WORDS, *_CLOCK, *(f"{family}_{n}" for family, numbers in FAMILIES.items() for n in numbers)]


def sentence_ids() -> list[str]:
    """Every place, every wait that is expected and every one that was, each a sentence of its own."""
    exact = [f"position_{n}" for n in range(1, EXACT_POSITIONS + 1)]
    beyond = [f"position_over_{n}" for n in POSITION_STEPS]
    wait = ["wait_under_minute", *(f"wait_{n}" for n in WAIT_STEPS), "wait_long"]
    waited = [*(f"waited_{n}s" for n in WAITED_SECONDS), *(f"waited_{n}" for n in WAITED_MINUTES)]
    return [*exact, *beyond, *wait, "waited_not", *waited, "waited_long"]
