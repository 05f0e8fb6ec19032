"""What is known of one caller's patience, put together for people, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo

from acd.learning import after
from acd.patience import Baseline, Hazard, Patience, PatienceModel, believed, left_by, survival, under
from acd.personal import NO_COUNTS, Counts, faded, with_counts
from calls.masking import mask_number, printable
from calls.profile import Profile
from service.patience_rules import PatienceRules
from store.patience import ModelKept
from store.waits import WaitRow

MOMENTS = (10, 20, 30, 60, 120, 300)
"""Seconds after which it is told how many such callers have left."""
WIDTH = 24
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


def lines(known: KnownPatience, zone: tzinfo, masked: bool) -> Iterator[str]:
    """For people."""
    number = mask_number(known.number) if masked else known.number
    under_what = f", under announcements {known.schedule}" if known.schedule else ""
    yield f"{printable(number)}: class {printable(known.segment) or '(none)'}{under_what}"
    yield from _why(known, zone)
    yield f"half of such callers leave within {known.median:.0f} s"
    yield ""
    yield "  within   leave   of his class"
    for moment, share in known.leaves.items():
        yield f"  {moment:>4} s   {share:>5.0%}   {known.leaves_of_class[moment]:>5.0%}   {_bar(share)}"
    yield from _calls(known, zone)


def _why(known: KnownPatience, zone: tzinfo) -> Iterator[str]:
    counts = known.counts
    if known.version:
        at = datetime.fromtimestamp(known.learnt_at or 0.0, zone)
        yield f"hazard of the class: version {known.version}, learnt {at:%Y-%m-%d %H:%M}"
    else:
        yield "nothing was learnt yet: the hazard is the one that every centre begins with"
    yield (
        f"his own counts, faded to today: {counts.hang_ups:.2f} hang-ups + {counts.complaints:.2f} complaints"
        f" in an exposure of {counts.exposure:.2f} ({counts.waits} waits)"
    )
    if known.limit is not None:
        yield f"a limit of {known.limit:.0f} s was stated: it wins over what was learnt"
    else:
        of_class = f"the class has a {known.prior_a:.2f}, b {known.prior_b:.2f}"
        yield f"{of_class}; with his own hang-ups and exposure: a {known.a:.2f}, b {known.b:.2f}"


def _calls(known: KnownPatience, zone: tzinfo) -> Iterator[str]:
    if not known.calls:
        yield "none of his calls in the store counts"
        return
    yield ""
    yield f"the calls that count{f', the last {SHOWN}' if len(known.calls) > SHOWN else ''}:"
    for call in known.calls[-SHOWN:]:
        at = datetime.fromtimestamp(call.at, zone)
        end = "hung up" if call.hung_up else "no hang-up"
        complaint = f", complained: +{call.complaints:.2f}" if call.complaints else ""
        yield (
            f"  {at:%Y-%m-%d %H:%M}  {printable(call.queue):<12} waited {call.seconds:>5.0f} s, {end}{complaint};"
            f" counts {call.weight:.0%}: +{call.hang_ups:.2f} hang-ups, +{call.exposure:.2f} exposure"
        )


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
