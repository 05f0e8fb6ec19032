"""`set`: give variables of the call a value."""

from __future__ import annotations

from dataclasses import dataclass

from calls.nodes import Node
from calls.problems import did_you_mean
from ivr.known import MASKED
from ivr.reading import Reading
from ivr.step import Step
from ivr.steps.given import Given, kept, read_given, secret_among
from ivr.steps.manuals import Key, Manual, Shape
from ivr.walk import Walk

MANUAL = Manual(
    "Gives variables of the call a value, in the order written: each is an expression, and the next may use it. "
    "Later steps use them in conditions and, in braces, in texts. An expression without a value makes the variable empty. "
    "What is worked out from a secret variable is secret as well, unless it is a yes or no.",
    (
        Key("…", "any name, with the expression that it gets the value of", required=True, shape=Shape.EXPRESSION),
        Key(
            MASKED, "a list of those of them whose values are masked in every log and record", "none", shape=Shape.NAMES
        ),
    ),
    """- set: {vip: caller.value > 1000000, rank: "9 if vip else 5"}""",
)
NAMES = "names of variables, each with an expression"


@dataclass(frozen=True, slots=True)
class Set(Step):
    """Variables and their expressions; `secret` are those that are masked."""

    values: Given
    secret: frozenset[str] = frozenset()

    @property
    def goes_on(self) -> bool:
        """The next step follows at once."""
        return True

    def begin(self, walk: Walk) -> None:
        """Work them out one after the other."""
        for name, written in self.values:
            value = kept(walk, written)
            secrets = self.secret | secret_among(((name, written),), {name: value}, walk)
            walk.remember(name, value, name in secrets)
        walk.go_on()


def parse(node: Node, reading: Reading) -> Set:
    """`set: {vip: caller.value > 1000000}`."""
    if not node.present:
        node.problem("wrong-type", NAMES)
    pairs = node.items(NAMES)
    # No variable can have this name: it is the root of the settings' secrets.
    given = [pair for pair in pairs if pair[0].written != MASKED]
    values = read_given(given, reading)
    if pairs and not given:
        node.problem("wrong-type", NAMES)
    names = [each for key, child in pairs if key.written == MASKED for each in child.sequence("names of variables")]
    return Set(reading.spot(), values, frozenset(_secret(each, values) for each in names))


def _secret(node: Node, values: Given) -> str:
    """One of the variables that are given a value here."""
    name = node.text(expected="the name of a variable")
    given = [each for each, _ in values]
    if name and name not in given:
        node.problem("unknown-variable", "a variable that this step gives a value", did_you_mean(name, given))
    return name
