"""`set`: give variables of the call a value."""

from __future__ import annotations

from dataclasses import dataclass

from calls.nodes import Node
from ivr.reading import Reading
from ivr.step import Step
from ivr.steps.given import Given, kept, parse_given
from ivr.steps.manuals import Key, Manual
from ivr.walk import Walk

MANUAL = Manual(
    "Gives variables of the call a value, in the order written: each is an expression, and the next may use it. "
    "Later steps use them in conditions and, in braces, in texts. An expression without a value makes the variable empty.",
    (Key("…", "any name, with the expression that it gets the value of", required=True),),
    """- set: {vip: caller.value > 1000000, rank: "9 if vip else 5"}""",
)


@dataclass(frozen=True, slots=True)
class Set(Step):
    """Variables and their expressions."""

    values: Given

    @property
    def goes_on(self) -> bool:
        """The next step follows at once."""
        return True

    def begin(self, walk: Walk) -> None:
        """Work them out one after the other."""
        for name, written in self.values:
            walk.remember(name, kept(walk, written))
        walk.go_on()


def parse(node: Node, reading: Reading) -> Set:
    """`set: {vip: caller.value > 1000000}`."""
    if not node.present:
        node.problem("wrong-type", "names of variables, each with an expression")
    values = parse_given(node, reading)
    return Set(reading.spot(), values)
