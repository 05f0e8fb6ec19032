"""Ways round the plan that a caller takes without keying or saying anything: he would hear them for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from calls.problems import Problem
from ivr.dialplan import Plan
from ivr.step import Kind, Reference

_Ways = Mapping[str, list[Reference]]


def loops_alone(plan: Plan) -> Iterator[Problem]:
    """Rounds until every flow that is on one has been told, each at the way that closes it."""
    ways = _without_ends({name: _ways_alone(plan, name) for name in plan.flows})
    told: set[str] = set()
    for name in ways:
        round_trip = [] if name in told else _shortest_round(name, ways)
        if round_trip:
            told |= {way.name for way in round_trip}
            yield _told(name, round_trip)


def _ways_alone(plan: Plan, name: str) -> list[Reference]:
    refs = (ref for step in plan.flows[name].steps for ref in step.spot.references)
    return [ref for ref in refs if ref.kind is Kind.FLOW and ref.alone and ref.name in plan.flows]


def _without_ends(ways: dict[str, list[Reference]]) -> dict[str, list[Reference]]:
    """Only the flows from which a round can be reached: those that lead to an end are taken away one by one."""
    comes_from: dict[str, list[str]] = {name: [] for name in ways}
    for name, refs in ways.items():
        for ref in refs:
            comes_from[ref.name].append(name)
    left = {name: len(refs) for name, refs in ways.items()}
    ends = [name for name, count in left.items() if count == 0]
    for end in ends:
        for name in comes_from[end]:
            left[name] -= 1
            if left[name] == 0:
                ends.append(name)
    gone = set(ends)
    return {name: [ref for ref in refs if ref.name not in gone] for name, refs in ways.items() if name not in gone}


def _shortest_round(start: str, ways: _Ways) -> list[Reference]:
    """The ways from this flow back to itself, breadth first; empty if there are none."""
    came_by: dict[str, tuple[str, Reference]] = {}
    fringe = [start]
    for at in fringe:
        for way in ways[at]:
            if way.name not in came_by:
                came_by[way.name] = (at, way)
                fringe.append(way.name)
        if start in came_by:
            return _traced(start, came_by)
    return []


def _traced(start: str, came_by: Mapping[str, tuple[str, Reference]]) -> list[Reference]:
    at, way = came_by[start]
    path = [way]
    while at != start:
        at, way = came_by[at]
        path.append(way)
    return path[::-1]


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
