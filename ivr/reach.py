"""Which flows and queues a caller can reach from where."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ivr.dialplan import Plan
from ivr.operators import operator_from
from ivr.step import Kind, Reference


def reached(plan: Plan, starts: Iterable[str]) -> set[str]:
    """The flows that can be reached from these, themselves included."""
    seen: set[str] = set()
    ahead = [name for name in starts if name in plan.flows]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ways = [ref.name for ref in used(plan, name, (Kind.FLOW,))] + operator_from(plan, plan.flows[name])
            ahead += [way for way in ways if way in plan.flows]
    return seen


def used(plan: Plan, flow: str, kinds: Collection[Kind]) -> list[Reference]:
    """The names of these kinds to which a flow's steps lead."""
    named = (ref for step in plan.flows[flow].steps for ref in step.spot.references if ref.kind in kinds)
    return [ref for ref in named if not ref.asked]


def queues_reached(plan: Plan) -> dict[str, set[str]]:
    """By queue: the numbers whose callers can come to wait in it."""
    found: dict[str, set[str]] = {}
    for number, start in plan.numbers.items():
        for flow in reached(plan, [start]):
            for ref in used(plan, flow, (Kind.QUEUE,)):
                found.setdefault(ref.name, set()).add(number)
    return found
