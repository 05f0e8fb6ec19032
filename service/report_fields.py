"""A report for programs: every count, sum and figure under one name, in JSON and in CSV alike."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from acd.measures import FORMULAS, Report, Result, Tally, agents_worth
from acd.measures.calendar import Slot, label_of, pieces
from acd.states import PersonState
from calls.contact import Outcome

DAY = 86_400.0
Fields = dict[str, Any]


def report_fields(report: Report) -> Fields:
    """The whole report for JSON. Times with their offset from UTC, durations in seconds, shares from 0 to 1, None: no such."""
    rules = report.rules
    return {
        "from": _time(report, report.since),
        "until": _time(report, report.until),
        "by": report.by,
        "rules": {"short": rules.short, "again_days": rules.again, "within": dict(rules.within)},
        "total": tally_fields(report.total, days_of(report)) | {"pauses": _rounded(report.total.pauses)},
        "lines": [
            {"name": name} | tally_fields(tally, days_of(report)) | {"pauses": _rounded(tally.pauses)}
            for name, tally in report.lines
        ],
    }


def report_csv(report: Report) -> str:
    """The lines, and the total as the last one, named `total` (RFC 4180). A name cannot become a formula of a spreadsheet."""
    lines = [(_harmless(name), tally) for name, tally in report.lines] + [("total", report.total)]
    rows = [{"name": name} | tally_fields(tally, days_of(report)) for name, tally in lines]
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def tally_fields(tally: Tally, days: float) -> Fields:
    """One line: counts, sums in seconds, figures."""
    figures = {formula.name: _figure(formula.of(tally)) for formula in FORMULAS}
    return _counts(tally) | _sums(tally) | figures | {"agents_worth": _figure(agents_worth(tally, days))}


def days_of(report: Report) -> float:
    """Days of the calendar in the report: one of 23 hours is a day, too."""
    return float(sum(1 for _ in pieces(Slot.DAY, report.since, report.until, report.rules.zone)))


def period_of(report: Report) -> str:
    """The days as people say them: `2026-11-22`, or `2026-11-01 to 2026-11-30`."""
    first = label_of(Slot.DAY, report.since, report.rules.zone)
    last = label_of(Slot.DAY, report.until - 1.0, report.rules.zone)
    return first if first == last else f"{first} to {last}"


def _counts(tally: Tally) -> Fields:
    outcomes = {_name(outcome): tally.outcomes[outcome] for outcome in Outcome}
    waits = {f"waits_{_name(result)}": tally.waits[result] for result in Result}
    offers = {f"offers_{how.lower()}": tally.offers[how] for how in ("ACCEPTED", "DECLINED", "EXPIRED", "WITHDRAWN")}
    return {
        "calls": tally.calls,
        **outcomes,
        "called_back": tally.called_back,
        "offered": tally.offered,
        **waits,
        "answered_in_time": tally.in_time,
        "short": tally.short,
        "handled": tally.handled,
        "transfers": tally.transfers,
        "first_contacts": tally.first,
        "resolved": tally.resolved,
        "waits_foretold": tally.foretold,
        **offers,
        "calls_with_gaps": tally.gaps,
    }


def _sums(tally: Tally) -> Fields:
    waited = {f"seconds_{_name(result)}": _figure(tally.waited.get(result, 0.0)) for result in Result}
    states = {f"seconds_{state.lower()}": _figure(tally.states.get(state, 0.0)) for state in PersonState}
    work = {"talk": tally.talked, "hold": tally.held, "wrap_up_of_calls": tally.wrapped, "gap": tally.gap_seconds}
    return waited | {f"seconds_{name}": _figure(value) for name, value in work.items()} | states


def _name(word: str) -> str:
    return word.replace(" ", "_").replace("-", "_")


def _figure(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _rounded(seconds: Mapping[str, float]) -> dict[str, float]:
    return {reason: round(value, 3) for reason, value in sorted(seconds.items())}


def _harmless(name: str) -> str:
    return f"'{name}" if name[:1] in ("=", "+", "-", "@", "\t", "\r") else name


def _time(report: Report, at: float) -> str:
    return datetime.fromtimestamp(at, report.rules.zone).isoformat()
