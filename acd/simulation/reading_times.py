"""Times of a written day: how long callers wait, calls last, phones ring."""

from __future__ import annotations

from collections.abc import Sequence

from acd.simulation.callers import Factor, Waiting
from acd.simulation.day import Phones
from acd.simulation.distributions import Constant, Distribution, Exponential, Lognormal
from calls.documents import Node

LASTS = ("exponential", "lognormal", "constant", "cv")
WAITS = (*LASTS, "spread", "factor", "known", "offered")
NEVER = "never"
_FOREVER = float("inf")


def waits(node: Node) -> Waiting:
    """How long callers wait: a distribution, and how they differ."""
    if node.kind == "text":
        return Waiting(lasts(node, WAITS))
    fields = node.mapping(WAITS)
    return Waiting(
        lasts(node, WAITS),
        spread=fields.of("spread").number(0.0, least=0, most=3),
        factor=Factor(fields.of("factor").one_of([factor.value for factor in Factor], Factor.GAMMA.value)),
        known=fields.of("known").number(0.0, least=0, most=100),
        offered=fields.of("offered").seconds(30.0, least=1),
    )


def lasts(node: Node, known: Sequence[str] = LASTS) -> Distribution:
    """`{exponential: 3m}`, `{lognormal: 3m, cv: 1.2}`, `{constant: 20s}`, a bare time, or `never`."""
    if node.kind == "text":
        return Constant(_FOREVER if node.written == NEVER and known is WAITS else node.seconds())
    fields = node.mapping(known)
    named = [name for name in ("exponential", "lognormal", "constant") if name in fields]
    if len(named) != 1:
        if node.present:
            node.problem("one-of-many", "one of exponential, lognormal, constant, with its mean", found=node.shown)
        return Constant(60.0)
    mean = fields.of(named[0]).seconds(60.0, least=0.1)
    match named[0]:
        case "exponential":
            return Exponential(mean)
        case "lognormal":
            return Lognormal(mean, fields.of("cv").number(1.0, least=0.01, most=10))
        case _:
            return Constant(mean)


def phones(node: Node) -> Phones:
    """How soon and how surely people pick up."""
    if not node.present:
        return Phones()
    fields = node.mapping(("answered_after", "missed", "back_after"))
    after = fields.of("answered_after")
    missed = fields.of("missed").number(0.0, least=0, most=1)
    return Phones(lasts(after) if after.present else Constant(0.0), missed, fields.of("back_after").seconds(60.0))
