"""Who is to be called back, the customer first: rung only when a fitting person is about to be free (P20, P27).

Such a contact is not on the line. He keeps the time at which he joined, so he has a place among those who wait; he does not stand
in line before he is there. He is called out when his place p is near enough:

    p <= E[people of his queue who will be free within d seconds],  d = the seconds that the dialling may take.

A free person counts 1; one whose wrap-up ends in time, 1; one who talks, `1 - e^(-(d - wrap-up) / talk)` (the chance that a talk
of exponential length ends in time, whatever it has lasted). Ahead of him stand those who would be served before him by people who
serve his queue, and everybody who is being called already: so no more customers are rung than people will be there for.

A free person at his turn is kept for him while his phone rings, for `d` seconds at most: else each caller who joined later and is
on the line would take the person first, and he would be overtaken for ever. When he is there, the person is his like any other's.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import exp

from acd import places, pools
from acd.centre import Centre
from acd.deadlines import Due
from acd.decisions import CallOut
from acd.live import LiveContact, LivePerson
from acd.scoring import score, scores
from acd.states import PersonState
from acd.strategies import by_priority
from acd.traits import serving

EVERY = 1.0
"""Seconds between two looks while somebody is to be called."""
SEEN = 1000
"""Callers of another queue who are looked at, at most."""
SHORTEST = 1.0
"""Seconds that a conversation takes at least, whatever the plan believes of handling and wrap-up."""
MARGIN = 5.0
"""Seconds beyond the dialling for which a person is kept: the switch gives up first."""


def claim(centre: Centre, now: float) -> None:
    """Before people newly free look at the line: whose turn is it, of those who are not on it?"""
    for person in list(centre.roster.freed) if centre.away else ():
        live = centre.roster.people[person]
        contact = _first_for(centre, live, now)
        if contact:
            _keep(centre, contact, live, now)


def look(centre: Centre, now: float) -> None:
    """Call those out whose turn is near. At most once a second; nothing while nobody is away from the line.

    Who is free after the match can be given to nobody on the line, so he may be kept whoever waits there.
    """
    if not centre.away or centre.deadlines.has(Due.CALL_OUT, ""):
        return
    far: set[str] = set()  # where one is far from his turn, the next are farther
    for contact in _in_order(centre):
        live = _idle_for(centre, contact)
        if live:
            _keep(centre, contact, live, now)
        elif not contact.called and contact.queue not in far:
            if _is_near(centre, contact, now):
                _call(centre, contact)
            else:
                far.add(contact.queue)
    if any(_wants(contact) for contact in centre.away.values()):
        centre.deadlines.put(Due.CALL_OUT, "", now + EVERY)


def release(centre: Centre, contact: LiveContact) -> None:
    """He is there, or gone, or was not reached in time: who was kept for him is free for anybody."""
    person, contact.kept = contact.kept, None
    if not person:
        return
    centre.deadlines.put(Due.KEPT, contact.id, None)
    centre.kept_free.pop(person, None)
    live = centre.roster.people.get(person)
    if live:
        centre.roster.note(live)


def _in_order(centre: Centre) -> list[LiveContact]:
    return sorted((contact for contact in centre.away.values() if _wants(contact)), key=by_priority)


def _wants(contact: LiveContact) -> bool:
    """Whether a person may still be kept for him: once for each try."""
    return contact.kept is None and not contact.was_kept


def _call(centre: Centre, contact: LiveContact) -> None:
    if not contact.called:
        contact.called = True
        centre.decide(CallOut(contact.id))


def _keep(centre: Centre, contact: LiveContact, live: LivePerson, now: float) -> None:
    contact.kept, contact.was_kept = live.id, True
    centre.kept_free[live.id] = contact.id
    centre.roster.withhold(live)
    centre.deadlines.put(Due.KEPT, contact.id, now + contact.joined.reached_within + MARGIN)
    _call(centre, contact)


def _first_for(centre: Centre, live: LivePerson, now: float) -> LiveContact | None:
    """Who of them is first in place and may be given to this person; None: somebody on the line comes first."""
    behind: set[str] = set()
    for contact in _in_order(centre):
        if contact.queue not in behind and _may_take(centre, live, contact):
            if not _waiting_ahead(centre, contact, now):
                return contact
            behind.add(contact.queue)
    return None


def _may_take(centre: Centre, live: LivePerson, contact: LiveContact) -> bool:
    if live.state is not PersonState.READY or live.id in contact.refused:
        return False
    return contact.queue in centre.roster.served_by[live.id] or live.id in contact.next_up


def _idle_for(centre: Centre, contact: LiveContact) -> LivePerson | None:
    """Whom he wants, else who has been idle longest."""
    idle = (centre.roster.people[person] for person in contact.next_up if person in centre.roster.idle.since)
    wanted = next((live for live in idle if _may_take(centre, live, contact)), None)
    bits = centre.roster.idle.having(serving(contact.queue))
    return wanted or next((live for live in centre.roster.free(bits) if _may_take(centre, live, contact)), None)


def _is_near(centre: Centre, contact: LiveContact, now: float) -> bool:
    return ahead(centre, contact, now) + 1 <= soon_free(centre, contact, now) + 1e-9


# --- who will be free


def soon_free(centre: Centre, contact: LiveContact, now: float) -> float:
    """How many people who may take this contact will be free when he has been dialled; on average."""
    people, within = centre.roster.people, contact.joined.reached_within
    fitting = dict.fromkeys((*centre.roster.fitting[contact.queue], *contact.next_up))
    taken = (contact.refused, centre.kept_free)
    able = (people[person] for person in fitting if person in people and not any(person in each for each in taken))
    handling = centre.flow.of(centre.roster.queues[contact.queue], now).handling
    return sum(_free_within(live, within, handling, now) for live in able)


def _free_within(live: LivePerson, within: float, handling: float, now: float) -> float:
    match live.state:
        case PersonState.READY:
            return 1.0
        case PersonState.WRAP_UP | PersonState.NOT_READY:
            stays = live.until is None or live.until > now + within or live.wish.state is not PersonState.READY
            return 0.0 if stays else 1.0
        case PersonState.TALKING:
            talk = max(handling - live.person.wrap_up, SHORTEST)
            return 1.0 - exp(-max(0.0, within - live.person.wrap_up) / talk)
        case _:
            return 0.0


# --- who comes before him


def ahead(centre: Centre, contact: LiveContact, now: float) -> int:
    """How many will be served before him by people who serve his queue and are kept for nobody."""
    called = sum(other.called and other.kept is None for other in centre.away.values() if other is not contact)
    return called + _waiting_ahead(centre, contact, now)


def _waiting_ahead(centre: Centre, contact: LiveContact, now: float) -> int:
    return sum(_ahead_in(centre, contact, queue, now) for queue in _rivals(centre, contact.queue))


def _rivals(centre: Centre, queue: str) -> Iterator[str]:
    """His queue, and the others that its people serve."""
    people = centre.roster.fitting[queue]
    served = (other for person in people for other in centre.roster.served_by[person])
    return iter(dict.fromkeys((queue, *served)))


def _ahead_in(centre: Centre, contact: LiveContact, queue: str, now: float) -> int:
    line = centre.lines[queue]
    if line.columns is not None:
        pace = pools.pace(centre, queue, now)
        return int((scores(line.columns, centre.curves, pace, now) > _score(centre, contact, now)).sum())
    if queue == contact.queue:
        return line.position(contact) - 1
    mine = by_priority(contact)
    return sum(by_priority(other) < mine for other in islice(line.in_order(), SEEN))


def _score(centre: Centre, contact: LiveContact, now: float) -> float:
    if contact.standing is None:
        contact.standing = places.standing_of(centre, contact)
    pace = pools.pace(centre, contact.queue, now)
    return score(contact.standing, centre.curves, pace, contact.waited(now), ideal=False)
