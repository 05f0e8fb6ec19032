"""A caller asks for a person: whom he is to be offered to now. Changes nothing (P14).

The persons to try first, then the rings of his wishes from the narrowest to the widest that is open; among the free people of a
ring the queue's choice. Under `patience` agents and managers are equals: the fewest skills, then the longest idle.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from acd.centre import Centre
from acd.explanation import Found
from acd.first_choices import in_turn
from acd.idle import Bits
from acd.live import LiveContact, LivePerson
from acd.reserve import Keeping
from acd.rings import Need
from acd.roster import Free
from acd.traits import AGENT
from calls.ids import PersonId


@dataclass(frozen=True, slots=True)
class Match:
    """Who gets a contact, and how he was found: as one to try first (perhaps somebody's deputy), or among `free`.

    `ring`: the narrowest of the contact's rings that he is in. `keeping`: what it was worth to keep him, if that was weighed.
    """

    live: LivePerson
    found: Found = Found.QUEUE
    deputy_of: PersonId | None = None
    free: Free | None = None
    ring: int = 0
    keeping: Keeping | None = None


def find(centre: Centre, contact: LiveContact) -> Match | None:
    """The person for this contact now, if there is one."""
    return _first_choice(centre, contact) or _in_rings(centre, contact)


def match_with(centre: Centre, contact: LiveContact, live: LivePerson) -> Match:
    """This person and no other."""
    free = centre.roster.free(centre.roster.idle.only(live.id))
    return Match(live, free=free, ring=_ring_of(centre, contact, live))


def may_take(centre: Centre, live: LivePerson, contact: LiveContact) -> bool:
    """Whether this person may be given this contact now, were he free: as one to try first, or by the open ring."""
    if live.id in contact.refused or contact.standing is None:
        return False
    if contact.next_up and any(person == live.id for person, _ in in_turn(centre.roster.people, contact.next_up)):
        return True
    return meets(centre, live, contact.standing.need)


def meets(centre: Centre, live: LivePerson, need: Need) -> bool:
    """Whether the person is all that the ring asks for."""
    if need.person and need.person != live.id:
        return False
    traits = centre.roster.traits[live.id]
    return all(trait in traits for trait in need.traits)


def _first_choice(centre: Centre, contact: LiveContact) -> Match | None:
    for person, boss in in_turn(centre.roster.people, contact.next_up):
        live = _free(centre, contact, person)
        if live:
            return Match(
                live, Found.DEPUTY if boss else Found.WANTED, deputy_of=boss, ring=_ring_of(centre, contact, live)
            )
    return None


def _free(centre: Centre, contact: LiveContact, person: PersonId) -> LivePerson | None:
    live = centre.roster.people.get(person)
    return live if live and live.available and person not in contact.refused else None


def _ring_of(centre: Centre, contact: LiveContact, live: LivePerson) -> int:
    """The narrowest ring he is in; the last, if he does not serve the queue at all."""
    standing = contact.standing
    if standing is None or not standing.last:
        return 0
    for number, need in enumerate(standing.rings):
        if meets(centre, live, need):
            return number
    return standing.last


def _in_rings(centre: Centre, contact: LiveContact) -> Match | None:
    standing = contact.standing
    for number, need in _open_rings(contact) if standing else ():
        if need.person:
            live = _free(centre, contact, need.person)
            if live and meets(centre, live, need):
                return Match(live, Found.LAST_AGENT, ring=number)
            continue
        bits = centre.roster.idle.all_of(need.traits)
        bits = centre.roster.idle.but(bits, contact.refused) if bits and contact.refused else bits
        if bits:
            return _chosen(centre, contact, bits, number)
    return None


def _open_rings(contact: LiveContact) -> Iterator[tuple[int, Need]]:
    standing = contact.standing
    return iter(enumerate(standing.rings[: standing.ring + 1])) if standing else iter(())


def _chosen(centre: Centre, contact: LiveContact, bits: Bits, ring: int) -> Match | None:
    queue = centre.roster.queues[contact.queue]
    if centre.lines[contact.queue].order.scored:
        free = centre.roster.free(bits)
        return Match(free.least_skills(), free=free, ring=ring)
    free = centre.roster.free(bits & centre.roster.idle.having(AGENT) or bits)
    chosen = centre.strategies.choices[queue.choice](free, queue)
    return Match(chosen, free=free, ring=ring) if chosen else None
