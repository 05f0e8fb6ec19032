"""`hours:` -> OfficeHours.

office:
  zone: Asia/Shanghai
  week: {mon-fri: "09:00-18:00", sat: ["09:00-12:00", "13:00-17:00"]}
  holidays: CN
  exceptions: {2026-10-01..2026-10-07: closed, 2026-10-10: "09:00-18:00"}

`holidays:` may be longer: {country: US, region: CA, observed: yes, makeup: yes, except: [Columbus Day], hours: closed}
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from calls.nodes import Node
from calls.office_hours import OfficeHours, Span
from ivr.holidays import parse_holidays

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_RANGE = 366
"""Days of one range of dates."""
YEARS = range(2000, 2200)
"""Years of dates."""
_CLOCK = r"([01]?[0-9]|2[0-4]):([0-5][0-9])"
_SPAN = re.compile(rf"{_CLOCK} ?- ?{_CLOCK}")


def parse_hours(node: Node) -> OfficeHours:
    """One entry under `hours:`."""
    problems = len(node.problems)
    fields = node.mapping(("zone", "week", "holidays", "exceptions"), required=("zone", "week"))
    zone = parse_zone(fields.of("zone"))
    week, exceptions = _week(fields.of("week")), _exceptions(fields.of("exceptions"))
    holidays, on_holidays = parse_holidays(fields.of("holidays"), parse_spans)
    if len(node.problems) == problems and not any((*week.values(), *exceptions.values(), on_holidays)):
        node.problem("never-open", "a day on which it opens", found="hours that are never open")
    return OfficeHours(zone, week, exceptions, holidays, on_holidays)


def parse_zone(node: Node) -> ZoneInfo:
    """A time zone by its IANA name."""
    name = node.text("UTC", "a time zone such as Asia/Shanghai")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        node.problem("wrong-value", "a time zone such as Asia/Shanghai", "the IANA names: region/city")
        return ZoneInfo("UTC")


def _week(node: Node) -> dict[int, tuple[Span, ...]]:
    week: dict[int, tuple[Span, ...]] = {}
    for key, value in node.items("days, each with its hours"):
        spans = parse_spans(value)
        for day in _days(key):
            if day in week:
                key.problem("duplicate-key", "each day once", found=f"{DAYS[day]} again")
            week[day] = spans
    return week


def _days(key: Node) -> range:
    """`mon`, or `mon-fri`."""
    first, _, last = key.written.strip().lower().partition("-")
    last = last or first
    if first not in DAYS or last not in DAYS or DAYS.index(first) > DAYS.index(last):
        key.problem("wrong-value", f"a day or days such as mon-fri, of {', '.join(DAYS)}")
        return range(0)
    return range(DAYS.index(first), DAYS.index(last) + 1)


def _exceptions(node: Node) -> dict[date, tuple[Span, ...]]:
    """Dates and ranges of them, each with its hours. A date of its own wins over a range that holds it."""
    read = [(_dates(key), parse_spans(value)) for key, value in node.items("dates, each with its hours")]
    read.sort(key=lambda pair: -len(pair[0]))
    return {day: spans for days, spans in read for day in days}


def _dates(key: Node) -> tuple[date, ...]:
    """`2026-10-01`, or `2026-10-01..2026-10-07`."""
    first, dots, last = key.written.partition("..")
    try:
        begin = date.fromisoformat(first.strip())
        end = date.fromisoformat(last.strip()) if dots else begin
    except ValueError:
        key.problem("wrong-value", "a date such as 2026-10-01")
        return ()
    count = (end - begin).days + 1
    if not 1 <= count <= LONGEST_RANGE or begin.year not in YEARS:
        expected = f"dates in their order, at most {LONGEST_RANGE} of them, from {YEARS[0]} to {YEARS[-1]}"
        key.problem("wrong-value", expected)
        return ()
    return tuple(begin + timedelta(days=ahead) for ahead in range(count))


def parse_spans(node: Node) -> tuple[Span, ...]:
    """`09:00-18:00`, a list of such, or `closed`."""
    if node.written == "closed":
        return ()
    nodes = node.sequence() if node.kind == "list" else [node]
    return tuple(span for span in map(_span, nodes) if span is not None)


def _span(node: Node) -> Span | None:
    found = _SPAN.fullmatch(node.written) if node.kind == "text" else None
    ends = [_clock(int(found[at]), int(found[at + 1])) for at in (1, 3)] if found else [None]
    if any(end is None for end in ends):
        node.problem("wrong-value", "hours such as 09:00-18:00, or closed", "a list for a lunch break: [a-b, c-d]")
        return None
    opens, closes = (end for end in ends if end is not None)
    return Span(opens, closes)


def _clock(hour: int, minute: int) -> time | None:
    """24:00 is midnight at the end of the day, which Span writes as 00:00."""
    if hour == 24:
        return time(0) if minute == 0 else None
    return time(hour, minute)
