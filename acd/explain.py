"""Why this person and why now, in lines that an admin reads (P15)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from acd.centre import Centre
from acd.first_choices import in_turn
from acd.live import LiveContact, LivePerson
from acd.states import PersonState
from calls.ids import PersonId

if TYPE_CHECKING:
    from acd.matching import Match

MOST_PASSED_OVER = 6
"""People not asked who are named in one explanation."""


def because(centre: Centre, contact: LiveContact, found: Match, now: float) -> tuple[str, ...]:
    """Where the caller stood, why this person, who was not asked and why not."""
    return (
        _place(centre, contact, now),
        _choice(centre, contact, found, now),
        *_asked_again(contact, found.live, now),
        *islice(_not_asked(centre, contact, found.live), MOST_PASSED_OVER),
    )


def _place(centre: Centre, contact: LiveContact, now: float) -> str:
    line = centre.lines[contact.queue]
    position = line.position(contact)
    place = "first" if position == 1 else f"number {position}"
    waited = f"waited {contact.waited(now):.0f} s"
    return f"queue {contact.queue}: {place} of {len(line)} by {line.order.words(contact)}, {waited}"


def _choice(centre: Centre, contact: LiveContact, found: Match, now: float) -> str:
    idle = f"idle {max(0.0, now - found.live.since):.0f} s"
    if not found.free:
        return f"{found.live.id}: {_first_choice(centre, contact, found)}, {idle}"
    queue = centre.roster.queues[contact.queue]
    skills = found.live.person.skills
    asked = [f"skill {name} {skills.get(name, 0.0):g} >= {level:g}" for name, level in queue.skill.items()]
    chosen = f"{queue.choice.replace('_', ' ')} of {len(found.free)}"
    return ", ".join([f"{found.live.id}: {'; '.join(asked) or 'no skill asked'}", idle, chosen])


def _first_choice(centre: Centre, contact: LiveContact, found: Match) -> str:
    if found.deputy_of is None:
        return "wanted by this caller"
    return f"deputy of {found.deputy_of} ({why_not(centre, contact, found.deputy_of)})"


def _asked_again(contact: LiveContact, live: LivePerson, now: float) -> Iterator[str]:
    before = contact.forgiven.get(live.id)
    if before:
        yield f"{live.id}: asked again, {before.why} {now - before.at:.0f} s ago"


def _not_asked(centre: Centre, contact: LiveContact, chosen: LivePerson) -> Iterator[str]:
    """People to try first, those who refused, then the queue's people who are here but not free."""
    first = [person for person, _ in in_turn(centre.roster.people, contact.next_up)]
    for person in dict.fromkeys((*first, *contact.refused, *_kept(centre, contact))):
        if person == chosen.id:
            continue
        yield f"{person} not asked: {why_not(centre, contact, person)}"


def _kept(centre: Centre, contact: LiveContact) -> Iterator[PersonId]:
    away = (PersonState.READY, PersonState.LOGGED_OUT)
    people = centre.roster.people
    kept = (person for person in centre.roster.fitting[contact.queue] if people[person].state not in away)
    return islice(kept, MOST_PASSED_OVER)


def why_not(centre: Centre, contact: LiveContact, person: PersonId) -> str:
    """What speaks against asking this person for this contact now."""
    live, refused = centre.roster.people.get(person), contact.refused.get(person)
    if live is None:
        return "not in the plan"
    if refused:
        return f"did not take this call ({refused.why})"
    if live.state in (PersonState.LOGGED_OUT, PersonState.NOT_READY):
        return live.reason or "signed out"
    return live.state.lower().replace("_", "-")
