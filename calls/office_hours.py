"""Office hours: when somebody may be asked, in a zone's own clock, over midnight, across daylight saving."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calls.holidays import Holidays

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Open from `opens` until `closes`, which is excluded. `closes` at or before `opens` is on the next day:

    22:00-06:00 is a night, 09:00-00:00 lasts until midnight, 00:00-00:00 is the whole day.
    """

    opens: time
    closes: time


Week = Mapping[int, Sequence[Span]]
"""Spans by weekday: 0 is Monday, as in `date.weekday()`. A weekday that is not there is closed."""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Weekly hours in a zone. `exceptions` replace the spans that open on a date; no spans: closed.

    A span belongs to the day on which it opens: Saturday's holiday does not cut Friday's night. On holidays `on_holidays`
    counts; a weekend day that is worked is as the first open day of the week.
    """

    zone: ZoneInfo
    week: Week
    exceptions: Mapping[date, Sequence[Span]] = field(default_factory=dict)
    holidays: Holidays | None = None
    on_holidays: Sequence[Span] = ()

    def open_at(self, now: float) -> bool:
        """Whether the office is open at `now` (epoch seconds)."""
        today = self.date_at(now)
        return any(start <= now < end for day in (today - _DAY, today) for start, end in self._opened(day))

    def next_change(self, now: float) -> float | None:
        """When it next opens or closes, in epoch seconds after `now`; None if that never happens."""
        before = self.open_at(now)
        later = (edge for day in self._days_after(now) for edge in sorted(self._edges(day)) if edge > now)
        return next((edge for edge in later if self.open_at(edge) != before), None)

    def date_at(self, now: float) -> date:
        """The date in the office's zone at `now`."""
        return datetime.fromtimestamp(now, self.zone).date()

    def midnight_after(self, now: float) -> float:
        """When the next day begins in the office's zone, in epoch seconds."""
        return instant(self.date_at(now) + _DAY, time(0), self.zone)

    def spans_on(self, day: date) -> Sequence[Span]:
        """The spans that open on this day; none: closed."""
        if day in self.exceptions:
            return self.exceptions[day]
        if self.holidays is not None:
            if self.holidays.off(day):
                return self.on_holidays
            if self.holidays.worked(day):
                return next((spans for weekday in range(7) if (spans := self.week.get(weekday))), ())
        return self.week.get(day.weekday(), ())

    def _opened(self, day: date) -> Iterator[tuple[float, float]]:
        """The stretches, in epoch seconds, that open on this day."""
        for span in self.spans_on(day):
            last = day if span.closes > span.opens else day + _DAY
            yield instant(day, span.opens, self.zone), instant(last, span.closes, self.zone)

    def _edges(self, day: date) -> Iterator[float]:
        for stretch in self._opened(day):
            yield from stretch

    def _days_after(self, now: float) -> list[date]:
        """The days that can hold the next change: a week, for then it repeats, and a week behind each special day."""
        today = self.date_at(now)
        specials = [day for day in (today, *self.exceptions, *self._holidays_from(today)) if day >= today]
        return sorted({day + _DAY * ahead for day in specials for ahead in range(-1, 9)})

    def _holidays_from(self, today: date) -> Iterator[date]:
        if self.holidays is not None:
            for year in (today.year, today.year + 1):
                yield from self.holidays.special_days(year)


def instant(day: date, at: time, zone: ZoneInfo) -> float:
    """Epoch seconds of the first moment when the zone's clock shows this time, or has passed it.

    An hour that comes twice (autumn) counts the first time; one left out (spring) is the moment of the jump.
    """
    first = datetime.combine(day, at, zone).timestamp()
    other = datetime.combine(day, at.replace(fold=1), zone).timestamp()
    return first if other >= first else _jump_between(other, first, zone)


def _jump_between(before: float, after: float, zone: ZoneInfo) -> float:
    """The moment between the two at which the zone's clock jumps, to the second."""
    low, high = int(before), int(after)
    old = _offset(low, zone)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(middle, zone) == old else (low, middle)
    return float(high)


def _offset(now: float, zone: ZoneInfo) -> timedelta:
    there = datetime.fromtimestamp(now, UTC).astimezone(zone)
    return there.utcoffset() or timedelta()
