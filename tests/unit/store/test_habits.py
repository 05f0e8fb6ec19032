"""What reading a caller's habits costs: his calls, not everybody's."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.dialects import sqlite

from store.database import Database
from store.habits import choices_of


async def test_sqlite_finds_a_callers_choices_by_his_calls(tmp_path: Path) -> None:
    reading = choices_of("13911111111").compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    async with Database.in_file(tmp_path / "hotline.db") as database, database.reading() as connection:
        found = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {reading}")
        plan = [str(row["detail"]) for row in found.mappings()]
    (of_journal,) = (line for line in plan if " journal " in line)
    assert of_journal.startswith("SEARCH")
    assert of_journal.endswith("(call=?)")
