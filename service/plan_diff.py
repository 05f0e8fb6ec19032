"""What a new dialplan changes: for callers (menus, hours, numbers), and for people and queues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from acd.messages import Person
from acd.queues import Queue
from calls.differences import differences
from calls.wording import Words, words
from ivr.diff import diff_words
from service.plan_sources import OpenPlan

OF_HOURS = frozenset({"hours", "id"})
"""A manager's hours are told where they are written."""


def told_differences(old: OpenPlan, new: OpenPlan) -> list[str]:
    """Every difference, a line each."""
    return [each.en for each in worded_differences(old, new)]


def worded_differences(old: OpenPlan, new: OpenPlan) -> list[Words]:
    """The same in each language."""
    return [
        *diff_words(old.plan, new.plan),
        *_of(QUEUE, _by_name(old.queues), _by_name(new.queues)),
        *_of(PERSON, _by_id(old.people), _by_id(new.people)),
    ]


QUEUE, PERSON = Words("queue", "队列"), Words("person", "人员")


def _of(kind: Words, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Words]:
    for name in dict.fromkeys((*old, *new)):
        if name not in old:
            yield words("{0} {1} is new", "新增{0} {1}", kind, name)
        elif name not in new:
            yield words("{0} {1} is gone", "去掉{0} {1}", kind, name)
        else:
            changes = (change.words() for change in differences(old[name], new[name], OF_HOURS))
            every = (*changes, *_hours(old[name], new[name]))
            yield from (words("{0} {1}: {2}", "{0} {1}：{2}", kind, name, each) for each in every)


def _hours(old: object, new: object) -> Iterator[Words]:
    """That there are any, or none any more: which ones, and what they say, is told at the hours."""
    had, has = (getattr(each, "hours", None) is not None for each in (old, new))
    if had != has:
        yield Words("has hours now", "现在有营业时间") if has else Words("is open at any time now", "现在全天开放")


def _by_name(queues: Sequence[Queue]) -> dict[str, object]:
    return {queue.name: queue for queue in queues}


def _by_id(people: Sequence[Person]) -> dict[str, object]:
    return {person.id: person for person in people}
