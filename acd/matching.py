"""One match over all queues, of those for whom something changed: people newly free, callers newly waiting (P5, P6).

After every match no caller waits for whom a person is free, unless a ring of wishes or the reserve keeps them apart. So only a
person who has just become free and a caller for whom something changed can make a new pair.

A freed person takes the best of the callers who wait for him; whom that caller gets is for the caller's queue to choose. Then the
callers for whom something changed ask for a person.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from acd import offer_moves, places, pools
from acd.centre import Centre
from acd.choosing import Match, find, match_with
from acd.deadlines import Due
from acd.explaining import explain
from acd.explanation import Found
from acd.live import LiveContact, LivePerson
from acd.reserve import Keeping
from acd.states import ContactState
from acd.strategies import by_priority
from acd.taking import Head, Look
from acd.traits import serving
from calls.ids import CallId, PersonId

EVERY = 1.0
"""Seconds until a person who is kept from a caller is thought about again."""
THOROUGHLY = 5.0
"""Seconds until everything about them is reckoned anew; in between only what time alone changes."""
RENEWED = 2.5
"""Seconds for which the note that somebody was kept from a caller is believed."""
MOST_AGAIN = 64
"""Callers, of those kept apart from somebody by more than the reserve, looked at again each time."""


def match(centre: Centre, now: float) -> None:
    """Make every offer that can be made."""
    places.widen(centre, now)
    if centre.roster.freed:
        _serve_freed(centre, now)
    if centre.stirred:
        _serve_stirred(centre, now)
    _plan_again(centre, now)


def again(centre: Centre, now: float) -> None:
    """Think again about people who are kept in reserve: time has passed."""
    queues, centre.keeping = centre.keeping, set()
    for queue in queues:
        if queue in centre.lines and not _nothing_new(centre, queue, now):
            _again_in(centre, queue, now)


def _nothing_new(centre: Centre, queue: str, now: float) -> bool:
    """Whether a glance shows that those who are kept are kept rightly. Now and then more than a glance is needed."""
    columns = centre.lines[queue].columns
    if columns is None:
        return False
    if now - columns.looked_at < THOROUGHLY and pools.still_kept(centre, queue, now - RENEWED, now):
        centre.keeping.add(queue)
        return True
    columns.looked_at = now
    return False


def _plan_again(centre: Centre, now: float) -> None:
    if not centre.keeping:
        centre.deadlines.put(Due.RESERVE, "", None)
    elif not centre.deadlines.has(Due.RESERVE, ""):
        centre.deadlines.put(Due.RESERVE, "", now + EVERY)


# --- people newly free


def _serve_freed(centre: Centre, now: float) -> None:
    people = _still_free(centre)
    heads: dict[PersonId, Head | None] = {}
    nobody: set[CallId] = set()
    while people:
        for live in people:
            if live.id not in heads:
                heads[live.id] = _look(centre, live, now, nobody)
        found = _first_of_all([(heads[live.id], live) for live in people])
        if found is None:
            return
        head, live = found
        if not _give(centre, head, live, now):
            nobody.add(head.contact.id)
        heads = {person: kept for person, kept in heads.items() if kept is None or _waits(kept.contact, nobody)}
        people = [live for live in people if live.available]


def _waits(contact: LiveContact, nobody: Container[CallId]) -> bool:
    return contact.state is ContactState.WAITING and contact.id not in nobody


def _still_free(centre: Centre) -> list[LivePerson]:
    freed, centre.roster.freed = centre.roster.freed, {}
    people = [centre.roster.people[person] for person in freed]
    return sorted(people, key=lambda live: (live.since, live.id)) if len(people) > 1 else people


def _look(centre: Centre, live: LivePerson, now: float, nobody: Container[CallId]) -> Head | None:
    look = Look(centre, live, now, nobody)
    for queue in centre.roster.served_by[live.id]:
        plan = centre.roster.queues[queue]
        if plan.reserve:
            centre.flow.of(plan, now).freed(look.lowest)
    return look.best()


def _first_of_all(found: list[tuple[Head | None, LivePerson]]) -> tuple[Head, LivePerson] | None:
    heads = [(head, live) for head, live in found if head]
    if len(heads) < 2:
        return heads[0] if heads else None
    if any(head.score is not None for head, _ in heads):
        return max(heads, key=lambda pair: pair[0].score or 0.0)
    return min(heads, key=lambda pair: by_priority(pair[0].contact))


def _give(centre: Centre, head: Head, live: LivePerson, now: float) -> bool:
    """The caller whom this person found gets whom his queue chooses of all who are free; False if that is nobody."""
    contact = head.contact
    if head.score is None:
        found = find(centre, contact)
    else:
        found = None if _alone(centre, contact, live) else _allowed(centre, contact, now)
        found = found or match_with(centre, contact, live)
    if found:
        _offer(centre, contact, found, now, head)
    return found is not None


def _alone(centre: Centre, contact: LiveContact, live: LivePerson) -> bool:
    """Whether nobody else is free for this caller."""
    free = centre.roster.idle.having(serving(contact.queue))
    return not contact.next_up and centre.roster.idle.but(free, (live.id,)) == 0


# --- callers for whom something changed


def _serve_stirred(centre: Centre, now: float) -> None:
    stirred, centre.stirred = list(centre.stirred.values()), {}
    for contact in sorted(stirred, key=by_priority) if len(stirred) > 1 else stirred:
        if contact.state is ContactState.WAITING:
            found = _allowed(centre, contact, now)
            if found:
                _offer(centre, contact, found, now)


def _allowed(centre: Centre, contact: LiveContact, now: float) -> Match | None:
    """Whom the caller gets, unless that person is kept for others: then that is noted."""
    found = find(centre, contact)
    if found is None or found.found is not Found.QUEUE:
        return found
    keeping = _keeping(centre, contact, found.live, now)
    if keeping is None or not keeping.better:
        return replace(found, keeping=keeping)
    columns = centre.lines[contact.queue].columns
    if columns:
        columns.note_kept(contact, now, keeping.value)
    centre.keeping.add(contact.queue)
    return None


def _keeping(centre: Centre, contact: LiveContact, live: LivePerson, now: float) -> Keeping | None:
    if centre.lines[contact.queue].columns is None or not pools.may_keep(centre, contact.queue):
        return None
    return pools.keeping(centre, contact, pools.reserve_gains(centre, live, now), now)


# --- again, as time passes


def _again_in(centre: Centre, queue: str, now: float) -> None:
    while centre.lines[queue] and centre.roster.has_idle(queue):
        live = centre.roster.free(centre.roster.idle.having(serving(queue))).least_skills()
        head = Look(centre, live, now).best()
        if head is None or not _give(centre, head, live, now):
            break
    for contact in _still_kept(centre, queue, now):
        if contact.state is ContactState.WAITING:
            found = _allowed(centre, contact, now)
            if found:
                _offer(centre, contact, found, now)


def _still_kept(centre: Centre, queue: str, now: float) -> list[LiveContact]:
    """Callers from whom somebody was kept a moment ago, and of whom nothing was decided now."""
    columns = centre.lines[queue].columns
    return columns.kept_between(now - RENEWED, now, MOST_AGAIN) if columns else []


def _offer(centre: Centre, contact: LiveContact, found: Match, now: float, head: Head | None = None) -> None:
    why = explain(centre, contact, found, head, now) if centre.explained else None
    offer_moves.make(centre, contact, found.live, why, now)
