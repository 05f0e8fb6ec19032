"""A dialplan by name: a main file, or the number of a published version."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from errno import ENOENT
from pathlib import Path

from acd.loading import load as load_staff
from acd.messages import Person
from acd.queues import Queue
from calls.documents import Node, Problems, Read
from ivr.dialplan import Plan
from ivr.loading import load
from service.config import Settings
from service.databases import open_database
from service.plans import PlanRefused
from store.versions import PlanFiles, Versions


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """A plan as it is written, whether or not this house could run it: what it names elsewhere is not looked for."""

    plan: Plan
    people: Sequence[Person]
    queues: Sequence[Queue]
    sections: Mapping[str, Node]


def open_plan(settings: Settings, name: str | None) -> OpenPlan:
    """The plan of this name; None: as in the settings. Raises PlanRefused, UnknownVersion."""
    main, read = _version(settings, int(name)) if name and name.isdecimal() else _file(settings, name)
    return open_text(main, read)


def open_text(main: str, read: Read) -> OpenPlan:
    """The plan that begins in `main`. Raises PlanRefused."""
    problems = Problems()
    loaded = load(main, read, problems)
    staff = load_staff(loaded.sections, loaded.plan.hours, loaded.plan.zone)
    if problems:
        raise PlanRefused(problems.sorted())
    return OpenPlan(loaded.plan, staff.people, staff.queues, loaded.sections)


def _file(settings: Settings, name: str | None) -> tuple[str, Read]:
    return str(name or settings.centre.dialplan), lambda file: Path(file).read_text(encoding="utf-8")


def _version(settings: Settings, number: int) -> tuple[str, Read]:
    files = asyncio.run(_files(settings, number))
    return files.main, reader(files)


def reader(files: PlanFiles) -> Read:
    """Reads a published version as if its files were on the disk."""

    def read(name: str) -> str:
        if name not in files.texts:
            raise FileNotFoundError(ENOENT, "not in this version", name)
        return files.texts[name]

    return read


async def _files(settings: Settings, number: int) -> PlanFiles:
    async with open_database(settings) as database:
        return await Versions(database).files(number)
