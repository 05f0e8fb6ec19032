"""What a decision weighed, written down as it is made: a bounded number of each thing, whatever the size of the centre."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from acd import pools
from acd.centre import Centre
from acd.choosing import Match, meets
from acd.explanation import (
    Counterfactual,
    Explanation,
    IfOnly,
    PassedOver,
    Term,
    Verdict,
)
from acd.first_choices import in_turn
from acd.live import LiveContact, LivePerson
from acd.scoring import terms
from acd.standing import Standing
from acd.states import PersonState
from acd.taking import Head, Look
from acd.traits import serving
from acd.weighed import ring_told
from calls.ids import PersonId

MOST_PASSED_OVER = 6
"""People not asked who are named in one explanation."""
DOING = {state: state.lower().replace("_", "-") for state in PersonState}
"""What a person does who is kept, in a word."""
MOST_LOOKED_AT = 200
"""Callers who are looked at once more, to find out what would have happened otherwise."""
FEWEST = "fewest_skills"
"""What a queue that goes by score chooses by, whatever stands in the plan."""


def explain(centre: Centre, contact: LiveContact, found: Match, head: Head | None, now: float) -> Explanation:
    """The decision to offer this contact to this person."""
    queue, live, line = centre.roster.queues[contact.queue], found.live, centre.lines[contact.queue]
    missed = contact.forgiven.get(live.id)
    keeping = found.keeping or (head.keeping if head else None)
    passed = tuple(islice(_passed_over(centre, contact, live), MOST_PASSED_OVER))
    return Explanation(
        at=now,
        contact=contact.id,
        person=live.id,
        queue=contact.queue,
        strategy=queue.strategy,
        choice=FEWEST if line.order.scored else queue.choice,
        position=_position(centre, contact, head, now),
        of=len(line),
        waited=contact.waited(now),
        idle=max(0.0, now - live.since),
        found=found.found,
        deputy_of=found.deputy_of or PersonId(""),
        free=len(found.free) if found.free else 0,
        skills=tuple((name, live.person.skills.get(name, 0.0), level) for name, level in queue.skill.items()),
        rank=line.order.words(contact),
        priority=contact.priority,
        score=_terms(centre, contact, found, now),
        rivals=head.rivals(now) if head else (),
        passed_over=passed,
        ring=ring_told(contact.standing, found.ring) if contact.standing else None,
        asked_again=now - missed.at if missed else None,
        missed_how=missed.why.value if missed else "",
        reserve=keeping.value if keeping else None,
        worth=keeping.worth if keeping else None,
        if_only=tuple(_if_only(centre, contact, found, now)),
    )


def _position(centre: Centre, contact: LiveContact, head: Head | None, now: float) -> int:
    if head and (found := head.position):
        return found
    return pools.position(centre, contact, now)


def _terms(centre: Centre, contact: LiveContact, found: Match, now: float) -> tuple[Term, ...]:
    standing = contact.standing
    if standing is None or not centre.lines[contact.queue].order.scored:
        return ()
    pace = pools.pace(centre, contact.queue, now)
    ideal = standing.last > 0 and found.ring == 0
    return terms(standing, centre.curves, pace, contact.waited(now), ideal)


# --- who was not asked


def _passed_over(centre: Centre, contact: LiveContact, chosen: LivePerson) -> Iterator[PassedOver]:
    """People to try first, those who refused, those kept for a callback, then the queue's people who are here but not free."""
    first = [person for person, _ in in_turn(centre.roster.people, contact.next_up)] if contact.next_up else []
    kept = islice(centre.roster.duty.kept(serving(contact.queue)), MOST_PASSED_OVER)
    held = (person for person in centre.kept_free if contact.queue in centre.roster.served_by.get(person, ()))
    for person in dict.fromkeys((*first, *contact.refused, *held, *kept)):
        if person != chosen.id:
            yield _verdict(centre, contact, person)


def _verdict(centre: Centre, contact: LiveContact, person: PersonId) -> PassedOver:
    """What speaks against asking this person for this contact now."""
    live, refused = centre.roster.people.get(person), contact.refused.get(person)
    if live is None:
        return PassedOver(person, Verdict.NOT_IN_PLAN)
    if refused:
        return PassedOver(person, Verdict.REFUSED, refused.why.value)
    if live.state in (PersonState.LOGGED_OUT, PersonState.NOT_READY):
        return PassedOver(person, Verdict.AWAY, live.reason or "signed out")
    if person in centre.kept_free:
        return PassedOver(person, Verdict.IN_RESERVE)
    if live.available:
        return PassedOver(person, Verdict.NOT_CHOSEN, "ready")
    return _doing(person, live.state)


@lru_cache(maxsize=16_384)
def _doing(person: PersonId, state: PersonState) -> PassedOver:
    return PassedOver(person, Verdict.KEPT, DOING[state])


# --- what would have changed it


def _if_only(centre: Centre, contact: LiveContact, found: Match, now: float) -> Iterator[Counterfactual]:
    standing = contact.standing
    better = _better_had_he_been_ready(centre, contact, found, now)
    if better:
        yield Counterfactual(IfOnly.HAD_BEEN_READY, better)
    for person, refused in islice(contact.refused.items(), 1):
        yield Counterfactual(IfOnly.HAD_NOT_REFUSED, person, seconds=max(0.0, now - refused.at))
    if standing and found.ring:
        yield _had_wish_held(centre, contact, standing, found.ring, now)


def _better_had_he_been_ready(centre: Centre, contact: LiveContact, found: Match, now: float) -> PersonId | None:
    """Who would have come before the one who was found, were he free: a person to try first, or one in a narrower ring.

    Nobody is named who would then have taken somebody else, nor where too many wait to find that out in passing.
    """
    for person in islice(_before(centre, contact, found), MOST_PASSED_OVER):
        live = centre.roster.people.get(person)
        if live and not live.available and person not in contact.refused:
            if _crowded(centre, person):
                return None
            head = Look(centre, live, now, noting=False).best()
            return person if head and head.contact is contact else None
    return None


def _crowded(centre: Centre, person: PersonId) -> bool:
    """Whether so many wait for this person that one more look at them all is too long for an aside."""
    return sum(len(centre.lines[queue]) for queue in centre.roster.served_by.get(person, ())) > MOST_LOOKED_AT


def _before(centre: Centre, contact: LiveContact, found: Match) -> Iterator[PersonId]:
    """Who comes before the one who was found, in order."""
    for person, _ in in_turn(centre.roster.people, contact.next_up):
        if person == found.live.id:
            return
        yield person
    standing = contact.standing
    for need in standing.rings[: found.ring] if standing else ():
        if need.person:
            live = centre.roster.people.get(need.person)
            yield from (live.id,) if live and meets(centre, live, need) else ()
        else:
            yield from centre.roster.duty.kept(*need.traits)


def _had_wish_held(centre: Centre, contact: LiveContact, standing: Standing, ring: int, now: float) -> Counterfactual:
    """The wish that was dropped last, and after how many more seconds somebody who meets it too would be done."""
    narrower = standing.rings[ring - 1]
    people = 1 if narrower.person else centre.roster.duty.number(narrower.traits)
    handling = centre.flow.of(centre.roster.queues[contact.queue], now).handling
    return Counterfactual(IfOnly.WISH_HAD_HELD, wish=narrower.wishes[0], seconds=handling / people if people else None)
