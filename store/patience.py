"""What was learnt of callers' patience: their counts, by number, and the hazards of their classes, as versions.

A number is personal data: it is kept as in `contacts`, shown masked, and `forget` takes it away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import orjson
from sqlalchemy import Row, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from acd.patience import Baseline, Hazard, PatienceModel
from acd.personal import Counts
from store.database import Database
from store.doors import checked_number
from store.errors import WrongId
from store.rows import upsert_into
from store.schema import patience_callers, patience_models

VERSIONS_KEPT = 30
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PatienceKept:
    """A caller's counts, as `acd.personal.Counts`."""

    number: str
    hang_ups: float
    complaints: float
    exposure: float
    at: float
    waits: int
    long_wait_at: float | None

    @classmethod
    def of(cls, number: str, counts: Counts) -> PatienceKept:
        """The counts under this number."""
        return cls(number, **asdict(counts))

    @property
    def id(self) -> str:
        """What there is one of."""
        return self.number

    @property
    def counts(self) -> Counts:
        """The counts alone."""
        return Counts(self.hang_ups, self.complaints, self.exposure, self.at, self.waits, self.long_wait_at)


@dataclass(frozen=True, slots=True)
class ModelKept:
    """A version of what was learnt, from so many waits, hang-ups and callers. Versions count from 1."""

    version: int
    learnt_at: float
    waits: int
    hang_ups: int
    callers: int
    model: PatienceModel


class PatienceStore:
    """Reads what was learnt, and takes what was learnt anew. Counts after a call are written by `Journal.keep_left`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def caller(self, number: str) -> PatienceKept | None:
        """The counts of this number; None of nobody's number, and where nothing is known. Raises StoreUnusable."""
        try:
            wanted = select(patience_callers).where(patience_callers.c.number == checked_number(number))
        except WrongId:
            return None
        async with self._database.reading() as connection:
            row = (await connection.execute(wanted)).first()
        return None if row is None else PatienceKept(**row._mapping)

    async def model(self) -> ModelKept | None:
        """The newest; None before anything was learnt. Raises StoreUnusable."""
        newest = select(patience_models).order_by(patience_models.c.version.desc()).limit(1)
        async with self._database.reading() as connection:
            row = (await connection.execute(newest)).first()
        return None if row is None else _model(row)

    async def newest(self) -> int:
        """The number of the newest version; 0: nothing was learnt. Raises StoreUnusable."""
        async with self._database.reading() as connection:
            return int((await connection.execute(select(func.max(patience_models.c.version)))).scalar() or 0)

    async def learnt(self, found: ModelKept, callers: Sequence[PatienceKept], since: float) -> int:
        """Keep it as the next version, with the counts of all callers. Raises StoreUnusable.

        `since` is when the learning began to read: counts of a call that ended after it are newer, and stay. Who is not
        among `callers` is forgotten. Returns the number of the version; that of `found` does not matter.
        """
        async with self._database.writing() as connection:
            version = int((await connection.execute(select(func.max(patience_models.c.version)))).scalar() or 0) + 1
            await connection.execute(insert(patience_models).values(_model_row(found) | {"version": version}))
            old = patience_models.c.version <= version - VERSIONS_KEPT
            await connection.execute(delete(patience_models).where(old))
            await self._replace(connection, callers, since)
        return version

    async def forget(self, number: str) -> bool:
        """Take a number away; whether there was one. Raises WrongId, StoreUnusable."""
        gone = delete(patience_callers).where(patience_callers.c.number == checked_number(number))
        async with self._database.writing() as connection:
            return bool((await connection.execute(gone)).rowcount)

    async def _replace(self, connection: AsyncConnection, callers: Sequence[PatienceKept], since: float) -> None:
        await connection.execute(delete(patience_callers).where(patience_callers.c.at < since))
        columns = [field.name for field in fields(PatienceKept)]
        older = patience_callers.c.at < since
        upsert = upsert_into(patience_callers, self._database.dialect, columns, older)
        for first in range(0, len(callers), ROWS_AT_ONCE):
            await connection.execute(upsert, [asdict(each) for each in callers[first : first + ROWS_AT_ONCE]])


def _model_row(found: ModelKept) -> dict[str, Any]:
    classes = {name: asdict(baseline) for name, baseline in found.model.baselines.items()}
    row = {field.name: getattr(found, field.name) for field in fields(ModelKept)}
    return row | {"model": orjson.dumps(classes).decode()}


def _model(row: Row[Any]) -> ModelKept:
    classes = orjson.loads(row.model)
    model = PatienceModel({name: _baseline(**values) for name, values in classes.items()})
    return ModelKept(row.version, row.learnt_at, row.waits, row.hang_ups, row.callers, model)


def _baseline(hazard: dict[str, list[float]], a: float, b: float) -> Baseline:
    return Baseline(Hazard(tuple(hazard["times"]), tuple(hazard["cumulative"])), a, b)
