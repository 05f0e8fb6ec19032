"""A leader steps into the waiting: another queue for a caller, or another priority.

All that he has waited counts in the other queue, and so do the people who did not take him. A phone that rings for him is
stopped first, and nobody is blamed; whom somebody has accepted, or talks to, stays with that person. What a leader has decided
may still be refused by the other queue: it is closed, or full.
"""

from __future__ import annotations

from dataclasses import replace

from acd import configuring, contact_moves, giving_away, offer_moves, places
from acd.centre import Centre
from acd.live import LiveContact
from acd.messages import NOBODY, Redirected, Reprioritised
from acd.states import ContactState, ContactStep
from calls.errors import IllegalStep
from calls.ids import CallId

TO_ANOTHER = "a leader sent the caller to another queue"
STEERED = frozenset({ContactState.WAITING, ContactState.OFFERED})
"""In which states a contact can be sent elsewhere."""


def redirect(centre: Centre, event: Redirected, now: float) -> None:
    """To another queue, with all that he has waited. Raises IllegalStep; then nothing was changed."""
    contact = _waiting(centre, event.contact)
    if not contact.here:
        raise IllegalStep(f"contact {contact.id} is to be called back: it keeps its queue")
    configuring.keep_open(centre, event.queue)
    offer = centre.offers.get(contact.offer) if contact.offer else None
    joined = replace(contact.joined, queue=event.queue, priority=event.priority, wanted=NOBODY, last_agent=NOBODY)
    contact_moves.move(centre, contact, ContactStep.MOVE, now)
    if offer is not None:
        offer_moves.abandon(centre, offer, TO_ANOTHER, now)
    giving_away.join_again(centre, contact, joined, now)


def reprioritise(centre: Centre, event: Reprioritised) -> None:
    """Another priority, in the same queue, from now on; the rings that he has reached stay open. Raises IllegalStep."""
    contact = _waiting(centre, event.contact)
    places.stand_anew(centre, contact, replace(contact.joined, priority=event.priority))


def may_be_moved(centre: Centre, name: CallId) -> bool:
    """Whether he waits on the line, or a phone rings for him that nobody has answered by a yes."""
    contact = centre.contacts.get(name)
    return contact is not None and contact.here and contact.state in STEERED


def _waiting(centre: Centre, name: CallId) -> LiveContact:
    """Whoever waits, or is offered to somebody who has not said yes."""
    contact = centre.contacts.get(name)
    if contact is None or contact.state not in STEERED:
        raise IllegalStep(f"contact {name} does not wait" + (f": it is {contact.state}" if contact else ""))
    return contact
