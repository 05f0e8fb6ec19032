"""Places in a queue, waiting times and digits as lists of prompts to be played one after the other.

Pure: numbers in, ids out. Whole sentences are recorded wherever possible: numerals joined into a sentence were
not understood when they were read back (docs/adr/0008-prompts.md).
"""

from __future__ import annotations

LANGUAGES = ("zh", "en")
EXACT_POSITIONS = 20
"""Up to here a caller hears his very place: 排队位置是第三位, your place in line is number three."""
POSITION_STEPS = tuple(range(20, 101, 10))
"""From there on he hears which of these he is beyond: 排队位置在三十位之后."""
WAIT_STEPS = (2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60)
"""Minutes an expected wait is rounded up to. An estimate is not worth more digits."""


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


def every_id() -> list[str]:
    """All ids that this module can return: the catalogue must have them in every language."""
    exact = [f"position_{n}" for n in range(1, EXACT_POSITIONS + 1)]
    beyond = [f"position_over_{n}" for n in POSITION_STEPS]
    waits = ["wait_under_minute", *(f"wait_{n}" for n in WAIT_STEPS), "wait_long"]
    return [*exact, *beyond, *waits, *(f"digit_{n}" for n in range(10))]


def heard_in(prompt: str, lang: str) -> list[str]:
    """The sequence in which a caller hears this prompt: a digit among digits, all others by themselves."""
    name, _, n = prompt.rpartition("_")
    return digits(f"5{n}86", lang) if name == "digit" else [prompt]


def _check(lang: str) -> None:
    if lang not in LANGUAGES:
        raise ValueError(f"numbers can be spoken in {' and '.join(LANGUAGES)}, not in '{lang}'")
