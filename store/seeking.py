"""Calls sought by what somebody remembers of them: a page at a time, newest first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from calls.contact import Outcome
from calls.ids import PersonId
from store.contacts import ContactRow, contact_row
from store.database import Database
from store.schema import contacts

LONGEST_PAGE = 500
LONGEST_TEXT = 80


@dataclass(frozen=True, slots=True)
class Sought:
    """What a call must be like; what is None or empty does not matter. Times are epoch seconds.

    `text` is part of the id, the number or the name; with `whole_numbers` a number must be given whole, and names are not
    looked into: for somebody who must not find numbers out by trying. `people`: only calls that these took, or that nobody took.
    `before` is (arrival, call) of the last one seen.
    """

    text: str = ""
    whole_numbers: bool = False
    since: float | None = None
    until: float | None = None
    queue: str = ""
    person: PersonId = PersonId("")
    scenario: str = ""
    outcome: Outcome | None = None
    people: Collection[PersonId] | None = None
    before: tuple[float, str] | None = None
    limit: int = 50


class CallSearch:
    """Looks through the light rows of all calls."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, sought: Sought) -> list[ContactRow]:
        """The next calls. Raises StoreUnusable."""
        async with self._database.reading() as connection:
            return [contact_row(row) for row in await connection.execute(_selected(sought))]


def _selected(sought: Sought) -> Select[Any]:
    columns = [contacts.c[field.name] for field in fields(ContactRow)]
    limit = min(max(1, sought.limit), LONGEST_PAGE)
    newest = select(*columns).order_by(contacts.c.arrived_at.desc(), contacts.c.call.desc()).limit(limit)
    return newest.where(and_(True, *_time(sought), *_what(sought), *_text(sought)))


def _time(sought: Sought) -> list[ColumnElement[bool]]:
    at = contacts.c.arrived_at
    found: list[ColumnElement[bool]] = []
    if sought.since is not None:
        found.append(at >= sought.since)
    if sought.until is not None:
        found.append(at < sought.until)
    if sought.before is not None:
        moment, call = sought.before
        found.append(or_(at < moment, and_(at == moment, contacts.c.call < call)))
    return found


def _what(sought: Sought) -> list[ColumnElement[bool]]:
    named = {"queue": sought.queue, "person": sought.person, "scenario": sought.scenario}
    found = [contacts.c[name] == value for name, value in named.items() if value]
    if sought.outcome is not None:
        found.append(contacts.c.outcome == sought.outcome.value)
    if sought.people is not None:
        found.append(contacts.c.person.in_(["", *sought.people]))
    return found


def _text(sought: Sought) -> list[ColumnElement[bool]]:
    text = sought.text.strip()[:LONGEST_TEXT]
    if not text:
        return []
    number = contacts.c.number == text if sought.whole_numbers else contacts.c.number.contains(text, autoescape=True)
    name = false() if sought.whole_numbers else contacts.c.name.icontains(text, autoescape=True)
    return [or_(contacts.c.call.contains(text.lower(), autoescape=True), number, name)]
