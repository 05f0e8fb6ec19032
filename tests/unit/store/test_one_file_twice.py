"""One file opened twice in one process, as the console does for its reports, while other processes look into it, too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from store.database import Database
from tests.unit.store.samples import served
from tests.unit.store.writers import entries_kept, writing

LOOK = """import sqlite3, sys
base = sqlite3.connect(sys.argv[1])
print(base.execute("select count(*) from journal").fetchone()[0])
base.close()"""


def look(file: Path) -> int:
    """How many entries another process sees. As it goes, it removes the write-ahead log if nobody seems to have the file."""
    seen = subprocess.run([sys.executable, "-c", LOOK, str(file)], check=True, timeout=30, capture_output=True)
    return int(seen.stdout)


async def test_what_is_written_after_somebody_else_looked_is_there(tmp_path: Path) -> None:
    file = tmp_path / "hotline.db"
    async with Database.in_file(file) as first:
        async with writing(first) as journal:
            journal.write(served(1)[0])
        async with Database.in_file(file) as second:
            assert await entries_kept(second) == 1
        assert look(file) == 1
        async with writing(first) as journal:
            journal.write(served(2)[0])
        assert look(file) == 2
