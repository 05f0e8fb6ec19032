"""A hub over a floor whose rows are what the test puts there, and what its viewers get."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import orjson

from acd.agents import Unit
from calls.ids import CallId, PersonId
from console.live.hub import EVERY, Hub
from console.live.log import Log
from console.live.scope import EVERYTHING, Scope
from console.live.viewer import Viewer
from console.ports.floor import AlarmRow, CallRow, Changes, PersonRow, QueueRow, Row, Topic
from tests.fakes.clock import ManualClock

SOUTH, NORTH = Unit("south", "fujian", "xiamen", "a"), Unit("north", "hebei", "tianjin", "a")


def person(name: str, unit: Unit = SOUTH, state: str = "READY", since: float = 1.0) -> PersonRow:
    return PersonRow(
        PersonId(name), name.title(), "agent", state, "", since, None, "READY", "", ("orders",), (("orders", 8.0),),
        unit, None, None, True, False, False, 0,
    )  # fmt: skip


def queue(name: str, waiting: int = 0) -> QueueRow:
    return QueueRow(name, waiting, None, None, 1, 0, 1, 0, 0, 0, None, 20.0, True, 0, 1, False)


def call(name: str, who: str = "", number: str = "13900001111") -> CallRow:
    return CallRow(
        CallId(name), number, "Li", "vip", "waiting", "orders", 1.0, 1.0, PersonId(who), "zh", "welcome.2", 1, False,
        1, 30.0, 0.2, 90.0, None, None,
    )  # fmt: skip


@dataclass
class Board:
    """A floor whose rows are what the test puts there."""

    rows: dict[Topic, dict[str, Row]] = field(default_factory=lambda: {topic: {} for topic in Topic})
    changes: Changes | None = None
    read: int = 0

    def watch(self, changes: Changes | None) -> None:
        self.changes = changes

    def keys(self, topic: Topic) -> Collection[str]:
        return list(self.rows[topic])

    def row(self, topic: Topic, key: str) -> Row | None:
        self.read += 1
        return self.rows[topic].get(key)

    def due(self) -> Iterable[tuple[Topic, str]]:
        return ()

    def put(self, *rows: Row) -> None:
        for row in rows:
            topic = TOPICS[type(row)]
            key = row.id if isinstance(row, PersonRow | CallRow) else row.name
            self.rows[topic][key] = row
            if self.changes is not None:
                self.changes.changed(topic, key)

    def drop(self, topic: Topic, key: str) -> None:
        del self.rows[topic][key]
        if self.changes is not None:
            self.changes.changed(topic, key)


TOPICS: dict[type, Topic] = {
    PersonRow: Topic.PEOPLE, QueueRow: Topic.QUEUES, CallRow: Topic.CALLS, AlarmRow: Topic.ALARMS,
}  # fmt: skip


@dataclass
class Frame:
    name: str
    data: Any
    id: str


def frames(sent: bytes) -> list[Frame]:
    found = []
    for block in sent.decode().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        if fields:
            found.append(Frame(fields["event"], orjson.loads(fields["data"]), fields.get("id", "")))
    return found


@dataclass
class Place:
    clock: ManualClock
    board: Board
    hub: Hub

    async def enter(self, scope: Scope | None = None, who: str = "", last: str = "") -> Viewer:
        entering = asyncio.create_task(self.hub.enter(scope or Scope(EVERYTHING, False), PersonId(who), "user", last))
        await self.clock.settle()
        return await entering

    async def pass_(self, looks: int = 1) -> None:
        await self.clock.advance(EVERY * looks)

    def news(self, viewer: Viewer) -> list[Frame]:
        return frames(self.hub.news_for(viewer))


async def placed(log: Log) -> AsyncIterator[Place]:
    clock, board = ManualClock(), Board()
    board.put(person("anna"), person("bert", NORTH), queue("orders"), call("c1"), call("c2", "bert"))
    hub = Hub(board, clock, lambda: "boot", log, lambda: 0.0)
    running = asyncio.create_task(hub.run())
    yield Place(clock, board, hub)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
