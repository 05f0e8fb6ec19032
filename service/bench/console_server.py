"""The server of the console's bench, a process of its own: `python -m service.bench.console_server settings.toml`.

It says its address when people can look on. A line on its input begins the changes; each is answered with how many there were
by now. The end of its input ends it.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from pathlib import Path

import uvloop

from service.bench.console_centre import CHANGES, Mover, service_of
from service.collecting import collect_between_events
from service.config import Settings
from service.console_running import console_of, listening
from service.house import House
from service.logs import set_up_logs
from store.database import Database


async def serve(settings: Settings, changes: int) -> None:
    """Until the input ends."""
    async with Database.in_file(settings.database_file) as database:
        with listening(settings) as bound:
            service = await service_of(settings, database)
            running = console_of(service, bound)
            if running is None:
                raise SystemExit("the console did not come up: see the log")
            mover = Mover(service.house, changes)
            async with asyncio.TaskGroup() as tasks:
                works = [service.journal.run(), running.run(), _live(service.house), collect_between_events()]
                background = [tasks.create_task(work) for work in works]
                await mover.begin()
                sys.stdout.write(f"{running.address}\n")
                sys.stdout.flush()
                moving: asyncio.Task[None] | None = None
                while await asyncio.to_thread(sys.stdin.readline):
                    if moving is None:
                        background.append(moving := tasks.create_task(mover.run()))
                    sys.stdout.write(f"{mover.moved}\n")
                    sys.stdout.flush()
                for task in background:
                    task.cancel()


async def _live(house: House) -> None:
    async with house.chores, house.crew:
        await house.floor.run()


def main() -> None:
    """Run it."""
    settings = Settings.read(Path(sys.argv[1]))
    set_up_logs(settings.log)
    with suppress(KeyboardInterrupt):
        uvloop.run(serve(settings, int(sys.argv[2]) if len(sys.argv) > 2 else CHANGES))


if __name__ == "__main__":
    main()
