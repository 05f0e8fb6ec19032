"""The memory of who did not take a contact (P19), and when it fades."""

from __future__ import annotations

from acd.after_refusal import AGAIN_AFTER
from acd.centre import Centre
from acd.deadlines import Due
from acd.first_choices import in_turn
from acd.live import LiveContact, Refused
from acd.messages import Refusal
from acd.states import ContactState, PersonState
from calls.ids import PersonId

PAUSE = 15.0
"""Seconds after the last missed ring until people may be asked again, if nobody else is left."""
FORGOTTEN_AFTER = 60.0
"""Seconds after which a missed ring does not count any more, whoever else might come."""


def note(centre: Centre, contact: LiveContact, person: PersonId, why: Refusal, now: float) -> None:
    """This person is not offered this contact again for now."""
    contact.refused[person] = Refused(why, now)
    centre.deadlines.put(Due.REFUSALS, contact.id, now + PAUSE)


def reconsider(centre: Centre, contact: LiveContact, now: float) -> None:
    """Forgive missed rings: all of them when everybody has refused, else the old ones. A spoken no stays."""
    everybody = contact.state is ContactState.WAITING and _all_refused(centre, contact)
    missed = {person: refused for person, refused in contact.refused.items() if not refused.firm}
    for person, refused in missed.items():
        if _fades(refused, everybody, now):
            contact.forgiven[person] = contact.refused.pop(person)
            if contact.state is ContactState.WAITING and contact.here:
                centre.stirred[contact.id] = contact
    if any(not refused.firm for refused in contact.refused.values()):
        centre.deadlines.put(Due.REFUSALS, contact.id, now + PAUSE)


def _fades(refused: Refused, everybody: bool, now: float) -> bool:
    """Who asked to be called again later is asked when that time has come, whoever else there is."""
    if refused.why is Refusal.LATER:
        return now - refused.at >= AGAIN_AFTER
    return everybody or now - refused.at >= FORGOTTEN_AFTER


def _all_refused(centre: Centre, contact: LiveContact) -> bool:
    """Whether everybody who is signed in and may serve this contact has refused it."""
    people = centre.roster.people
    fitting = centre.roster.fitting[contact.queue]
    first = [person for person, _ in in_turn(people, contact.next_up) if person in people]
    return all(
        person in contact.refused or people[person].state is PersonState.LOGGED_OUT for person in (*first, *fitting)
    )
