"""`hours:` -> OfficeHours.

office:
  zone: Asia/Shanghai
  week: {mon-fri: "09:00-18:00", sat: ["09:00-12:00", "13:00-17:00"]}
  exceptions: {2026-10-01: closed, 2026-10-10: "09:00-18:00"}
"""

from __future__ import annotations

import re
from datetime import date, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from calls.nodes import Node
from calls.office_hours import OfficeHours, Span

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = r"([01]?[0-9]|2[0-4]):([0-5][0-9])"
_SPAN = re.compile(rf"{_CLOCK} ?- ?{_CLOCK}")


def parse_hours(node: Node) -> OfficeHours:
    """One entry under `hours:`."""
    fields = node.mapping(("zone", "week", "exceptions"), required=("zone", "week"))
    week = _week(fields.of("week"))
    exceptions = {day: spans for day, spans in map(_exception, fields.of("exceptions").pairs) if day is not None}
    fields.of("exceptions").items("dates, each with its hours")
    return OfficeHours(parse_zone(fields.of("zone")), week, exceptions)


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
        spans = _spans(value)
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


def _exception(pair: tuple[Node, Node]) -> tuple[date | None, tuple[Span, ...]]:
    key, value = pair
    try:
        return date.fromisoformat(key.written), _spans(value)
    except ValueError:
        key.problem("wrong-value", "a date such as 2026-10-01")
        return None, ()


def _spans(node: Node) -> tuple[Span, ...]:
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
