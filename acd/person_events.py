"""People come, pause and go; their phones do too."""

from __future__ import annotations

from typing import assert_never

from acd import offer_moves, person_moves
from acd.centre import Centre
from acd.late import LATE, Late
from acd.live import LivePerson, Wish
from acd.messages import Absent, Occupied, Paused, Reachable, Readied, SignedOut, WrapUpDone, WrapUpProlonged
from acd.rest import ON_ANOTHER_CALL
from acd.states import OfferState, PersonState
from calls.errors import IllegalStep

Wishes = Readied | Paused | SignedOut
"""What a person wants to be from now on."""
Whereabouts = Reachable | Occupied | Absent
"""Whether a person can be had, whatever he wants."""
PersonEvent = WrapUpDone | WrapUpProlonged | Wishes | Whereabouts


def receive(centre: Centre, event: PersonEvent, now: float) -> None:
    """Take in an event about a person."""
    live = centre.roster.people.get(event.person)
    if live is None:
        if LATE[type(event)] is Late.REFUSE:
            raise IllegalStep(f"nobody is named '{event.person}'")
        return
    _about(centre, event, live, now)


def _about(centre: Centre, event: PersonEvent, live: LivePerson, now: float) -> None:
    match event:
        case WrapUpDone():
            _end_wrap_up(centre, live, now)
        case WrapUpProlonged(until=until):
            person_moves.prolong(centre, live, until, now)
        case Readied() | Paused() | SignedOut():
            _wished(centre, event, live, now)
        case Reachable() | Occupied() | Absent():
            _moved(centre, event, live, now)
        case _:
            assert_never(event)


def _wished(centre: Centre, event: Wishes, live: LivePerson, now: float) -> None:
    match event:
        case Readied():
            _readied(centre, live, now)
        case Paused(reason=reason):
            live.wish = Wish(PersonState.NOT_READY, reason or "paused")
            _no_more_calls(centre, live, now)
        case SignedOut(reason=reason):
            live.wish = Wish(PersonState.LOGGED_OUT, reason or "signed out")
            _no_more_calls(centre, live, now)
            _end_wrap_up(centre, live, now)
        case _:
            assert_never(event)


def _moved(centre: Centre, event: Whereabouts, live: LivePerson, now: float) -> None:
    match event:
        case Reachable(reachable=reachable):
            _reachable(centre, live, reachable, now)
        case Occupied(busy=busy):
            _occupied(centre, live, busy, now)
        case Absent(away=away):
            live.away = away
            person_moves.relax(centre, live, now)
        case _:
            assert_never(event)


def _end_wrap_up(centre: Centre, live: LivePerson, now: float) -> None:
    if live.state is PersonState.WRAP_UP:
        person_moves.settle(centre, live, now)


def _reachable(centre: Centre, live: LivePerson, reachable: bool, now: float) -> None:
    """A phone that vanishes does not end a conversation, a wrap-up, or the ringing that may still reach it."""
    live.registered = reachable
    live.lost = live.lost and not reachable
    person_moves.relax(centre, live, now)


def _readied(centre: Centre, live: LivePerson, now: float) -> None:
    live.wish, live.hold, live.lost = Wish(), None, False
    _end_wrap_up(centre, live, now)
    person_moves.relax(centre, live, now)


def _occupied(centre: Centre, live: LivePerson, busy: bool, now: float) -> None:
    """He is in a call of his own, or out of it (P18)."""
    live.busy = busy
    if not busy or not _stop_ringing(centre, live, ON_ANOTHER_CALL, now):
        person_moves.relax(centre, live, now)


def _no_more_calls(centre: Centre, live: LivePerson, now: float) -> None:
    """Effective at once, unless he talks, wraps up, or has picked up: then afterwards."""
    if not _stop_ringing(centre, live, live.wish.reason, now):
        person_moves.relax(centre, live, now)


def _stop_ringing(centre: Centre, live: LivePerson, reason: str, now: float) -> bool:
    """Take back an offer that only rings; whether there was one."""
    offer = centre.offers.get(live.ringing) if live.ringing else None
    if offer is None or offer.state is not OfferState.PENDING or offer.picked_up_at is not None:
        return False
    offer_moves.take_back(centre, offer, reason, now)
    return True
