"""How long callers waited, and how it ended: what patience is learnt from. Read from the records, page by page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from calls.causes import EndedBy
from calls.contact import ContactRecord, Outcome
from calls.happenings.leaving import Rated
from calls.happenings.queue import AskedFor, Believed, CallingBack, GivenAway, Queued, leads_out
from store.database import Database
from store.doors import checked_number
from store.schema import contacts, journal, wrap_ups

PAGE = 2000


@dataclass(frozen=True, slots=True)
class WaitRow:
    """The waits of one call that is over, all together. `seconds` 0: it never stood in line.

    `segment`, `schedule` and `limit` (0: none was stated) are as when he joined. `low`: he answered a survey with a low
    score. `called_back`: we called him, so he did not wait on the line.
    """

    call: str
    number: str
    queue: str
    scenario: str
    seconds: float
    hung_up: bool
    at: float
    segment: str = ""
    schedule: str = ""
    low: bool = False
    called_back: bool = False
    limit: float = 0.0
    out_of_line: bool = False
    """His queue gave him away to a flow: he did not wait any more when the call ended."""
    complained: bool = False
    """Somebody wrote down after the talk that he complained."""
    asked_for: bool = False
    """A person's question about a caller whom he held: in line since that caller joined, and nobody's own wait."""


def row_of(record: ContactRecord) -> WaitRow:
    """The same of a record at hand, at the end of a call."""
    believed = record.believed
    gave_up = record.outcome is Outcome.ABANDONED and record.ended_by is EndedBy.CALLER
    out = record.led_out is not None
    return WaitRow(
        record.call,
        record.number,
        record.queue,
        record.scenario,
        record.waited if record.queued_at is not None else 0.0,
        gave_up and not out,
        record.last_at,
        believed.segment if believed else record.segment,
        believed.schedule if believed else "",
        any(rated.low for rated in record.ratings),
        record.calling_back is not None,
        believed.limit if believed else 0.0,
        out,
        asked_for=record.asked_for is not None,
    )


class Waits:
    """Reads waits."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self, since: float) -> int:
        """How many calls have ended since then. Raises StoreUnusable."""
        async with self._database.reading() as connection:
            many = select(func.count()).select_from(contacts).where(_over(since))
            return int((await connection.execute(many)).scalar_one())

    async def pages(self, since: float, at_most: int) -> AsyncIterator[list[WaitRow]]:
        """The newest calls since then, a page at a time, newest first. Raises StoreUnusable."""
        last: Row[Any] | None = None
        left = at_most
        while left > 0:
            async with self._database.reading() as connection:
                rows = (await connection.execute(_page(since, last).limit(min(PAGE, left)))).all()
                found = await _with_the_rest(connection, rows)
            if not rows:
                return
            yield found
            last, left = rows[-1], left - len(rows)

    async def of(self, number: str, at_most: int = 200) -> list[WaitRow]:
        """The newest calls of a number, newest first. Raises WrongId, StoreUnusable."""
        wanted = _page(0.0, None).where(contacts.c.number == checked_number(number)).limit(at_most)
        async with self._database.reading() as connection:
            return await _with_the_rest(connection, (await connection.execute(wanted)).all())


def _over(since: float) -> Any:
    return and_(contacts.c.ended.is_(True), contacts.c.arrived_at >= since)


def _page(since: float, last: Row[Any] | None) -> Select[Any]:
    wanted = select(contacts).where(_over(since)).order_by(contacts.c.arrived_at.desc(), contacts.c.call.desc())
    if last is None:
        return wanted
    earlier, same = contacts.c.arrived_at < last.arrived_at, contacts.c.arrived_at == last.arrived_at
    return wanted.where(or_(earlier, and_(same, contacts.c.call < last.call)))


async def _with_the_rest(connection: AsyncConnection, rows: Sequence[Row[Any]]) -> list[WaitRow]:
    """What the contacts do not have stands in their journal."""
    found = {row.call: _wait(row) for row in rows}
    kinds = [each.__name__ for each in (Believed, Rated, CallingBack, AskedFor, GivenAway, Queued)]
    wanted = select(journal).where(journal.c.call.in_(found), journal.c.kind.in_(kinds))
    entries: Iterable[Row[Any]] = await connection.execute(wanted.order_by(journal.c.call, journal.c.seq))
    for entry in entries:
        found[entry.call] = _known(found[entry.call], entry)
    said = select(wrap_ups.c.call).where(wrap_ups.c.call.in_(found), wrap_ups.c.complaint.is_(True))
    for call in (await connection.execute(said)).scalars():
        found[call] = replace(found[call], complained=True)
    return [replace(wait, hung_up=wait.hung_up and not wait.out_of_line) for wait in found.values()]


def _known(wait: WaitRow, entry: Row[Any]) -> WaitRow:
    match entry.kind:
        case "Believed":
            told = {name: entry.fields[name] for name in ("segment", "schedule", "limit")}
            return replace(wait, **told)
        case "CallingBack":
            return replace(wait, called_back=True)
        case "AskedFor":
            return replace(wait, asked_for=True)
        case "GivenAway" | "Queued":
            return replace(wait, out_of_line=entry.kind == "GivenAway" and leads_out(str(entry.fields["to"])))
        case _:
            return replace(wait, low=wait.low or bool(entry.fields.get("low")))


def _wait(row: Row[Any]) -> WaitRow:
    return WaitRow(
        row.call,
        row.number,
        row.queue,
        row.scenario,
        row.waited if row.queued_at is not None else 0.0,
        row.outcome == Outcome.ABANDONED.value and row.ended_by == EndedBy.CALLER.value,
        row.ended_at or row.arrived_at,
    )
