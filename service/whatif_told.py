"""What `hotline whatif` found, as tables and bars for people and as data for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import isnan
from typing import Any

from rich.table import Table

from acd.simulation.results import Result, Tally
from service.whatif import Answer, Tried

BAR = 40
Figure = Callable[[Result], str]


def share(value: float) -> str:
    """A share as per cent."""
    return "–" if isnan(value) else f"{value * 100:.1f} %"


def seconds(value: float) -> str:
    """A time."""
    return "–" if isnan(value) else f"{value:.0f} s"


COLUMNS: Mapping[str, Figure] = {
    "calls": lambda found: str(found.total.offered),
    "answered": lambda found: str(found.total.answered),
    "gave up": lambda found: share(found.total.abandonment),
    "… by weight": lambda found: share(found.total.weighted_abandonment),
    "in time": lambda found: share(found.total.service_level),
    "ASA": lambda found: seconds(found.total.asa),
    "90th": lambda found: seconds(found.total.percentiles[1]),
    "longest": lambda found: seconds(found.total.longest),
    "busy": lambda found: share(found.occupancy),
}
"""Columns of the first table: what they are called, and the figure."""


def tables(answer: Answer) -> list[Table]:
    """Each variant's figures; who gave up, by class and by queue; people at their busiest."""
    overall = Table("", *COLUMNS, title=answer.day.name)
    for one in answer.tried:
        overall.add_row(one.variant.name, *(figure(one.result) for figure in COLUMNS.values()))
    return [
        overall,
        _groups(
            "gave up, by class", answer.tried, lambda found: found.by_segment, lambda tally: share(tally.abandonment)
        ),
        _groups(
            "answered in time, by queue",
            answer.tried,
            lambda found: found.by_queue,
            lambda tally: share(tally.service_level),
        ),
    ]


def _groups(
    title: str, tried: Sequence[Tried], groups: Callable[[Result], Mapping[str, Tally]], figure: Callable[[Tally], str]
) -> Table:
    names = sorted({name for one in tried for name in groups(one.result)})
    table = Table("", *(name or "anybody" for name in names), title=title)
    for one in tried:
        found = groups(one.result)
        table.add_row(one.variant.name, *(figure(found[name]) if name in found else "–" for name in names))
    return table


def bars(answer: Answer) -> list[str]:
    """Weighted abandonment as bars, the longest as long as the screen allows."""
    values = [(one.variant.name, one.result.total.weighted_abandonment) for one in answer.tried]
    most = max((value for _, value in values if not isnan(value)), default=0.0)
    width = max(len(name) for name, _ in values)
    lines = ["who gave up, by weight"]
    for name, value in values:
        length = round(BAR * value / most) if most and not isnan(value) else 0
        lines.append(f"  {name:<{width}}  {'█' * length}{'' if length else '▏'} {share(value)}")
    return lines


def as_data(answer: Answer) -> dict[str, Any]:
    """Everything, for a program. Shares from 0 to 1, times in seconds; null where nobody was answered."""
    return {
        "day": answer.day.name,
        "seed": answer.day.seed,
        "remarks": list(answer.remarks),
        "variants": [{"name": one.variant.name, **_result(one.result)} for one in answer.tried],
    }


def _result(found: Result) -> dict[str, Any]:
    return {
        "total": _tally(found.total),
        "by_class": {name: _tally(tally) for name, tally in found.by_segment.items()},
        "by_queue": {name: _tally(tally) for name, tally in found.by_queue.items()},
        "by_person": {
            name: {"taken": one.taken, "busy": one.busy, "ready": one.ready, "occupancy": _number(one.occupancy)}
            for name, one in found.by_person.items()
        },
        "occupancy": _number(found.occupancy),
        "alarms": found.alarms,
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "offered": tally.offered,
        "answered": tally.answered,
        "abandoned": tally.abandoned,
        "given_away": tally.given_away,
        "unserved": tally.unserved,
        "abandonment": _number(tally.abandonment),
        "weighted_abandonment": _number(tally.weighted_abandonment),
        "service_level": _number(tally.service_level),
        "asa": _number(tally.asa),
        "median": _number(tally.percentiles[0]),
        "p90": _number(tally.percentiles[1]),
        "p99": _number(tally.percentiles[2]),
        "longest": _number(tally.longest),
    }


def _number(value: float) -> float | None:
    return None if isnan(value) else round(value, 6)
