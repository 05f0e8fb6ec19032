"""What is known of one caller's patience, put together for people, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo

from acd.learning import after
from acd.patience import Baseline, Hazard, Patience, PatienceModel, believed, left_by, survival, under
from acd.personal import NO_COUNTS, Counts, faded, with_counts
from calls.masking import mask_number, printable
from calls.profile import Profile
from service.patience_rules import PatienceRules
from service.patience_words import WORDS
from store.patience import ModelKept
from store.waits import WaitRow

MOMENTS = (10, 20, 30, 60, 120, 300)
"""Seconds after which it is told how many such callers have left."""
WIDTH = 24
Words = Mapping[str, str]
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Counted:
    """A call of his, and what it counts in the belief of today: hang-ups, complaints (weighted), exposure, all faded."""

    at: float
    queue: str
    seconds: float
    hung_up: bool
    complaint: bool
    weight: float
    hang_ups: float
    complaints: float
    exposure: float


@dataclass(frozen=True, slots=True)
class KnownPatience:
    """Everything. `a` and `b` are of what would be reckoned with today, `prior_a` and `prior_b` of his class."""

    number: str
    segment: str
    schedule: str
    limit: float | None
    counts: Counts
    prior_a: float
    prior_b: float
    a: float
    b: float
    median: float
    leaves: dict[int, float]
    leaves_of_class: dict[int, float]
    calls: tuple[Counted, ...]
    version: int
    learnt_at: float | None


def known_patience(
    number: str, counts: Counts, rows: Sequence[WaitRow], model: ModelKept | None, rules: PatienceRules, now: float
) -> KnownPatience:
    """From his counts in the store and his calls, newest first."""
    joined = next((row for row in rows if row.seconds > 0), None)
    segment, schedule = (joined.segment, joined.schedule) if joined else ("", "")
    limit = rules.limit(Profile(segment, wait_limit=joined.limit or None), joined.queue) if joined else None
    name, hazards = under(segment, schedule), model.model if model else PatienceModel()
    baseline, then = hazards.baseline(name), faded(counts, now, rules.learning)
    learnt = with_counts(baseline, name, then)
    patience, hazard = believed(hazards, name, learnt, limit)
    return KnownPatience(
        number,
        segment,
        schedule,
        limit,
        then,
        baseline.a,
        baseline.b,
        patience.a,
        patience.b,
        left_by(patience, hazard, 0.5),
        _leaves(patience, hazard),
        _leaves(baseline.patience(name), baseline.hazard),
        tuple(_counted(rows, hazards, rules, now)),
        model.version if model else 0,
        model.learnt_at if model else None,
    )


def _leaves(patience: Patience, hazard: Hazard) -> dict[int, float]:
    return {moment: 1.0 - survival(patience, hazard, moment) for moment in MOMENTS}


def _counted(rows: Sequence[WaitRow], model: PatienceModel, rules: PatienceRules, now: float) -> Iterator[Counted]:
    """What each call added, oldest first: a complaint is laid to the wait before it."""
    counts = NO_COUNTS
    for wait in sorted(map(rules.wait, rows), key=lambda wait: wait.at):
        queue = next(row.queue for row in rows if row.at == wait.at)
        before, counts = faded(counts, wait.at, rules.learning), after(counts, wait, model, rules.learning)
        added = Counts(
            counts.hang_ups - before.hang_ups,
            counts.complaints - before.complaints,
            counts.exposure - before.exposure,
            wait.at,
        )
        if added.hang_ups or added.complaints or added.exposure:
            left = faded(added, now, rules.learning)
            weight = 0.5 ** (max(0.0, now - wait.at) / rules.learning.half_life)
            ended = (wait.at, queue, wait.seconds, wait.hung_up, wait.complaint)
            yield Counted(*ended, weight, left.hang_ups, left.complaints, left.exposure)


def fields(known: KnownPatience, masked: bool) -> dict[str, object]:
    """For a program. Numbers are masked like everywhere."""
    shown = {"number": mask_number(known.number)} if masked else {}
    leaves = {str(moment): share for moment, share in known.leaves.items()}
    of_class = {str(moment): share for moment, share in known.leaves_of_class.items()}
    return asdict(known) | {"leaves": leaves, "leaves_of_class": of_class} | shown


def lines(known: KnownPatience, zone: tzinfo, masked: bool, language: str = "en") -> Iterator[str]:
    """For people, in English or Chinese."""
    words = WORDS[language]
    number = printable(mask_number(known.number) if masked else known.number)
    segment = printable(known.segment) or words["no class"]
    who = words["who under" if known.schedule else "who"]
    yield who.format(number=number, segment=segment, schedule=printable(known.schedule))
    yield from _why(known, zone, words)
    yield words["median"].format(median=known.median)
    yield ""
    yield words["head"]
    for moment, share in known.leaves.items():
        yield f"  {moment:>4} s   {share:>5.0%}   {known.leaves_of_class[moment]:>5.0%}   {_bar(share)}"
    yield from _calls(known, zone, words)


def _why(known: KnownPatience, zone: tzinfo, words: Words) -> Iterator[str]:
    yield words["version" if known.version else "cold"].format(
        version=known.version, at=_time(known.learnt_at or 0.0, zone)
    )
    yield words["counts"].format_map(asdict(known.counts))
    yield words["belief" if known.limit is None else "limit"].format_map(asdict(known))


def _calls(known: KnownPatience, zone: tzinfo, words: Words) -> Iterator[str]:
    if not known.calls:
        yield words["none"]
        return
    yield ""
    yield words["last calls" if len(known.calls) > SHOWN else "calls"].format(many=SHOWN)
    for call in known.calls[-SHOWN:]:
        end = words["hung up" if call.hung_up else "stayed"]
        if call.complaints:
            end += words["complained"].format(complaints=call.complaints)
        shown = {"at": _time(call.at, zone), "queue": printable(call.queue), "end": end}
        yield words["call"].format_map(asdict(call) | shown)


def _time(at: float, zone: tzinfo) -> str:
    return f"{datetime.fromtimestamp(at, zone):%Y-%m-%d %H:%M}"


def class_line(name: str, baseline: Baseline) -> str:
    """A class of what was learnt: its name, how many leave by when, and by how much callers differ."""
    who, _, schedule = name.rpartition("@") if "@" in name else (name, "", "")
    told = printable(who) or "anybody"
    left = ", ".join(
        f"{1 - survival(baseline.patience(name), baseline.hazard, at):.0%} by {at} s" for at in MOMENTS[2:]
    )
    return f"{told}{f' under {schedule}' if schedule else ''}: {left} (a {baseline.a:.2f})"


def _bar(share: float) -> str:
    return "█" * round(share * WIDTH)
