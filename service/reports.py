"""A report gathered from the store: one pass over the calls that arrived, and over people's changes beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from acd.measures import By, Change, OtherCall, Report, Rules, StateClock, is_resolved
from acd.measures.facts import first_person, subject
from acd.measures.repeats import DAY
from acd.states import PersonState
from calls.contact import ContactRecord
from calls.ids import PersonId
from service.configuration import Configuration
from store.database import Database
from store.people import PersonKept
from store.reports import NumberRow, Reports, reading_reports

Progress = Callable[[int, int], None]
"""Told (calls taken in, calls in all)."""
LONGEST_WRAP_UP = 3600.0
"""Wrap-up is looked for so long after a call; people's changes are read ahead of the calls by this, in seconds."""
STATES = frozenset(state.value for state in PersonState)


@dataclass(frozen=True, slots=True)
class Asked:
    """A report that somebody wants: by what, from `since` to before `until` (epoch seconds), and the rules of its figures.

    `people`: only calls that these talked to first, and only their time; None: everything.
    """

    by: By | None
    since: float
    until: float
    rules: Rules
    people: Collection[PersonId] | None = None

    def counts(self, person: PersonId) -> bool:
        """Whether what belongs to this person is in it."""
        return self.people is None or person in self.people


def rules_of(rules: Rules, configuration: Configuration) -> Rules:
    """The rules, with what the plan promises of its queues and where its people belong."""
    regions = {person.id: person.unit.region for person in configuration.people}
    within = {queue.name: queue.answer_within for queue in configuration.queues}
    return replace(rules, within=within, region=lambda person: regions.get(person, ""))


async def gather(database: Database, asked: Asked, now: float, progress: Progress = lambda _done, _all: None) -> Report:
    """The report, as of `now`. What lasts longer than memory should hold is read page by page. Raises StoreUnusable."""
    report = Report(asked.by, asked.since, asked.until, asked.rules)
    async with reading_reports(database) as reading:
        people = _PeoplesTime(report, reading, asked.counts)
        await people.begin(asked.since)
        every, done = await reading.count(asked.since, asked.until), 0
        async for page in reading.pages(asked.since, asked.until):
            await people.catch_up(max(record.last_at for record in page) + LONGEST_WRAP_UP)
            others = await _others(reading, page, asked.rules.again)
            for record in page:
                if not asked.counts(first_person(record)):
                    continue
                resolved = is_resolved(record, others.get(record.number, ()), asked.rules.again)
                report.call(record, people.clock.wrapped, resolved)
            done += len(page)
            progress(done, every)
        await people.catch_up(asked.until)
        people.clock.finish(min(asked.until, now))
    return report


class _PeoplesTime:
    """People's changes, read as far as the calls need them and no further."""

    def __init__(self, report: Report, reading: Reports, counts: Callable[[PersonId], bool]) -> None:
        self._reading, self._read_until, self._counts = reading, 0.0, counts
        self.clock = StateClock(report.stretch)

    async def begin(self, since: float) -> None:
        """What everybody was doing when the period began."""
        self._take(await self._reading.states_at(since))
        self._read_until = since

    async def catch_up(self, until: float) -> None:
        """Take in what changed until then."""
        if until <= self._read_until:
            return
        async for page in self._reading.changes(self._read_until, until):
            self._take(page)
        self._read_until = until

    def _take(self, changes: Sequence[PersonKept]) -> None:
        for kept in changes:
            if kept.state in STATES and self._counts(PersonId(kept.person)):  # else a newer version wrote it
                self.clock.changed(
                    Change(PersonId(kept.person), PersonState(kept.state), kept.reason, kept.since, kept.until)
                )


async def _others(reading: Reports, page: Sequence[ContactRecord], days: float) -> dict[str, list[OtherCall]]:
    """The calls of this page's numbers, as far back and ahead as they can be repeats; by number."""
    numbers = {record.number for record in page if record.number}
    since = min(record.entries[0].at for record in page) - (days + 1) * DAY
    until = max(record.last_at for record in page) + days * DAY
    found: dict[str, list[OtherCall]] = {}
    for row in await reading.of_numbers(numbers, since, until):
        found.setdefault(row.number, []).append(_other(row))
    return found


def _other(row: NumberRow) -> OtherCall:
    about = subject(row.scenario, row.queue, row.dialled)
    return OtherCall(row.call, row.number, about, row.arrived_at, row.ended_at, row.outcome)
