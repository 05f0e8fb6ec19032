"""A caller's place while he waits: in the line, among those whom somebody is sought for, and in a ring of wishes."""

from __future__ import annotations

from acd.centre import Centre
from acd.curves import Curves
from acd.deadlines import Due
from acd.duty import ON_DUTY
from acd.live import LiveContact
from acd.messages import Joined
from acd.patience import believed
from acd.rings import Need, opening_times, rings_of
from acd.standing import Standing, weight_of
from acd.states import ContactState
from calls.ids import PersonId


def take(centre: Centre, contact: LiveContact) -> None:
    """He stands in line, and is looked at in the next match."""
    if contact.standing is None:
        contact.standing = standing_of(centre, contact)
    centre.lines[contact.queue].add(contact)
    centre.in_line += 1
    centre.sought.add(contact, centre.roster.people)
    centre.stirred[contact.id] = contact


def leave(centre: Centre, contact: LiveContact) -> None:
    """He does not wait any more; his rank, and the ring that he had reached, stay his."""
    centre.lines[contact.queue].remove(contact)
    centre.in_line -= 1
    centre.sought.remove(contact)
    centre.stirred.pop(contact.id, None)
    centre.deadlines.put(Due.RING, contact.id, None)


def stand_anew(centre: Centre, contact: LiveContact, joined: Joined) -> None:
    """He is another one than was thought, in the same queue; the rings that he has reached stay open."""
    stands = contact.state is ContactState.WAITING and contact.here
    if stands:
        leave(centre, contact)
    contact.joined = joined
    before, contact.standing = contact.standing, None
    if before is not None:
        contact.standing = standing_of(centre, contact)
        contact.standing.ring = min(before.ring, contact.standing.last)
    if stands:
        take(centre, contact)


def standing_of(centre: Centre, contact: LiveContact) -> Standing:
    """What the decisions need to know of him."""
    joined, queue = contact.joined, centre.roster.queues[contact.queue]
    patience, hazard = believed(centre.model, joined.segment, joined.patience, joined.limit)
    weight, rings = weight_of(contact.priority), rings_of(queue, joined)
    return Standing(
        weight=weight,
        patience=patience,
        hazard=hazard,
        row=centre.curves.row(hazard),
        segment=joined.segment,
        rings=rings,
        opens=opening_times(queue.rings, len(rings), weight, patience, hazard),
    )


def refit(centre: Centre, contact: LiveContact) -> bool:
    """The plan may have changed: work out his rings anew. True if they are others than before; he begins with the narrowest."""
    standing, queue = contact.standing, centre.roster.queues[contact.queue]
    if standing is None:
        return False
    rings = rings_of(queue, contact.joined)
    opens = opening_times(queue.rings, len(rings), standing.weight, standing.patience, standing.hazard)
    if (rings, opens) == (standing.rings, standing.opens):
        return False
    standing.rings, standing.opens, standing.ring = rings, opens, 0
    return True


def redraw(centre: Centre) -> None:
    """Draw the curves anew that are in use; those of what was believed before are forgotten."""
    centre.curves = Curves()
    for contact in centre.contacts.values():
        if contact.standing:
            contact.standing.row = centre.curves.row(contact.standing.hazard)
    for line in centre.lines.values():
        if line.columns is not None:
            line.columns.redraw()


def widen(centre: Centre, now: float) -> None:
    """Open the rings that are due, of callers for whom something changed or whose people went home."""
    for person in centre.roster.left_duty:
        for contact in _who_may_miss(centre, person):
            centre.stirred.setdefault(contact.id, contact)
    centre.roster.left_duty.clear()
    for contact in centre.stirred.values():
        if contact.standing and contact.standing.last:
            _open(centre, contact, contact.standing, now)


def _who_may_miss(centre: Centre, person: PersonId) -> list[LiveContact]:
    """Callers whose open ring this person may have been the last in."""
    found = [*centre.sought.by_person.get(person, {}).values()]
    for queue in centre.roster.served_by.get(person, ()):
        found += centre.lines[queue].narrow.values()
    return found


def _open(centre: Centre, contact: LiveContact, standing: Standing, now: float) -> None:
    """The narrowest ring with anybody in it, and as many wider ones as were opened by waiting. A ring never closes again."""
    first = _first_with_people(centre, contact, standing)
    opened = sum(contact.joined_at + seconds <= now for seconds in standing.opens[1:])
    widest = min(standing.last, max(standing.ring, first + opened))
    if widest != standing.ring:
        standing.ring = widest
        centre.lines[contact.queue].widen(contact)
    more = widest - first + 1
    due = contact.joined_at + standing.opens[more] if widest < standing.last and more <= standing.last else None
    centre.deadlines.put(Due.RING, contact.id, due if due != float("inf") else None)


def _first_with_people(centre: Centre, contact: LiveContact, standing: Standing) -> int:
    for number, need in enumerate(standing.rings):
        if _anybody(centre, contact, need):
            return number
    return standing.last


def _anybody(centre: Centre, contact: LiveContact, need: Need) -> bool:
    """Whether anybody on duty meets it and has not refused this contact."""
    roster = centre.roster
    if not need.person:
        return roster.duty.anybody(need.traits, contact.refused)
    live = roster.people.get(need.person)
    if live is None or live.state not in ON_DUTY or live.id in contact.refused:
        return False
    return all(trait in roster.traits[live.id] for trait in need.traits)
