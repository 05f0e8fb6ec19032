"""A day under other rules or other staff: read what is asked, fetch what was recorded, simulate, sum up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from acd.measures.calendar import midnight
from acd.patience import PatienceModel
from acd.simulation.baselines import STRATEGIES
from acd.simulation.day import Shift
from acd.simulation.loop import simulate
from acd.simulation.reading import read_day
from acd.simulation.recorded import RecordedCall, calls_of_records
from acd.simulation.results import Result, result_of
from acd.simulation.written import Recorded, Variant, WrittenDay, day_of
from acd.states import PersonState
from calls.causes import EndedBy
from calls.contact import ContactRecord, Outcome
from calls.documents import Problems, open_document
from calls.errors import HotlineError, WrongSettings
from calls.ids import PersonId
from service.configuration import Configuration
from store.database import Database
from store.patience import PatienceStore
from store.people import PersonKept
from store.reports import Reports, reading_reports

Progress = Callable[[str, int, int], None]
"""Told (what, done, of how many)."""
THERE = frozenset(state.value for state in PersonState) - {PersonState.LOGGED_OUT.value, PersonState.NOT_READY.value}


class DayRefused(HotlineError):
    """The day cannot be simulated as it is written."""

    code = "HL431"
    remedy = "correct what is listed, at the places that are named"


class NothingRecorded(HotlineError):
    """No call that waited arrived on this date."""

    code = "HL432"
    remedy = "name a date of which `hotline report day` shows calls"


@dataclass(frozen=True, slots=True)
class Tried:
    """One variant and what it came to."""

    variant: Variant
    result: Result


@dataclass(frozen=True, slots=True)
class Answer:
    """What `hotline whatif` found. `remarks` say what was not known and had to be drawn."""

    day: WrittenDay
    tried: Sequence[Tried]
    remarks: Sequence[str] = ()


def open_day(file: Path) -> WrittenDay:
    """The day in this file. Raises DayRefused with every mistake in it."""
    problems = Problems()
    node = open_document(str(file), lambda name: Path(name).read_text(encoding="utf-8"), problems)
    day = read_day(node) if not problems else WrittenDay()
    if problems:
        raise DayRefused("\n".join(problem.told() for problem in problems))
    return day


def answer(day: WrittenDay, recorded: Recorded | None, progress: Progress) -> Answer:
    """Simulate every variant."""
    tried = [_tried(day, variant, recorded, progress) for variant in day.variants]
    return Answer(day, tried, _remarks(day, recorded))


def _tried(day: WrittenDay, variant: Variant, recorded: Recorded | None, progress: Progress) -> Tried:
    simulated = day_of(day, variant, recorded)
    within = {queue.name: queue.answer_within for queue in simulated.queues}
    outcomes = simulate(simulated, STRATEGIES, progress=lambda done, every: progress(variant.name, done, every))
    return Tried(variant, result_of(outcomes, simulated.counts_from, within))


def _remarks(day: WrittenDay, recorded: Recorded | None) -> list[str]:
    if recorded is None:
        return [f"one day with seed {day.seed}; every variant met the same callers"]
    return [
        f"{len(recorded.calls)} calls of {day.recorded}; every variant met the same callers",
        "how long answered callers would have waited is not in any record: it was drawn from what was learnt of patience, "
        "given that they were still there",
        "how long callers who gave up would have talked was drawn from the talks of their queue",
    ]


# --- a recorded day


def with_plan(day: WrittenDay, configuration: Configuration) -> WrittenDay:
    """A recorded day has the people and queues of the running plan, unless it names its own."""
    return replace(day, people=day.people or configuration.people, queues=day.queues or configuration.queues)


async def recorded_day(database: Database, day: WrittenDay, zone: ZoneInfo, progress: Progress) -> Recorded:
    """What the journal knows of this date. Raises NothingRecorded, StoreUnusable, WrongSettings."""
    begins, ends = _period(day.recorded, zone)
    queues = {queue.name for queue in day.queues}
    kept = await PatienceStore(database).model()
    model = kept.model if kept else PatienceModel()
    records: list[RecordedCall] = []
    async with reading_reports(database) as reading:
        every, done = await reading.count(begins, ends), 0
        async for page in reading.pages(begins, ends):
            records += [found for record in page if (found := recorded_call(record)) and found.queue in queues]
            done += len(page)
            progress("calls of the day", done, every)
        shifts = await _shifts(reading, begins, ends)
    if not records:
        raise NothingRecorded(f"{day.recorded}: no call waited in a queue of this plan")
    return Recorded(calls_of_records(records, model, day.seed), shifts, model, begins)


def recorded_call(record: ContactRecord) -> RecordedCall | None:
    """What a record tells of a visit to a queue; None of one that waited nowhere or waits still, and of a question."""
    if not record.waits or record.waits[0].until is None or record.outcome is Outcome.IN_PROGRESS or record.asked_for:
        return None
    wait = record.waits[0]
    answered = record.connected_at is not None
    gave_up = record.outcome is Outcome.ABANDONED and record.ended_by is EndedBy.CALLER
    return RecordedCall(
        arrived=wait.since,
        queue=wait.whom,
        segment=record.segment,
        priority=record.priority,
        waited=record.waited,
        gave_up=gave_up,
        handled=record.talked + record.held if answered else None,
        schedule=record.believed.schedule if record.believed else "",
    )


async def _shifts(reading: Reports, begins: float, ends: float) -> list[Shift]:
    """When people were there for callers: from the first ready moment to the next pause or sign-out."""
    since: dict[str, float] = {}
    shifts: list[Shift] = []
    for kept in await reading.states_at(begins):
        _note(since, shifts, kept, begins)
    async for page in reading.changes(begins, ends):
        for kept in page:
            _note(since, shifts, kept, kept.since)
    shifts += [Shift(PersonId(person), at, ends) for person, at in since.items()]
    return [shift for shift in shifts if shift.ends > shift.begins]


def _note(since: dict[str, float], shifts: list[Shift], kept: PersonKept, at: float) -> None:
    if kept.state in THERE:
        since.setdefault(kept.person, at)
    elif kept.person in since:
        shifts.append(Shift(PersonId(kept.person), since.pop(kept.person), at))


def _period(day: str, zone: ZoneInfo) -> tuple[float, float]:
    try:
        first = date.fromisoformat(day)
    except ValueError:
        raise WrongSettings(f"recorded: '{day}' is no date such as 2026-11-20") from None
    return midnight(first, zone), midnight(first + timedelta(days=1), zone)
