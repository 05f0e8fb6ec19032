"""How a person changes: the only functions that touch a person's state."""

from __future__ import annotations

from acd.centre import Centre
from acd.deadlines import Due
from acd.live import LivePerson
from acd.messages import PersonChanged
from acd.rest import TO_REST, rest_changes_at, rest_of, taken_today, today
from acd.states import PERSON, PersonState, PersonStep, step
from calls.ids import CallId, OfferId

WRAP_UP = "wrap-up"
LONGEST_WRAP_UP = 600.0
"""Seconds that a wrap-up lasts at most, however often more time was asked for."""


def settle(centre: Centre, live: LivePerson, now: float) -> None:
    """Let the person go where he belongs when nothing of ours keeps him: nothing rings for him any more. Ends wrap-up."""
    live.ringing = None
    if live.talks:
        _talk_on(centre, live, now)
        return
    rest = rest_of(live, now)
    _move(centre, live, TO_REST[rest.state], now, rest.reason, rest.until)
    centre.deadlines.put(Due.PERSON, live.id, rest_changes_at(live, rest, now))
    if live.leaving:
        centre.kept_free.pop(live.id, None)
        centre.roster.remove(live)


def relax(centre: Centre, live: LivePerson, now: float) -> None:
    """Settle a person who rests; of anybody else only tell that he wants something new."""
    if live.resting:
        settle(centre, live, now)
    else:
        stay(centre, live, live.state, now)


def stay(centre: Centre, live: LivePerson, before: PersonState, now: float) -> None:
    """He goes on with what keeps him, and may have room for one more beside it, now or later."""
    _note(centre, live, now)
    tell(centre, live, before, now)
    if live.engaged:
        centre.deadlines.put(Due.PERSON, live.id, _more_at(live, now))


def reserve(centre: Centre, live: LivePerson, offer: OfferId, contact: CallId, now: float) -> None:
    """He is to be rung for this contact."""
    live.ringing = offer
    _move(centre, live, PersonStep.RESERVE, now, about(contact))
    centre.deadlines.put(Due.PERSON, live.id, None)


def ring(centre: Centre, live: LivePerson, contact: CallId, now: float) -> None:
    """His phone rings."""
    _move(centre, live, PersonStep.RING, now, about(contact))


def talk(centre: Centre, live: LivePerson, contact: CallId, now: float) -> None:
    """He talks; one more of his conversations today."""
    live.taken, live.taken_on = taken_today(live, now) + 1, today(live, now)
    live.ringing, live.talks[contact] = None, None
    _move(centre, live, PersonStep.TALK, now, about(contact))
    centre.deadlines.put(Due.PERSON, live.id, _more_at(live, now))


def end_talk(centre: Centre, live: LivePerson, contact: CallId, now: float) -> None:
    """A conversation is over. With the last one begins wrap-up, unless a phone already rings for the next."""
    live.talks.pop(contact, None)
    if live.talks:
        _talk_on(centre, live, now)
    elif live.ringing is not None:
        _move(centre, live, PersonStep.RING_ON, now, about(centre.offers[live.ringing].contact))
    else:
        begin_wrap_up(centre, live, now)


def begin_wrap_up(centre: Centre, live: LivePerson, now: float) -> None:
    """Wrap-up if he has any. The timer is his own, not a queue's (P1)."""
    if not live.person.wrap_up or live.leaving:
        settle(centre, live, now)
        return
    until = now + live.person.wrap_up
    _move(centre, live, PersonStep.WRAP_UP, now, WRAP_UP, until)
    centre.deadlines.put(Due.PERSON, live.id, until)


def prolong(centre: Centre, live: LivePerson, until: float, now: float) -> None:
    """More time for a wrap-up that lasts; never less than it had."""
    if live.state is not PersonState.WRAP_UP or live.until is None:
        return
    live.until = max(live.until, min(until, live.since + LONGEST_WRAP_UP))
    centre.deadlines.put(Due.PERSON, live.id, live.until)
    tell(centre, live, live.state, now)


def _talk_on(centre: Centre, live: LivePerson, now: float) -> None:
    _move(centre, live, PersonStep.TALK, now, about(next(reversed(live.talks))))
    centre.deadlines.put(Due.PERSON, live.id, _more_at(live, now))


def _more_at(live: LivePerson, now: float) -> float | None:
    """When somebody with room for one more could be asked though he cannot now, or no longer."""
    return rest_changes_at(live, rest_of(live, now), now) if live.room else None


def _note(centre: Centre, live: LivePerson, now: float) -> None:
    """Keep right who can be offered a contact."""
    talks = live.state is PersonState.TALKING and live.room
    live.more = talks and rest_of(live, now).state is PersonState.READY
    centre.roster.note(live)


def about(contact: CallId) -> str:
    """The reason of a person who is kept by a contact."""
    return f"call {contact}"


def tell(centre: Centre, live: LivePerson, before: PersonState, now: float) -> None:
    """Tell the world, unless it knows."""
    taken = taken_today(live, now)
    known = (live.state, live.reason, live.until, live.wish, taken)
    if known == live.told:
        return
    live.told = known
    centre.decide(
        PersonChanged(
            person=live.id,
            before=before,
            after=live.state,
            reason=live.reason,
            since=live.since,
            until=live.until,
            wish=live.wish.state,
            wish_reason=live.wish.reason,
            taken_today=taken,
        )
    )


def _move(
    centre: Centre, live: LivePerson, by: PersonStep, now: float, reason: str, until: float | None = None
) -> None:
    before = live.state
    after = step(PERSON, before, by, f"person {live.id}")
    if (after, reason) != (before, live.reason):
        live.since = now
    live.state, live.reason, live.until = after, reason, until
    _note(centre, live, now)
    tell(centre, live, before, now)
