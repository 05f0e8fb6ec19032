"""What a new dialplan changes: for callers (menus, hours, numbers), and for people and queues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from acd.messages import Person
from acd.queues import Queue
from calls.differences import differences
from ivr.diff import diff
from service.plan_sources import OpenPlan

OF_HOURS = frozenset({"hours", "id", "name"})
"""A manager's hours are told where they are written."""


def told_differences(old: OpenPlan, new: OpenPlan) -> list[str]:
    """Every difference, a line each."""
    return [
        *diff(old.plan, new.plan),
        *_of("queue", _by_name(old.queues), _by_name(new.queues)),
        *_of("person", _by_id(old.people), _by_id(new.people)),
    ]


def _of(kind: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    for name in dict.fromkeys((*old, *new)):
        if name not in old:
            yield f"{kind} {name} is new"
        elif name not in new:
            yield f"{kind} {name} is gone"
        else:
            yield from (f"{kind} {name}: {change.told()}" for change in differences(old[name], new[name], OF_HOURS))
            yield from (f"{kind} {name}: {told}" for told in _hours(old[name], new[name]))


def _hours(old: object, new: object) -> Iterator[str]:
    """That there are any, or none any more: which ones, and what they say, is told at the hours."""
    had, has = (getattr(each, "hours", None) is not None for each in (old, new))
    if had != has:
        yield "has hours now" if has else "is open at any time now"


def _by_name(queues: Sequence[Queue]) -> dict[str, object]:
    return {queue.name: queue for queue in queues}


def _by_id(people: Sequence[Person]) -> dict[str, object]:
    return {person.id: person for person in people}
