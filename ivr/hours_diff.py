"""What changes in opening hours, in words: `closed on 1-7 October 2026`, `open 10:00-18:00 on Mondays, not 09:00-18:00`."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from calls.differences import differences
from calls.office_hours import OfficeHours, Span
from calls.wording import Words, words

DAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
LEFT_OUT = frozenset({"week", "exceptions", "zone", "on_holidays"})


def hours_changed(name: str, old: OfficeHours, new: OfficeHours) -> Iterator[Words]:
    """Every difference, a line each."""
    lines = (*_zone(old, new), *_week(old, new), *_dates(old, new), *_others(old, new))
    yield from (words("hours {0}: {1}", "营业时间 {0}：{1}", name, line) for line in lines)


def _zone(old: OfficeHours, new: OfficeHours) -> Iterator[Words]:
    if old.zone != new.zone:
        yield words("the zone is {0}, not {1}", "时区为 {0}，原为 {1}", new.zone, old.zone)


def _week(old: OfficeHours, new: OfficeHours) -> Iterator[Words]:
    for day in range(7):
        before, after = tuple(old.week.get(day, ())), tuple(new.week.get(day, ()))
        if before != after:
            name = Words(calendar.day_name[day], DAYS[day])
            yield words("{0} on {1}s, not {2}", "{1}{0}，原为{2}", spans_words(after), name, spans_words(before))


def _others(old: OfficeHours, new: OfficeHours) -> Iterator[Words]:
    return (change.words() for change in differences(old, new, LEFT_OUT))


def _dates(old: OfficeHours, new: OfficeHours) -> Iterator[Words]:
    """Days that have changed, those in a row with the same hours as one."""
    changed = {}
    for day in sorted({*old.exceptions, *new.exceptions}):
        before, after = tuple(old.spans_on(day)), tuple(new.spans_on(day))
        if before != after:
            changed[day] = after
    run: list[date] = []
    for day, spans in changed.items():
        if run and (day - run[-1] != timedelta(days=1) or changed[run[-1]] != spans):
            yield _on(changed[run[-1]], run)
            run = []
        run.append(day)
    if run:
        yield _on(changed[run[-1]], run)


def _on(spans: Sequence[Span], days: Sequence[date]) -> Words:
    return words("{0} on {1}", "{1} {0}", spans_words(spans), days_words(days))


def spans_words(spans: Sequence[Span]) -> Words:
    """`closed`, or `open 09:00-12:00 and 13:00-17:00`."""
    if not spans:
        return Words("closed", "不营业")
    told = [f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in spans]
    return Words(f"open {' and '.join(told)}", f"营业 {'、'.join(told)}")


def days_words(days: Sequence[date]) -> Words:
    """`1 October 2026`, `1-7 October 2026`, `30 September 2026 - 2 October 2026`."""
    first, last = days[0], days[-1]
    span = f"{first:%Y-%m-%d}" if first == last else f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}"
    return Words(_days_told(first, last), span)


def _days_told(first: date, last: date) -> str:
    if first == last:
        return f"{first.day} {first:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{last.day} {last:%B %Y}"
    return f"{first.day} {first:%B %Y} - {last.day} {last:%B %Y}"
