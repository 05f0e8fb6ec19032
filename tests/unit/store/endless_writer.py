"""A process that writes calls until it is killed, and says on its output which ones are surely kept."""

from __future__ import annotations

import asyncio
import sys
from itertools import count
from pathlib import Path

from store.database import Database
from tests.unit.store.samples import served
from tests.unit.store.writers import Said, writing


async def main(file: Path) -> None:
    """Write one call after another; after each flush tell its number."""
    async with Database.in_file(file) as database, writing(database, Said()) as journal:
        for number in count(1):
            for entry in served(number, at=1000.0 + number):
                journal.write(entry)
            if number % 20 == 0 and await journal.flush():
                sys.stdout.write(f"{number}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
