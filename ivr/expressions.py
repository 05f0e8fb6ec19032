"""Conditions and values that an admin writes, and what they come to during a call. Nothing here raises at call time.

What has no value is empty. A comparison with something empty is false; only `!=` and `not in`, which are the opposites
of `==` and `in`, are then true; and `x == ''` asks whether x is empty. A text that is a number is compared as one with
numbers: what callers key and files hold is text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, assert_never

from calls.profile import Value
from ivr.expression_parsing import parse
from ivr.expression_tokens import Wrong
from ivr.expression_tree import Compared, Constant, Either, Found, Joined, Listed, Name, Not, Reckoned, Tree, names_in

__all__ = ["EMPTY", "Expression", "Scope", "Wrong", "as_number", "as_text", "expression", "is_number", "is_true"]

EMPTY = None
GREATEST = 1e15
"""Beyond this a number is empty: what is larger is a mistake, and no sum can grow without end."""
FALSE_WORDS = frozenset({"", "no", "false", "off"})
TRUE_WORDS = frozenset({"yes", "true", "on"})
_NUMBER = re.compile(r"\s*[+-]?[0-9]{1,15}(\.[0-9]{1,12})?\s*", re.ASCII)


class Scope(Protocol):
    """What the names stand for, in one call at one moment."""

    def find(self, name: Name) -> Found:
        """The value of this name; None if it has none. Never raises."""
        ...


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression as written, and its tree."""

    written: str
    tree: Tree

    @property
    def names(self) -> Iterator[Name]:
        """Every name in it."""
        return names_in(self.tree)

    def value(self, scope: Scope) -> Found:
        """What it comes to; None is empty."""
        return _value(self.tree, scope)

    def holds(self, scope: Scope) -> bool:
        """Whether it is true."""
        return is_true(_value(self.tree, scope))


def expression(text: str) -> Expression:
    """The expression that is written so. Raises Wrong with the place of the mistake."""
    return Expression(text, parse(text))


def is_true(value: Found) -> bool:
    """Empty, 0, an empty list and the words no, false and off are not true."""
    return value.strip().lower() not in FALSE_WORDS if isinstance(value, str) else bool(value)


def is_number(value: Found) -> bool:
    """Whether it is a number, or a text that is one."""
    return as_number(value) is not None


def as_number(value: Found) -> float | int | None:
    """The number that it is, or that its text is; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, str | float | int):
        return EMPTY
    if not isinstance(value, str):
        return value
    if not _NUMBER.fullmatch(value):
        return EMPTY
    return float(value) if "." in value else int(value)


def as_text(value: Found) -> str:
    """A value as it stands in a text: 5 and not 5.0, yes and not True; lists with commas; empty is nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.6f}".rstrip("0").rstrip(".")
        case tuple():
            return ",".join(as_text(each) for each in value)
        case _:
            return str(value)


def _value(tree: Tree, scope: Scope) -> Found:
    match tree:
        case Constant(value):
            return value
        case Name():
            return _bounded(scope.find(tree))
        case Listed(items):
            return _flat(_value(item, scope) for item in items)
        case Not(of):
            return not is_true(_value(of, scope))
        case Joined(word, items):
            truths = (is_true(_value(item, scope)) for item in items)
            return all(truths) if word == "and" else any(truths)
        case Compared() | Reckoned():
            return _of_two(tree, _value(tree.left, scope), _value(tree.right, scope))
        case Either(condition, then, otherwise):
            return _value(then if is_true(_value(condition, scope)) else otherwise, scope)
        case _:
            assert_never(tree)


def _of_two(tree: Compared | Reckoned, left: Found, right: Found) -> Found:
    if isinstance(tree, Compared):
        return _compared(tree.sign, left, right, asks_empty=Constant("") in (tree.left, tree.right))
    return _reckoned(tree.sign, as_number(left), as_number(right))


def _flat(values: Iterator[Found]) -> tuple[Value, ...]:
    items: list[Value] = []
    for value in values:
        items += value if isinstance(value, tuple) else () if value is None else (value,)
    return tuple(items)


def _bounded(value: Found) -> Found:
    """A number that is none, or beyond all measure, is empty."""
    if isinstance(value, float | int) and not (math.isfinite(value) and abs(value) <= GREATEST):
        return EMPTY
    return value


# --- comparing ------------------------------------------------------------------------------------------------


def _compared(sign: str, left: Found, right: Found, asks_empty: bool) -> bool:
    match sign:
        case "==" | "!=":
            same = (_empty(left) and _empty(right)) if asks_empty else _equal(left, right)
            return same if sign == "==" else not same
        case "in":
            return _within(left, right)
        case _:
            return _ordered(sign, left, right)


def _empty(value: Found) -> bool:
    return value in (None, "", ())


def _equal(left: Found, right: Found) -> bool:
    if _empty(left) or _empty(right) or isinstance(left, tuple) or isinstance(right, tuple):
        return isinstance(left, tuple) and left == right and bool(left)
    if isinstance(left, bool) or isinstance(right, bool):
        return _yes_no(left) is not None and _yes_no(left) == _yes_no(right)
    if isinstance(left, str) and isinstance(right, str):
        return left.strip() == right.strip()
    one, other = as_number(left), as_number(right)
    return one is not None and one == other


def _within(item: Found, items: Found) -> bool:
    """`in`: an entry of a list, or a part of a text."""
    if _empty(item) or _empty(items):
        return False
    if isinstance(items, tuple):
        wanted = item if isinstance(item, tuple) else (item,)
        return all(any(_equal(each, other) for other in items) for each in wanted)
    return not isinstance(item, tuple) and as_text(item) in as_text(items)


def _ordered(sign: str, left: Found, right: Found) -> bool:
    """By number where both are numbers; two texts, such as dates and times, by their letters."""
    one, other = as_number(left), as_number(right)
    if one is not None and other is not None:
        return _in_order(sign, one, other)
    if isinstance(left, str) and isinstance(right, str) and left and right:
        return _in_order(sign, (left > right) - (left < right), 0)
    return False


def _in_order(sign: str, one: float, other: float) -> bool:
    return {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[sign]


def _yes_no(value: Found) -> bool | None:
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    return True if word in TRUE_WORDS else False if word in FALSE_WORDS - {""} else None


# --- reckoning ------------------------------------------------------------------------------------------------


def _reckoned(sign: str, one: float | int | None, other: float | int | None) -> Found:
    if one is None or other is None:
        return EMPTY
    match sign:
        case "+":
            return _bounded(one + other)
        case "-":
            return _bounded(one - other)
        case "*":
            return _bounded(one * other)
        case _:
            return _bounded(one / other) if other else EMPTY
