"""How long an entry waits for company: a moment, and a little more where the last batch was a crowd."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.database import Database
from store.journal import Pace
from tests.unit.store.samples import served
from tests.unit.store.writers import writing
from tests.waiting import patient, until

FOR_EVER = 3_600.0


@pytest.mark.parametrize(
    "pace",
    [Pace(gather=FOR_EVER, gather_crowd=0.005, crowd=14), Pace(gather=0.005, gather_crowd=FOR_EVER, crowd=15)],
    ids=["after a crowd", "after a few"],
)
async def test_who_comes_next_waits_as_the_last_batch_was(tmp_path: Path, pace: Pace) -> None:
    first = served(1)
    async with Database.in_file(tmp_path / "hotline.db") as database, writing(database, pace=pace) as journal:
        for entry in first:
            journal.write(entry)
        assert await journal.flush(patient(5.0))
        journal.write(served(2)[0])
        await until(lambda: journal.written == len(first) + 1, 5.0, "the next entry in the database")
