"""Which days a report is of, as people write them: `today`, `yesterday`, `2026-11-22`, or a first and a last one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from acd.measures.calendar import Slot, begin_of, end_of, midnight
from calls.errors import WrongSettings


def period(day: str, first: str, last: str, zone: ZoneInfo) -> tuple[float, float]:
    """The begin of the first day and the end of the last one, by the clock on the wall: epoch seconds. Raises WrongSettings."""
    begins = _date(first or day, zone)
    ends = _date(last or "today", zone) if first or last else begins
    if last and not first:
        raise WrongSettings("a last day without a first one", "give both: from 2026-11-01 to 2026-11-30")
    if ends < begins:
        raise WrongSettings(f"{begins} is after {ends}", "give the earlier day first")
    since = midnight(begins, zone)
    return since, end_of(Slot.DAY, begin_of(Slot.DAY, midnight(ends, zone), zone), zone)


def _date(text: str, zone: ZoneInfo) -> date:
    today = datetime.now(zone).date()
    known = {"today": today, "yesterday": today - timedelta(days=1)}
    try:
        return known.get(text) or date.fromisoformat(text)
    except ValueError:
        raise WrongSettings(f"{text!r:.40} is no day", "write it as 2026-11-22, or say today or yesterday") from None
