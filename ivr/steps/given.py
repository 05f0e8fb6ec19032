"""What a flow is given when another one goes to it: variables, worked out where the way begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from calls.nodes import Node
from calls.profile import Value
from ivr.expressions import Expression, as_text
from ivr.reading import Reading
from ivr.templates import LONGEST_VALUE
from ivr.walk import Walk

Given = tuple[tuple[str, Expression], ...]
"""Variables and their expressions."""


def parse_given(node: Node, reading: Reading) -> Given:
    """`with: {amount: order_total}`; nothing if it was not written."""
    return read_given(node.items("names of variables, each with an expression"), reading)


def read_given(pairs: Iterable[tuple[Node, Node]], reading: Reading) -> Given:
    """The variables of these pairs."""
    given = [(reading.given(key), reading.expression(value)) for key, value in pairs]
    return tuple((name, written) for name, written in given if name)


def worked_out(given: Given, walk: Walk) -> dict[str, Value]:
    """Their values now, each from what was before: none of them sees another."""
    return {name: kept(walk, written) for name, written in given}


def secret_among(given: Given, values: Mapping[str, Value], walk: Walk) -> frozenset[str]:
    """Those that are secret because a secret went into them. A yes or no is none: a condition may be asked of one."""
    return frozenset(
        name for name, written in given if walk.uses_secret(written) and not isinstance(values[name], bool)
    )


def kept(walk: Walk, written: Expression) -> Value:
    """The value of an expression as a variable keeps it: what is empty or a list is text, and none is very long."""
    found = walk.value(written)
    if found is None or isinstance(found, tuple):
        found = as_text(found)
    return found[:LONGEST_VALUE] if isinstance(found, str) else found
