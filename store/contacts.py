"""Calls as they are kept: whole records, and light rows for lists."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from calls.causes import Cause, EndedBy
from calls.contact import ContactRecord, Outcome
from calls.ids import CallId, PersonId
from store.database import Database
from store.doors import checked_number, checked_person, checked_reference
from store.errors import AmbiguousCall, UnknownCall
from store.rows import records_of
from store.schema import contacts, journal

LONGEST_LIST = 10_000


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One call in a list. Times in epoch seconds, durations in seconds; `ended_by` is None while it lasts."""

    call: CallId
    arrived_at: float
    dialled: str
    number: str
    name: str
    language: str
    scenario: str
    queue: str
    queued_at: float | None
    connected_at: float | None
    person: PersonId
    ended_at: float | None
    ended_by: EndedBy | None
    cause: Cause | None
    outcome: Outcome
    waited: float
    talked: float
    held: float
    offers: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which calls a list shows; what is None does not matter. `before` is the arrival of the last one seen."""

    since: float | None = None
    before: float | None = None
    number: str | None = None
    queue: str | None = None
    person: PersonId | None = None
    outcome: Outcome | None = None
    limit: int = 50


class Contacts:
    """Reads calls. They are written by `Journal.write`; what it has not written yet is not seen here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open_contacts(self) -> list[ContactRecord]:
        """Every call that has not ended, folded whole, oldest first. Raises StoreUnusable."""
        still = select(contacts.c.call).where(contacts.c.ended.is_(False))
        wanted = select(journal).where(journal.c.call.in_(still)).order_by(journal.c.call, journal.c.seq)
        async with self._database.reading() as connection:
            records = records_of(await connection.execute(wanted))
        return sorted(records, key=lambda record: (record.entries[0].at, record.call))

    async def served_last(self, most: int) -> list[tuple[str, PersonId]]:
        """Who talked last with a caller, by number, in the newest `most` calls, the oldest first. Raises StoreUnusable."""
        talked = and_(contacts.c.ended.is_(True), contacts.c.number != "", contacts.c.person != "")
        newest = select(contacts.c.number, contacts.c.person).where(talked)
        newest = newest.order_by(contacts.c.arrived_at.desc()).limit(most)
        async with self._database.reading() as connection:
            rows = (await connection.execute(newest)).all()
        return [(row.number, PersonId(row.person)) for row in reversed(rows)]

    async def contact(self, reference: str) -> ContactRecord:
        """The call with this id, or the only one whose id begins or ends so.

        Raises WrongId, UnknownCall, AmbiguousCall, StoreUnusable.
        """
        checked = checked_reference(reference)
        async with self._database.reading() as connection:
            call = await _call_meant(connection, checked)
            wanted = select(journal).where(journal.c.call == call).order_by(journal.c.seq)
            found = records_of(await connection.execute(wanted))
        if not found:
            raise UnknownCall(f"nothing is readable of call {call}")
        return found[0]

    async def contacts(self, wanted: Wanted = Wanted()) -> list[ContactRow]:
        """The calls wanted, newest first. Raises WrongId, StoreUnusable."""
        listed = _listed(wanted)
        async with self._database.reading() as connection:
            return [contact_row(row) for row in await connection.execute(listed)]


async def _call_meant(connection: AsyncConnection, reference: str) -> str:
    column = contacts.c.call
    alike = or_(column.startswith(reference, autoescape=True), column.endswith(reference, autoescape=True))
    exact_first = (column == reference).desc()
    meant = select(column).where(alike).order_by(exact_first, column.desc()).limit(4)
    found = (await connection.execute(meant)).scalars().all()
    if len(found) == 1 or reference in found:
        return str(found[0])
    if not found:
        raise UnknownCall(f"no call has the id {reference}")
    raise AmbiguousCall(f"{reference} is part of more than one call id: {', '.join(found[:3])} …")


def _listed(wanted: Wanted) -> Select[Any]:
    columns = [contacts.c[field.name] for field in fields(ContactRow)]
    limit = min(max(1, wanted.limit), LONGEST_LIST)
    listed = select(*columns).order_by(contacts.c.arrived_at.desc(), contacts.c.call.desc()).limit(limit)
    if wanted.since is not None:
        listed = listed.where(contacts.c.arrived_at >= wanted.since)
    if wanted.before is not None:
        listed = listed.where(contacts.c.arrived_at < wanted.before)
    return _narrowed(listed, wanted)


def _narrowed(listed: Select[Any], wanted: Wanted) -> Select[Any]:
    if wanted.number is not None:
        listed = listed.where(contacts.c.number == checked_number(wanted.number))
    if wanted.queue is not None:
        listed = listed.where(contacts.c.queue == wanted.queue)
    if wanted.person is not None:
        listed = listed.where(contacts.c.person == checked_person(wanted.person))
    if wanted.outcome is not None:
        listed = listed.where(contacts.c.outcome == wanted.outcome.value)
    return listed


def contact_row(row: Row[Any]) -> ContactRow:
    """One of `contacts` as it is listed."""
    values = dict(row._mapping)
    ended_by, cause = values.pop("ended_by"), values.pop("cause")
    return ContactRow(
        **values | {"call": CallId(row.call), "outcome": Outcome(row.outcome)},
        ended_by=EndedBy(ended_by) if ended_by else None,
        cause=None if cause is None else Cause.of(cause),
    )
