"""What a person is when nothing of ours keeps him: signed out, standing back, or ready for a caller."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from acd.live import LivePerson
from acd.managers import Manager
from acd.states import PersonState, PersonStep

REMOVED = "removed from the plan"
UNREGISTERED = "phone not registered"
UNREACHABLE = "phone unreachable"
ON_ANOTHER_CALL = "on another call"
OUTSIDE_HOURS = "outside office hours"
AWAY = "away: "
"""Before the reason that the attendance list gives."""
FOUND_BY_US = frozenset({UNREGISTERED, UNREACHABLE, ON_ANOTHER_CALL, OUTSIDE_HOURS})
"""Reasons that say nothing of what the person wants."""

TO_REST = {
    PersonState.READY: PersonStep.GET_READY,
    PersonState.NOT_READY: PersonStep.STAND_BACK,
    PersonState.LOGGED_OUT: PersonStep.SIGN_OUT,
}


@dataclass(frozen=True, slots=True)
class Rest:
    """A resting state, why, and when it ends by itself."""

    state: PersonState
    reason: str = ""
    until: float | None = None


def rest_of(live: LivePerson, now: float) -> Rest:
    """Where the person goes when he is let go. The first thing that speaks against READY gives the reason."""
    return _signed_out(live) or _standing_back(live, now) or _off_duty(live, now) or Rest(PersonState.READY)


def rest_changes_at(live: LivePerson, rest: Rest, now: float) -> float | None:
    """When this rest must be looked at again though nobody tells us anything."""
    if rest.until is not None or rest.state is not PersonState.READY:
        return rest.until
    hours = live.person.hours
    changes = [away.starts for away in live.away if away.starts > now]
    if hours and (change := hours.next_change(now)) is not None:
        changes.append(change)
    return min(changes, default=None)


def taken_today(live: LivePerson, now: float) -> int:
    """Conversations of the person since midnight."""
    return live.taken if live.taken and live.taken_on == today(live, now) else 0


def today(live: LivePerson, now: float) -> date:
    """The date where the person works: by his hours, else by the plan."""
    hours = live.person.hours
    return hours.date_at(now) if hours else datetime.fromtimestamp(now, live.person.zone).date()


def _signed_out(live: LivePerson) -> Rest | None:
    if live.leaving:
        return Rest(PersonState.LOGGED_OUT, REMOVED)
    if live.wish.state is PersonState.LOGGED_OUT:
        return Rest(PersonState.LOGGED_OUT, live.wish.reason)
    if live.lost or not live.registered:
        return Rest(PersonState.LOGGED_OUT, UNREACHABLE if live.lost else UNREGISTERED)
    return None


def _standing_back(live: LivePerson, now: float) -> Rest | None:
    if live.wish.state is PersonState.NOT_READY:
        return Rest(PersonState.NOT_READY, live.wish.reason)
    if live.busy:
        return Rest(PersonState.NOT_READY, ON_ANOTHER_CALL)
    if live.hold and live.hold.until > now:
        return Rest(PersonState.NOT_READY, live.hold.reason, live.hold.until)
    return None


def _off_duty(live: LivePerson, now: float) -> Rest | None:
    """Somebody who is away, outside his hours, or a manager with his share of the day done."""
    for away in live.away:
        if away.starts <= now < away.ends:
            return Rest(PersonState.NOT_READY, AWAY + away.reason, away.ends)
    if live.person.hours and not live.person.hours.open_at(now):
        return Rest(PersonState.NOT_READY, OUTSIDE_HOURS, live.person.hours.next_change(now))
    return _had_enough(live, now)


def _had_enough(live: LivePerson, now: float) -> Rest | None:
    most = live.person.at_most if isinstance(live.person, Manager) else None
    if most is not None and taken_today(live, now) >= most:
        return Rest(PersonState.NOT_READY, f"had his {most} calls today", _midnight(live, now))
    return None


def _midnight(live: LivePerson, now: float) -> float:
    if live.person.hours:
        return live.person.hours.midnight_after(now)
    return datetime.combine(today(live, now) + timedelta(days=1), time(0), live.person.zone).timestamp()
