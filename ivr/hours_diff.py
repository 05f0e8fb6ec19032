"""What changes in opening hours, in words: `closed on 1-7 October 2026`, `open 10:00-18:00 on Mondays, not 09:00-18:00`."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from calls.differences import differences
from calls.office_hours import OfficeHours, Span

LEFT_OUT = frozenset({"week", "exceptions", "zone", "on_holidays"})


def hours_changed(name: str, old: OfficeHours, new: OfficeHours) -> Iterator[str]:
    """Every difference, a line each."""
    if old.zone != new.zone:
        yield f"hours {name}: the zone is {new.zone}, not {old.zone}"
    for day in range(7):
        before, after = tuple(old.week.get(day, ())), tuple(new.week.get(day, ()))
        if before != after:
            yield f"hours {name}: {spans_told(after)} on {calendar.day_name[day]}s, not {spans_told(before)}"
    yield from (f"hours {name}: {line}" for line in _dates(old, new))
    yield from (f"hours {name}: {change.told()}" for change in differences(old, new, LEFT_OUT))


def _dates(old: OfficeHours, new: OfficeHours) -> Iterator[str]:
    """Days that have changed, those in a row with the same hours as one."""
    changed = {}
    for day in sorted({*old.exceptions, *new.exceptions}):
        before, after = tuple(old.spans_on(day)), tuple(new.spans_on(day))
        if before != after:
            changed[day] = after
    run: list[date] = []
    for day, spans in changed.items():
        if run and (day - run[-1] != timedelta(days=1) or changed[run[-1]] != spans):
            yield f"{spans_told(changed[run[-1]])} on {days_told(run)}"
            run = []
        run.append(day)
    if run:
        yield f"{spans_told(changed[run[-1]])} on {days_told(run)}"


def spans_told(spans: Sequence[Span]) -> str:
    """`closed`, or `open 09:00-12:00 and 13:00-17:00`."""
    if not spans:
        return "closed"
    return "open " + " and ".join(f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in spans)


def days_told(days: Sequence[date]) -> str:
    """`1 October 2026`, `1-7 October 2026`, `30 September 2026 - 2 October 2026`."""
    first, last = days[0], days[-1]
    if first == last:
        return f"{first.day} {first:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{last.day} {last:%B %Y}"
    return f"{first.day} {first:%B %Y} - {last.day} {last:%B %Y}"
