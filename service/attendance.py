"""The attendance list: who is away when, from a file, kept in the store and told to the floor."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from acd.messages import Absent, Away
from calls.clock import Clock
from calls.documents import did_you_mean
from calls.errors import HotlineError, WrongSettings
from calls.ids import PersonId
from service.alarms import Alarms
from store.absences import Absence

log = structlog.get_logger(__name__)
COLUMNS = ("person", "from", "to", "reason")
READ_EVERY = 5.0
"""Seconds: what is written of people's absence holds five seconds later."""
LARGEST = 20_000_000
"""Characters of a list that is read at all."""


_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list, as written."""

    line: int
    fields: Mapping[str, str]


def read_list(text: str, name: str, zone: ZoneInfo, known: Collection[str]) -> list[Absence]:
    """The absences of a list with the columns person, from, to, reason. Every mistake at once, with its line.

    A moment is `2026-10-01` (a whole day; `to` includes it) or `2026-10-01 14:00`, in the centre's zone. Raises WrongSettings.
    """
    problems: list[str] = []
    found = [absence for row in _rows(text, name) if (absence := _absence(row, name, zone, known, problems))]
    if problems:
        raise WrongSettings(f"{name} cannot be taken over", "\n".join(problems[:50]))
    return found


def _rows(text: str, name: str) -> Iterator[Row]:
    if len(text) > LARGEST:
        raise WrongSettings(f"{name} is too large", "split it by month")
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [column for column in COLUMNS[:3] if column not in (reader.fieldnames or ())]
    if missing:
        raise WrongSettings(f"{name}:1: no column {', '.join(missing)}", f"the first line names {', '.join(COLUMNS)}")
    try:
        for row in reader:
            fields = {key: (value or "").strip() for key, value in row.items() if isinstance(value, str)}
            yield Row(reader.line_num, fields)
    except csv.Error as error:
        raise WrongSettings(f"{name}:{reader.line_num}: this is no CSV", f"the reader says: {error}") from None


def _absence(row: Row, name: str, zone: ZoneInfo, known: Collection[str], problems: list[str]) -> Absence | None:
    where, person = f"{name}:{row.line}", row.fields.get("person", "")
    if person not in known:
        problems.append(f"{where}: nobody is called '{person}' {did_you_mean(person, known)}".rstrip())
        return None
    starts, ends = moment(row.fields.get("from", ""), zone, 0), moment(row.fields.get("to", ""), zone, 1)
    if starts is None or ends is None:
        problems.append(f"{where}: a moment is written as 2026-10-01 or 2026-10-01 14:00")
    elif ends <= starts:
        problems.append(f"{where}: it ends before it begins")
    else:
        return Absence(PersonId(person), starts, ends, row.fields.get("reason") or "away", name)
    return None


def moment(written: str, zone: ZoneInfo, day_after: int) -> float | None:
    """Epoch seconds; of a mere date its beginning, or that of the day after."""
    if not _MOMENT.match(written):
        # Python reads 20261001 too, but as a midnight: the last day of an absence would be lost.
        return None
    try:
        moment = datetime.fromisoformat(written)
        if len(written) == len("2026-10-01"):
            moment += timedelta(days=day_after)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).timestamp()
    except (ValueError, OverflowError):
        return None


def read_file(path: Path, zone: ZoneInfo, known: Collection[str]) -> list[Absence]:
    """The absences of this file. Raises WrongSettings."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings(f"{path} cannot be read", f"a CSV file in UTF-8 is expected ({error})") from None
    return read_list(text, path.name, zone, known)


class Attendance:
    """Tells the floor who is away when. `read` asks the store for what is not over."""

    def __init__(
        self,
        read: Callable[[float], Awaitable[list[Absence]]],
        tell: Callable[[Absent], None],
        clock: Clock,
        alarms: Alarms,
    ) -> None:
        self._read, self._tell, self._clock, self._alarms = read, tell, clock, alarms
        self._told: set[PersonId] = set()

    async def look(self) -> None:
        """Read once. What cannot be read stays as it was known last, and an alarm stands."""
        try:
            absences = await self._read(self._clock.now())
        except HotlineError as error:
            self._alarms.raise_("attendance", error.told())
            return
        self._alarms.clear("attendance")
        away = by_person(absences)
        # Told at every look, changed or not: a reload or a recovery may have brought people who were not told of it.
        for person in {*self._told, *away}:
            self._tell(Absent(person, away.get(person, ())))
        self._told = set(away)

    async def run(self) -> None:
        """Look now and then, for ever."""
        while True:
            await self.look()
            await self._clock.wait_until(self._clock.now() + READ_EVERY)


def by_person(absences: Collection[Absence]) -> dict[PersonId, tuple[Away, ...]]:
    """What is known of each, in order of time."""
    found: dict[PersonId, list[Away]] = {}
    for each in absences:
        found.setdefault(each.person, []).append(Away(each.starts, each.ends, each.reason))
    return {person: tuple(sorted(spans, key=lambda away: away.starts)) for person, spans in found.items()}
