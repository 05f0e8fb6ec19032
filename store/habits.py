"""What a caller has taken in the menus so far: counted from the journal of his calls, so that nothing counts twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import Select, select

from store.database import Database
from store.doors import checked_number
from store.errors import WrongId
from store.schema import contacts, journal

MOST_CALLS = 200
"""The newest calls of a number that are counted."""


async def read(database: Database, number: str) -> dict[str, dict[str, int]]:
    """By menu: how often this caller took each choice, named by its key and where it led (`1>orders`).

    Nobody's number (withheld, or none that could be one) has no habits. Raises StoreUnusable.
    """
    try:
        chosen = choices_of(number)
    except WrongId:
        return {}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    async with database.reading() as connection:
        for (fields,) in await connection.execute(chosen):
            counts[str(fields["menu"])][f"{fields['key']}>{fields['to']}"] += 1
    return {menu: dict(taken) for menu, taken in counts.items()}


def choices_of(number: str) -> Select[tuple[dict[str, Any]]]:
    """The choices in the newest calls of a number. Raises WrongId.

    The calls must lead to the choices. By itself SQLite takes the index of kinds, and so reads every caller's choices;
    a term that is no bare column cannot use an index (sqlite.org/optoverview.html, section 2.1).
    """
    calls = select(contacts.c.call).where(contacts.c.number == checked_number(number))
    newest = calls.order_by(contacts.c.arrived_at.desc()).limit(MOST_CALLS)
    return select(journal.c.fields).where(journal.c.call.in_(newest), journal.c.kind.concat("") == "Chose")
