"""Giving callers away, as the rules of their queue say (acd/overflow.py): the only functions that do it.

To another queue, or to a person first, a contact goes within the dispatcher: it leaves by the table's own step and joins again at
once, with the time it has waited and the people who refused it. To a flow, or back to the step that let him wait, the caller has
left the dispatcher when the decision is made; that the service then tells it `Left` changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from math import log

from acd import configuring, contact_moves, pools
from acd.centre import Centre
from acd.deadlines import Due
from acd.decisions import GiveAway
from acd.estimates import SERVING, Outlook, expected_wait, outlook
from acd.live import LiveContact
from acd.messages import Joined
from acd.overflow import JOINING, WAITING, Sight, has_rules, key_of, next_look, rule_for
from acd.patience import Hazard, Patience, believed, leaves_within, survival
from acd.queues import Onward, Overflow, Queue, Trigger
from acd.states import ContactState, ContactStep
from calls.ids import CallId, PersonId

LOOKS = 60.0
"""Seconds over which the rate of giving up is taken."""


def at_joining(centre: Centre, contact: LiveContact, now: float) -> bool:
    """A caller has just joined: whether he may stay. If not, he has been given away."""
    return _apply(centre, contact, JOINING, now)


def while_waiting(centre: Centre, name: CallId, now: float) -> None:
    """Time has passed, or the rules have changed, for this contact."""
    contact = centre.contacts.get(name)
    if contact is not None and contact.state is not ContactState.TALKING:
        _apply(centre, contact, WAITING, now)


def look_at_all(centre: Centre, now: float) -> None:
    """Callers were found again, or the plan is another one: look at everybody who waits."""
    for contact in centre.contacts.values():
        if _may_go(centre, contact):
            centre.deadlines.put(Due.OVERFLOW, contact.id, now)


def outlook_for(centre: Centre, contact: LiveContact, now: float) -> Outlook | None:
    """What may be told to a waiting caller; None: nobody can tell, or he does not wait."""
    if contact.state is not ContactState.WAITING or not contact.here:
        return None
    queue = centre.roster.queues[contact.queue]
    patience, hazard = _believed(centre, contact.joined)
    position = pools.position(centre, contact, now)
    return outlook(position, _serving(centre, queue), handling_of(centre, queue, now), _rate(patience, hazard))


def handling_of(centre: Centre, queue: Queue, now: float) -> float:
    """Seconds that a call of this queue keeps a person: as the plan believes, and then as it was seen."""
    return centre.flow.of(queue, now).handling


def _may_go(centre: Centre, contact: LiveContact) -> bool:
    """Who is on the line himself, in a queue with rules. Somebody to be called back is not sent anywhere."""
    if not contact.here or contact.joined.reached_within or contact.state is ContactState.TALKING:
        return False
    return has_rules(centre.roster.queues[contact.queue])


def _apply(centre: Centre, contact: LiveContact, asked: frozenset[Trigger], now: float) -> bool:
    queue = centre.roster.queues[contact.queue]
    if not _may_go(centre, contact):
        return True
    if contact.state is ContactState.WAITING:
        found = rule_for(queue, _sight(centre, contact, now), asked, contact.joined.given)
        if found:
            return _give(centre, contact, queue, *found, now)
    _plan_look(centre, contact, queue, now)
    return True


def _plan_look(centre: Centre, contact: LiveContact, queue: Queue, now: float) -> None:
    """While somebody is asked for him, nothing is taken from his hands: it is looked at again in a moment."""
    at = next_look(queue, contact.on_line_since, now, contact.joined.given)
    if contact.state is not ContactState.WAITING:
        at = now + 1.0
    centre.deadlines.put(Due.OVERFLOW, contact.id, at)


def _give(centre: Centre, contact: LiveContact, queue: Queue, rule: Overflow, why: str, now: float) -> bool:
    joined = replace(contact.joined, given=(*contact.joined.given, key_of(queue, rule)))
    if rule.to is Onward.QUEUE:
        joined = replace(joined, queue=rule.name)
    elif rule.to is Onward.PERSON:
        joined = replace(joined, wanted=PersonId(rule.name))
    centre.decide(GiveAway(contact.id, rule, why))
    configuring.keep_open(centre, joined.queue)
    contact_moves.move(centre, contact, ContactStep.MOVE, now)
    return rule.to in (Onward.QUEUE, Onward.PERSON) and join_again(centre, contact, joined, now)


def join_again(centre: Centre, contact: LiveContact, joined: Joined, now: float) -> bool:
    """Who has just been moved takes this place. Whether he may stay there: its queue may give him away in turn."""
    # A queue that is no longer in the plan goes with its last contact, and that may have been this one.
    configuring.keep_open(centre, joined.queue)
    again = LiveContact(joined, now, refused=contact.refused, forgiven=contact.forgiven)
    again.next_up = [joined.wanted] if joined.wanted else []
    contact_moves.enter(centre, again)
    return at_joining(centre, again, now)


# --- what is seen


def _sight(centre: Centre, contact: LiveContact, now: float) -> Sight:
    queue, joined = centre.roster.queues[contact.queue], contact.joined
    patience, hazard = _believed(centre, joined)
    line, serving = centre.lines[contact.queue], _serving(centre, queue)
    handling, theta, place = (
        handling_of(centre, queue, now),
        _rate(patience, hazard),
        pools.position(centre, contact, now),
    )
    ready = 1 if centre.roster.has_idle(queue.name) and place == 1 else 0
    waited = contact.waited(now)
    return Sight(
        open=queue.hours is None or queue.hours.open_at(now),
        waiting=len(line) - 1,
        expected=expected_wait(place - 1, ready, serving, handling, theta),
        staffed=serving > 0 or _is_on_duty(centre, joined.wanted),
        waited=max(0.0, now - contact.on_line_since),
        gives_up=lambda within: leaves_within(patience, hazard, waited, within),
    )


def _believed(centre: Centre, joined: Joined) -> tuple[Patience, Hazard]:
    return believed(centre.model, joined.segment, joined.patience, joined.limit)


def _rate(patience: Patience, hazard: Hazard) -> float:
    """The mean rate (1/s) at which such a caller gives up in his first minute."""
    return -log(max(survival(patience, hazard, LOOKS), 1e-9)) / LOOKS


def _serving(centre: Centre, queue: Queue) -> int:
    people = centre.roster.people
    return sum(people[person].state in SERVING for person in centre.roster.fitting[queue.name])


def _is_on_duty(centre: Centre, person: PersonId) -> bool:
    live = centre.roster.people.get(person)
    return live is not None and live.state in SERVING
