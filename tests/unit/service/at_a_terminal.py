"""`hotline` as an admin runs it: a folder with a plan, what an earlier service has kept, and how a command ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from calls.happenings.entry import Entry
from store.database import Database
from store.journal import Journal
from store.people import PersonKept

MAIN = """\
numbers: {"95105": welcome}
languages: [en]
include: [people.yaml, queues.yaml]
flows:
  welcome:
    - say: greeting
    - enqueue: {queue: orders}
"""
PEOPLE = 'agents: {"1001": {name: Wei, skills: {orders: 8}}}\nmanagers: {lin: {name: Lin, phone: "13900001111"}}\n'
QUEUES = "queues: {orders: {skill: {orders: 5}}}\n"
BROKEN = """\
numbers: {"95105": welcom}
languages: [en]
include: [people.yaml, queues.yaml, missing.yaml]
flows:
  welcome:
    - say: greting
    - enqueue: {queue: order}
    - enqeue: {queue: orders}
"""


class Said(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Hotline = Callable[..., Said]


def plan(main: str, **parts: str) -> None:
    Path("dialplans/main.yaml").write_text(main, encoding="utf-8")
    for name, text in parts.items():
        Path(f"dialplans/{name}.yaml").write_text(text, encoding="utf-8")


def kept(*stories: Sequence[Entry], people: Sequence[PersonKept] = ()) -> None:
    """What an earlier run of the service has written."""

    async def write() -> None:
        async with Database.in_file(Path("var/hotline.db")) as database:
            journal = Journal(database, lambda _why: None, lambda: None)
            for story in stories:
                for entry in story:
                    journal.write(entry)
            for one in people:
                journal.keep_person(one)
            running = asyncio.create_task(journal.run())
            assert await journal.close() == 0
            await running

    Path("var").mkdir(exist_ok=True)
    asyncio.run(write())
