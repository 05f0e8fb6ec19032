"""Half hours and days by the clock on the wall, also on the two days of the year on which it is turned.

Times are epoch seconds. zoneinfo gives an hour that comes twice with fold 0 and 1 (PEP 495), and both are kept apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from math import floor

HALF_HOUR = 1800.0


class Slot(StrEnum):
    """What time is cut into."""

    HALF_HOUR = "half-hour"
    DAY = "day"


def begin_of(slot: Slot, at: float, zone: tzinfo) -> float:
    """When the half hour or the day began in which `at` lies."""
    local = datetime.fromtimestamp(floor(at), zone)  # which rounds, and could reach the next slot
    if slot is Slot.DAY:
        return midnight(local.date(), zone)
    return local.replace(minute=local.minute - local.minute % 30, second=0, microsecond=0).timestamp()


def end_of(slot: Slot, begun: float, zone: tzinfo) -> float:
    """When the slot that began then is over: a day after 23, 24 or 25 hours."""
    if slot is Slot.DAY:
        return midnight(datetime.fromtimestamp(begun, zone).date() + timedelta(days=1), zone)
    return begin_of(slot, begun + HALF_HOUR, zone)


def midnight(day: date, zone: tzinfo) -> float:
    """When this day begins: at 0:00, or at its first moment where the clock is turned forward over it."""
    return datetime.combine(day, time(), zone).timestamp()


def label_of(slot: Slot, begun: float, zone: tzinfo) -> str:
    """How people call it: `2026-11-22`, `2026-11-22 09:30`; with the offset from UTC where the hour comes twice."""
    local = datetime.fromtimestamp(begun, zone)
    if slot is Slot.DAY:
        return f"{local:%Y-%m-%d}"
    twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return f"{local:%Y-%m-%d %H:%M}" + (f"{local:%z}" if twice else "")


def pieces(slot: Slot, since: float, until: float, zone: tzinfo) -> Iterator[tuple[float, float]]:
    """(begin of slot, seconds in it) of every slot between the two times."""
    while since < until:
        begun = begin_of(slot, since, zone)
        after = min(end_of(slot, begun, zone), until)
        yield begun, after - since
        since = after
