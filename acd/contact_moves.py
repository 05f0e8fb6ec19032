"""How a contact changes: the only functions that touch a contact's state and its place in line."""

from __future__ import annotations

from dataclasses import replace

from acd import callbacks, places
from acd.centre import Centre
from acd.deadlines import Due
from acd.live import LiveContact
from acd.states import CONTACT, ContactState, ContactStep, step

FINAL = frozenset({ContactState.SERVED, ContactState.ABANDONED, ContactState.MOVED, ContactState.LOST})


def enter(centre: Centre, contact: LiveContact) -> None:
    """A contact is new here; if it waits, it takes its place."""
    centre.contacts[contact.id] = contact
    if not contact.here:
        centre.away[contact.id] = contact
    elif contact.state is ContactState.WAITING:
        places.take(centre, contact)


def arrive(centre: Centre, contact: LiveContact, now: float) -> None:
    """Who was to be rung first is on the line now."""
    contact.here = True
    contact.joined = replace(contact.joined, reached_within=0.0, on_line_since=now)
    centre.away.pop(contact.id, None)
    callbacks.release(centre, contact)
    places.take(centre, contact)


def move(centre: Centre, contact: LiveContact, by: ContactStep, now: float) -> None:
    """One step of the table. Back in line means back at the old place: the rank never changed."""
    after = step(CONTACT, contact.state, by, f"contact {contact.id}")
    if contact.state is ContactState.WAITING and contact.here:
        places.leave(centre, contact)
    contact.state, contact.since = after, now
    if after is ContactState.WAITING:
        contact.offer = None
        places.take(centre, contact)
    elif after in FINAL:
        _leave(centre, contact)


def _leave(centre: Centre, contact: LiveContact) -> None:
    del centre.contacts[contact.id]
    centre.away.pop(contact.id, None)
    callbacks.release(centre, contact)
    centre.deadlines.put(Due.REFUSALS, contact.id, None)
    centre.deadlines.put(Due.OVERFLOW, contact.id, None)
    if contact.queue in centre.roster.retired:
        drop_retired(centre, contact.queue)


def drop_retired(centre: Centre, queue: str) -> None:
    """A queue that is no longer in the plan goes with its last contact."""
    if all(contact.queue != queue for contact in centre.contacts.values()):
        centre.roster.retired.discard(queue)
        del centre.roster.queues[queue]
        del centre.lines[queue]
        centre.roster.index()
