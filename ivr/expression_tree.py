"""What an expression is made of. There is nothing else: what has no class here cannot be written, and so not be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from calls.profile import Value

Found: TypeAlias = Value | tuple[Value, ...] | None
"""What an expression comes to. None is empty: a name that has no value."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text, yes or no."""

    value: Value


@dataclass(frozen=True, slots=True)
class Name:
    """A variable (`order_no`) or something known (`caller.value`, `queue.wealth.waiting`); `at`: where in the text."""

    parts: tuple[str, ...]
    at: int

    @property
    def root(self) -> str:
        """The first word."""
        return self.parts[0]


@dataclass(frozen=True, slots=True)
class Listed:
    """`['vip', 'gold']`."""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """`not …`."""

    of: Tree


@dataclass(frozen=True, slots=True)
class Joined:
    """`… and …`, `… or …`."""

    word: str
    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """`… == …` and its like; `at`: where the sign stands."""

    sign: str
    left: Tree
    right: Tree
    at: int


@dataclass(frozen=True, slots=True)
class Reckoned:
    """`… + …` and its like, of numbers."""

    sign: str
    left: Tree
    right: Tree
    at: int


@dataclass(frozen=True, slots=True)
class Either:
    """`… if … else …`."""

    condition: Tree
    then: Tree
    otherwise: Tree


Tree: TypeAlias = Constant | Name | Listed | Not | Joined | Compared | Reckoned | Either


def parts_of(tree: Tree) -> tuple[Tree, ...]:
    """The trees right below this one."""
    match tree:
        case Constant() | Name():
            return ()
        case Listed(items) | Joined(_, items):
            return items
        case Not(of):
            return (of,)
        case Compared(_, left, right) | Reckoned(_, left, right):
            return (left, right)
        case Either(condition, then, otherwise):
            return (condition, then, otherwise)


def names_in(tree: Tree) -> Iterator[Name]:
    """Every name that is used."""
    if isinstance(tree, Name):
        yield tree
    for part in parts_of(tree):
        yield from names_in(part)
