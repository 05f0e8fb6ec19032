"""What is sent: frames of server-sent events (WHATWG HTML, 9.2), each encoded once for all who see the same.

`delta`: rows that changed, by topic and key. A row that one did not have is whole, of any other only what changed is told;
null: it is gone. `snapshot`: every row. An event of its own name is for one person alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from calls.ids import PersonId
from console.live.scope import Scope
from console.ports.floor import AlarmRow, CallRow, PersonRow, QueueRow, Row, Topic

Rows = Mapping[Topic, Mapping[str, Row]]
FIELDS: Mapping[type[Row], tuple[str, ...]] = {
    kind: tuple(kind.__dataclass_fields__) for kind in (PersonRow, QueueRow, CallRow, AlarmRow)
}
HEARTBEAT = b": here\n\n"


@dataclass(frozen=True, slots=True)
class Change:
    """A row before and after; None: there was none, or is none any more."""

    topic: Topic
    key: str
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class Delta:
    """Rows that changed at one moment. `people` as they are after it."""

    number: int
    changes: Sequence[Change]
    people: Mapping[str, Row]
    _made: dict[Scope, bytes] = field(default_factory=dict)

    def encoded(self, scope: Scope, boot: str) -> bytes:
        """The frame for this scope; empty where nothing of it is to be seen."""
        made = self._made.get(scope)
        if made is None:
            told = self._told(scope)
            made = self._made[scope] = event("delta", told, f"{boot}-{self.number}") if told else b""
        return made

    def _told(self, scope: Scope) -> dict[str, dict[str, Any]]:
        told: dict[str, dict[str, Any]] = {}
        for change in self.changes:
            if change.topic in scope.topics:
                seen, row = patch(change, scope, self.people)
                if seen:
                    told.setdefault(change.topic.value, {})[change.key] = row
        return told


@dataclass(frozen=True, slots=True)
class Told:
    """Something for these people alone, at once; `floor`: and for whoever sees the floor."""

    number: int
    people: Collection[PersonId]
    frame: bytes
    floor: bool = False

    def concerns(self, person: PersonId, scope: Scope) -> bool:
        """Whether it is for who looks on like this."""
        return (person != "" and person in self.people) or (self.floor and scope.only is None)


def patch(change: Change, scope: Scope, people: Mapping[str, Row]) -> tuple[bool, dict[str, Any] | None]:
    """Whether somebody of this scope is told of this change, and what."""
    before = change.before if change.before is not None and scope.sees(change.before, people) else None
    after = change.after if change.after is not None and scope.sees(change.after, people) else None
    if after is None:
        return before is not None, None
    row = scope.shown(after)
    if before is None:
        return True, fields_of(row)
    found = differences(scope.shown(before), row)
    return bool(found), found


def fields_of(row: Row) -> dict[str, Any]:
    """The whole row."""
    return {name: getattr(row, name) for name in FIELDS[type(row)]}


def differences(before: Row, after: Row) -> dict[str, Any]:
    """The fields that are others than before."""
    found = {}
    for name in FIELDS[type(after)]:
        value = getattr(after, name)
        if value != getattr(before, name):
            found[name] = value
    return found


def snapshot(rows: Rows, scope: Scope) -> dict[str, dict[str, Row]]:
    """Every row of this scope."""
    people = rows[Topic.PEOPLE]
    return {
        topic.value: {key: scope.shown(row) for key, row in rows[topic].items() if scope.sees(row, people)}
        for topic in _in_order(scope.topics)
    }


def event(name: str, data: object, number: str = "") -> bytes:
    """One frame. orjson writes no line breaks, so `data` is one line."""
    head = f"id: {number}\nevent: {name}\ndata: " if number else f"event: {name}\ndata: "
    return b"".join((head.encode(), orjson.dumps(data), b"\n\n"))


def _in_order(topics: Iterable[Topic]) -> list[Topic]:
    return [topic for topic in Topic if topic in set(topics)]
