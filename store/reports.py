"""What reports read: calls by arrival, page by page, and people's changes of state; never more than a page in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from calls.contact import ContactRecord, Outcome
from calls.happenings.leaving import Rated
from calls.happenings.menu import (
    FlowCalled,
    FlowLeft,
    Heard,
    LookedUp,
    Missed,
    Pressed,
    Remembered,
    Reordered,
    Said,
    Spoke,
)
from calls.happenings.offer import PickedUp, Rang
from calls.happenings.supervision import JoinedIn, LeftTalk, Listened, Moved, PriorityChanged, TakenOver, Whispered
from calls.happenings.talk import Recalled, RecallMissed, RecordingKept
from calls.happenings.visit import Answered
from calls.ids import CallId
from store.database import Database
from store.people import PersonKept, kept_person
from store.rows import records_of
from store.schema import contacts, journal, people, people_journal

NOT_COUNTED = tuple(
    kind.__name__
    for kind in (
        *(Answered, Heard, LookedUp, Missed, Pressed, Remembered, Reordered, Said, Spoke, FlowCalled, FlowLeft),
        *(PickedUp, Rang, Rated, RecordingKept, Recalled, RecallMissed),
        *(Listened, Whispered, JoinedIn, TakenOver, LeftTalk, Moved, PriorityChanged),
    )
)
"""Happenings that no figure of a report depends on: they are most of the journal, and are not read."""
CALLS_A_PAGE, CHANGES_A_PAGE = 400, 4000


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A call of some number, as far as `first_contact_resolution` needs it."""

    call: CallId
    number: str
    scenario: str
    queue: str
    dialled: str
    arrived_at: float
    ended_at: float | None
    outcome: Outcome


@asynccontextmanager
async def reading_reports(database: Database) -> AsyncIterator[Reports]:
    """Reports over one view of the database. Raises StoreUnusable."""
    async with database.reading() as connection:
        yield Reports(connection)


class Reports:
    """Reads for reports. Times are epoch seconds; a period includes its begin and not its end."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count(self, since: float, until: float) -> int:
        """How many calls arrived."""
        counted = select(func.count()).select_from(contacts).where(*_arrived(since, until))
        return int((await self._connection.execute(counted)).scalar_one())

    async def pages(self, since: float, until: float) -> AsyncIterator[list[ContactRecord]]:
        """The calls that arrived, by arrival, folded from what `NOT_COUNTED` leaves of their entries."""
        after: tuple[float, str] = (since, "")
        while True:
            listed = select(contacts.c.call, contacts.c.arrived_at).where(*_arrived(since, until), _later(after))
            ordered = listed.order_by(contacts.c.arrived_at, contacts.c.call).limit(CALLS_A_PAGE)
            found = (await self._connection.execute(ordered)).all()
            if not found:
                return
            after = (found[-1].arrived_at, found[-1].call)
            yield await self._records([row.call for row in found])

    async def of_numbers(self, numbers: Collection[str], since: float, until: float) -> list[NumberRow]:
        """The calls of these numbers that arrived then, of each number the oldest first."""
        wanted = select(*(contacts.c[name] for name in NumberRow.__slots__))
        theirs = wanted.where(contacts.c.number.in_(sorted(numbers)), *_arrived(since, until))
        rows = await self._connection.execute(theirs.order_by(contacts.c.number, contacts.c.arrived_at))
        return [_number_row(row) for row in rows]

    async def states_at(self, at: float) -> list[PersonKept]:
        """What everybody was doing just before then, as far as it is known."""
        theirs, older = people_journal.c.person == people.c.person, people_journal.alias()
        of_person = select(func.max(older.c.since)).where(older.c.person == people.c.person, older.c.since < at)
        last = of_person.correlate(people).scalar_subquery()
        joined = select(people_journal).join(people, theirs).where(people_journal.c.since == last)
        rows = await self._connection.execute(joined.order_by(people_journal.c.change))
        return list({kept.person: kept for kept in map(kept_person, rows)}.values())

    async def changes(self, since: float, until: float) -> AsyncIterator[Sequence[PersonKept]]:
        """Everybody's changes from `since` to before `until`, oldest first."""
        column, key = people_journal.c.since, people_journal.c.change
        after: tuple[float, str] = (since, "")
        while True:
            later = (column > after[0]) | ((column == after[0]) & (key > after[1]))
            wanted = select(people_journal).where(column >= since, column < until, column >= after[0], later)
            rows = (await self._connection.execute(wanted.order_by(column, key).limit(CHANGES_A_PAGE))).all()
            if not rows:
                return
            after = (rows[-1].since, rows[-1].change)
            yield [kept_person(row) for row in rows]

    async def _records(self, calls: Sequence[str]) -> list[ContactRecord]:
        wanted = select(journal).where(journal.c.call.in_(calls), journal.c.kind.not_in(NOT_COUNTED))
        return records_of(await self._connection.execute(wanted.order_by(journal.c.call, journal.c.seq)))


def _arrived(since: float, until: float) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return contacts.c.arrived_at >= since, contacts.c.arrived_at < until


def _later(after: tuple[float, str]) -> ColumnElement[bool]:
    at, call = after
    same = (contacts.c.arrived_at == at) & (contacts.c.call > call)
    # The first half is for the index, which cannot use an OR.
    return (contacts.c.arrived_at >= at) & ((contacts.c.arrived_at > at) | same)


def _number_row(row: Row[Any]) -> NumberRow:
    return NumberRow(**{**row._mapping, "call": CallId(row.call), "outcome": Outcome(row.outcome)})
