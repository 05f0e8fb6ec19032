"""Ways round the plan that a caller takes without keying or saying anything: he would hear them for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from calls.problems import Problem
from ivr.dialplan import Plan
from ivr.step import Kind, Reference

_Ways = Mapping[str, list[Reference]]


def loops_alone(plan: Plan) -> Iterator[Problem]:
    """Rounds until every flow that is on one has been told, each at the way that closes it."""
    ways = {name: _ways_alone(plan, name) for name in plan.flows}
    told: set[str] = set()
    for name in plan.flows:
        round_trip = _shortest_round(name, ways)
        passed = {way.name for way in round_trip}
        if not passed <= told:
            told |= passed
            yield _told(name, round_trip)


def _ways_alone(plan: Plan, name: str) -> list[Reference]:
    refs = (ref for step in plan.flows[name].steps for ref in step.spot.references)
    return [ref for ref in refs if ref.kind is Kind.FLOW and ref.alone and ref.name in plan.flows]


def _shortest_round(start: str, ways: _Ways) -> list[Reference]:
    """The ways from this flow back to itself, breadth first; empty if there are none."""
    seen: set[str] = set()
    fringe: list[list[Reference]] = [[way] for way in ways[start]]
    for path in fringe:
        at = path[-1].name
        if at == start:
            return path
        if at not in seen:
            seen.add(at)
            fringe.extend([*path, way] for way in ways[at])
    return []


def _told(name: str, path: list[Reference]) -> Problem:
    last = path[-1]
    circle = " > ".join([name, *(ref.name for ref in path)])
    hint = "let one of them hang up, transfer or enqueue a caller who does nothing"
    return Problem(
        last.place.file,
        last.place.line,
        last.place.column,
        "endless-loop",
        f"a way round without any input of the caller: {circle}",
        "an end",
        hint,
    )
