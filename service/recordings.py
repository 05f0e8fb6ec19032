"""Conversations as sound: begun when somebody is joined to a caller, kept beside the database, forgotten in time.

The switch writes the file, from the caller's leg, to the end of that leg: holds and a second person are in it. A call is recorded
once. Nothing in a call waits for this, and a recording that cannot be begun ends no conversation: an alarm tells it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import structlog

from calls.clock import Clock
from calls.contact import ContactRecord
from calls.errors import HotlineError, LegGone, WrongSettings
from calls.happenings.entry import Entry
from calls.happenings.talk import Connected, RecordingKept
from calls.ids import CallId, LegId
from calls.switch import Switch
from service.alarms import Alarms
from service.chronicle import Chronicle
from service.crew import Crew

log = structlog.get_logger(__name__)
ALL = "*"
DAY = 86_400.0
ASKED, NO = "recording", "no"
"""A variable of the call."""


@dataclass(frozen=True, slots=True)
class RecordingRules:
    """What is recorded. `queues`: whose callers, `*` for all; `keep`: seconds until a file is removed."""

    folder: Path
    queues: Collection[str]
    keep: float

    def wants(self, record: ContactRecord) -> bool:
        """Whether this call is recorded. A caller who said no in the menus is not: the plan sets `recording` to `no`."""
        return record.variables.get(ASKED) != NO and (ALL in self.queues or record.queue in self.queues)


class Recordings:
    """Begins recordings and removes old ones."""

    def __init__(
        self,
        rules: RecordingRules,
        switch: Switch,
        clock: Clock,
        chronicle: Chronicle,
        alarms: Alarms,
        crew: Callable[[], Crew],
    ) -> None:
        self._rules, self._switch, self._clock = rules, switch, clock
        self._chronicle, self._alarms, self._crew = chronicle, alarms, crew

    def heard(self, entry: Entry, record: ContactRecord) -> None:
        """Something happened in a call: `Chronicle.watch` tells it."""
        if isinstance(entry.what, Connected) and not record.recordings and self._rules.wants(record):
            self._crew().start(f"recording {entry.call}", self._begin(entry.call, record.leg))

    async def _begin(self, call: CallId, leg: LegId) -> None:
        name = f"{call}.wav"
        try:
            await self._switch.record(leg, self._rules.folder / name)
        except LegGone:
            return
        except HotlineError as error:
            self._alarms.raise_("recording", f"call {call} is not recorded: {error}")
            return
        self._alarms.clear("recording")
        self._chronicle.note(call, RecordingKept(name))

    def prepare(self) -> None:
        """Make the folder, for us alone. Raises WrongSettings."""
        try:
            self._rules.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            where = f"recording.folder: {self._rules.folder}"
            raise WrongSettings(f"{where} cannot be made: {error.strerror}") from error

    async def run(self) -> None:
        """Remove what is too old, once a day, for ever."""
        while True:
            removed = await asyncio.to_thread(forget, self._rules, self._clock.now())
            if removed:
                log.info("old recordings removed", files=removed)
            await self._clock.wait_until(self._clock.now() + DAY)


def forget(rules: RecordingRules, now: float) -> int:
    """Remove recordings that are older than they may be; how many."""
    old = [file for file in rules.folder.glob("*.wav") if file.stat().st_mtime < now - rules.keep]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def found(folder: Path, name: str) -> Path | None:
    """The file of this name in a record; None once it was removed, or for a name that leads outside."""
    file = (folder / name).resolve()
    return file if file.is_relative_to(folder.resolve()) and file.is_file() else None
