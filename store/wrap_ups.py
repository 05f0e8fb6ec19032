"""What people write down after their talks: one wrap-up a call and person, with every change of a finished one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import Row, insert, select

from calls.ids import CallId, PersonId
from store.database import Database
from store.doors import checked_call, checked_person, storable
from store.rows import insert_into, upsert_into
from store.schema import wrap_up_changes, wrap_ups


@dataclass(frozen=True, slots=True)
class WrapUpKept:
    """A wrap-up. Times are epoch seconds: when the talk began, when it was last saved, when it was finished (None: a draft)."""

    call: CallId
    person: PersonId
    number: str
    queue: str
    begun_at: float
    scenario: str = ""
    disposition: str = ""
    note: str = ""
    complaint: bool = False
    saved_at: float | None = None
    done_at: float | None = None


@dataclass(frozen=True, slots=True)
class WrapUpChange:
    """What a finished wrap-up said from `at` on, and who wrote it."""

    at: float
    by: str
    scenario: str
    disposition: str
    note: str


class WrapUps:
    """Reads and writes them. Not in the path of a call."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, kept: WrapUpKept) -> None:
        """There is one to be written; one that is there already stays. Raises WrongId, StoreUnusable."""
        wanted = insert_into(wrap_ups, self._database.dialect).on_conflict_do_nothing()
        async with self._database.writing() as connection:
            await connection.execute(wanted, [_row(kept)])

    async def save(self, kept: WrapUpKept, by: str) -> None:
        """Keep it as it is now; of a finished one also what it says from now on. Raises WrongId, StoreUnusable."""
        async with self._database.writing() as connection:
            await connection.execute(upsert_into(wrap_ups, self._database.dialect), [_row(kept)])
            if kept.done_at is not None:
                await connection.execute(insert(wrap_up_changes), [_change_row(kept, by)])

    async def of(self, call: CallId, person: PersonId) -> WrapUpKept | None:
        """The one of this person, if he talked in this call. Raises WrongId, StoreUnusable."""
        wanted = select(wrap_ups).where(
            wrap_ups.c.call == checked_call(call), wrap_ups.c.person == checked_person(person)
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(wanted)).first()
        return None if row is None else _kept(row)

    async def of_call(self, call: CallId) -> list[WrapUpKept]:
        """Those of everybody who talked in this call. Raises WrongId, StoreUnusable."""
        wanted = select(wrap_ups).where(wrap_ups.c.call == checked_call(call)).order_by(wrap_ups.c.begun_at)
        async with self._database.reading() as connection:
            return [_kept(row) for row in await connection.execute(wanted)]

    async def unfinished(self, person: PersonId, limit: int = 100) -> list[WrapUpKept]:
        """What this person still has to finish, newest first. Raises WrongId, StoreUnusable."""
        mine = (wrap_ups.c.person == checked_person(person)) & wrap_ups.c.done_at.is_(None)
        wanted = select(wrap_ups).where(mine).order_by(wrap_ups.c.begun_at.desc()).limit(limit)
        async with self._database.reading() as connection:
            return [_kept(row) for row in await connection.execute(wanted)]

    async def changes(self, call: CallId, person: PersonId) -> Sequence[WrapUpChange]:
        """All that a finished one has said, oldest first. Raises WrongId, StoreUnusable."""
        mine = (wrap_up_changes.c.call == checked_call(call)) & (wrap_up_changes.c.person == checked_person(person))
        wanted = select(wrap_up_changes).where(mine).order_by(wrap_up_changes.c.change)
        async with self._database.reading() as connection:
            rows = await connection.execute(wanted)
            return [WrapUpChange(row.at, row.by, row.scenario, row.disposition, row.note) for row in rows]


def _row(kept: WrapUpKept) -> dict[str, Any]:
    checked_call(kept.call), checked_person(kept.person)
    row: dict[str, Any] = storable(asdict(kept))
    return row


def _change_row(kept: WrapUpKept, by: str) -> dict[str, Any]:
    said = {"scenario": kept.scenario, "disposition": kept.disposition, "note": kept.note}
    change: dict[str, Any] = storable({"call": kept.call, "person": kept.person, "by": by, "at": kept.saved_at, **said})
    return change


def _kept(row: Row[Any]) -> WrapUpKept:
    return WrapUpKept(**{field.name: getattr(row, field.name) for field in fields(WrapUpKept)})
