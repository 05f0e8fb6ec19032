"""A visit for a calendar on any phone: iCalendar (RFC 5545), with its reminder."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from store.visits import Visit

PRODUCT = "-//hotline//console//EN"


def ics_of(visit: Visit, now: float) -> bytes:
    """One event. A later version of the same visit replaces it, a cancelled one takes it out of the calendar."""
    event = Event()
    event.add("uid", f"{visit.id}@hotline")
    event.add("dtstamp", _utc(now))
    event.add("sequence", visit.version)
    event.add("dtstart", _utc(visit.starts))
    event.add("dtend", _utc(visit.starts + 60 * visit.minutes))
    event.add("summary", " ".join(filter(None, (visit.name, visit.number))) or visit.call)
    event.add("location", visit.place)
    event.add("description", visit.note)
    event.add("status", "CANCELLED" if visit.cancelled_at is not None else "CONFIRMED")
    if visit.remind and visit.cancelled_at is None:
        event.add_component(_alarm(visit))
    return _calendar(event, "CANCEL" if visit.cancelled_at is not None else "PUBLISH")


def _alarm(visit: Visit) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", visit.place or visit.name)
    alarm.add("trigger", timedelta(minutes=-visit.remind))
    return alarm


def _calendar(event: Event, method: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _utc(at: float) -> datetime:
    return datetime.fromtimestamp(round(at), UTC)
