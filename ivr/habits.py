"""What a caller mostly takes in a menu, and so hears first. Pure: counts in, keys out; the same counts, the same keys.

Counts are compared by their doublings: 4 to 7 uses are alike, and among alike ones the order of the menu holds. So the
order does not go back and forth between two choices that are taken about equally often: over n uses each doubling can
change it once, and no use besides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ivr.grammar import Choice

LEAST = 3
"""Uses from which a choice is a habit."""
MOST_FAVOURITES = 2
"""Choices that come first; more would only bury the rest."""


@dataclass(frozen=True, slots=True)
class Favourites:
    """The keys of the choices that a caller mostly takes, likeliest first, and why."""

    keys: tuple[str, ...] = ()
    because: str = ""


NONE = Favourites()


def habit(key: str, to: str) -> str:
    """How a choice is counted: by its key and where that led, so that a key that means something else now counts anew."""
    return f"{key}>{to}"


def favourites(choices: Sequence[Choice], counts: Mapping[str, int]) -> Favourites:
    """Those of the choices that were taken often enough. `counts` by `habit(key, to)`, or by key alone.

    A habit has three uses or more, and no more than one doubling fewer than all uses of the menu together: at least
    about a third of them.
    """
    used = [(choice.key, _uses(choice, counts)) for choice in choices if choice.go]
    of = sum(uses for _, uses in used)
    often = [(key, uses) for key, uses in used if uses >= LEAST and _level(of) - _level(uses) <= 1]
    first = sorted(often, key=lambda each: -_level(each[1]))[:MOST_FAVOURITES]
    because = ", ".join(f"key {key} taken {uses} of {of} times" for key, uses in first)
    return Favourites(tuple(key for key, _ in first), because)


def in_order(choices: Sequence[Choice], first: Favourites) -> tuple[Choice, ...]:
    """The choices in the order in which this caller hears them. Their keys are what they always are."""
    rank = {key: at for at, key in enumerate(first.keys)}
    return tuple(sorted(choices, key=lambda choice: rank.get(choice.key, len(rank))))


def _uses(choice: Choice, counts: Mapping[str, int]) -> int:
    return max(0, counts.get(habit(choice.key, choice.go), counts.get(choice.key, 0)))


def _level(uses: int) -> int:
    """How many doublings: 1, 2-3, 4-7, 8-15, ..."""
    return uses.bit_length()
