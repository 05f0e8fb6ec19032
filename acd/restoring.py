"""What was kept of a person before a restart, reconciled with what is seen now (P8, P11)."""

from __future__ import annotations

from acd import person_moves
from acd.centre import Centre
from acd.deadlines import Due
from acd.live import Hold, LivePerson, Wish
from acd.managers import Manager
from acd.messages import KnownPerson
from acd.rest import AWAY, FOUND_BY_US, REMOVED, today
from acd.states import PersonState
from calls.ids import CallId, OfferId

NO_WISH = FOUND_BY_US | {REMOVED, ""}
"""Reasons of a state that nobody chose."""


def restore(centre: Centre, known: KnownPerson) -> None:
    """State, reason and since as they were kept; the phone as it is now."""
    live = centre.roster.people.get(known.person)
    if live is None:
        return
    live.state, live.reason, live.since, live.until = known.state, known.reason, known.since, known.until
    live.registered = known.reachable or isinstance(live.person, Manager)
    live.busy = known.busy
    live.wish = wish_of(known)
    live.hold = _hold_of(known, live.wish)
    live.taken, live.taken_on = known.taken_today, today(live, known.since)
    live.told = (live.state, live.reason, live.until, live.wish, known.taken_today)


def wish_of(known: KnownPerson) -> Wish:
    """What the person wanted; if that was not kept, what his state and its reason tell of it."""
    if known.wish is not None:
        return Wish(known.wish, known.wish_reason)
    chosen = known.state in (PersonState.NOT_READY, PersonState.LOGGED_OUT)
    if not chosen or known.until is not None or known.reason in NO_WISH:
        return Wish()
    return Wish(known.state, known.reason)


def keep_by(live: LivePerson, offer: OfferId, state: PersonState, contact: CallId, since: float) -> None:
    """The person is found with a contact, whatever was kept of him."""
    if state is PersonState.TALKING:
        live.talks[contact] = None
    else:
        live.ringing = offer
    if live.talks:
        state = PersonState.TALKING
    if live.state is not state:
        live.state, live.reason, live.since = state, person_moves.about(contact), since
    live.until = None


def make_consistent(centre: Centre, live: LivePerson, now: float) -> None:
    """Nobody is kept by what is not there. A conversation that ended unseen has its wrap-up from now."""
    before = live.told[0] if live.told else PersonState.LOGGED_OUT
    if live.engaged:
        person_moves.stay(centre, live, before, now)
    elif live.state is PersonState.TALKING:
        person_moves.begin_wrap_up(centre, live, now)
    elif live.state is PersonState.WRAP_UP and live.until is not None and live.until > now:
        centre.deadlines.put(Due.PERSON, live.id, live.until)
    else:
        person_moves.settle(centre, live, now)


def _hold_of(known: KnownPerson, wish: Wish) -> Hold | None:
    """A pause of ours that had an end, if that was the reason."""
    found = known.reason in FOUND_BY_US or known.reason.startswith(AWAY)
    ours = known.state is PersonState.NOT_READY and not found
    if known.until is None or not ours or wish.state is not PersonState.READY:
        return None
    return Hold(known.reason, known.until)
