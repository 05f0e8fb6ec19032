"""Who waits beside a free person who could take him, and no reason is recorded: there must be nobody.

It shares no index with the matching: it asks of every caller and every person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from acd.columns import KEPT_AT
from acd.dispatcher import Dispatcher
from acd.first_choices import in_turn
from acd.live import LiveContact, LivePerson
from acd.managers import Manager
from acd.matching import RENEWED
from acd.messages import Person
from acd.rest import rest_of
from acd.rings import Need
from acd.states import ContactState, PersonState
from calls.ids import PersonId
from tests.unit.acd.mixed_plan import can_serve, most_at_once
from tests.unit.acd.scene import Scene

ON_DUTY = frozenset(["READY", "RESERVED", "RINGING", "TALKING", "WRAP_UP"])


def unexplained(scene: Scene, people: Mapping[PersonId, Person]) -> list[tuple[str, str]]:
    """Pairs of a caller and a free person."""
    return [(contact.id, live.id) for contact, live in _pairs(scene.dispatcher, people, scene.now)]


def _pairs(
    dispatcher: Dispatcher, people: Mapping[PersonId, Person], now: float
) -> Iterator[tuple[LiveContact, LivePerson]]:
    centre = dispatcher._centre
    for contact in centre.contacts.values():
        if contact.state is not ContactState.WAITING or not contact.here:
            continue
        for live in centre.roster.people.values():
            if not _is_free(live, now) or live.id in contact.refused or live.id in centre.kept_free:
                continue
            if _could(dispatcher, people[live.id], contact) and not _reason(dispatcher, people, contact, live, now):
                yield contact, live


def _is_free(live: LivePerson, now: float) -> bool:
    if live.state is PersonState.READY:
        return True
    more = live.state is PersonState.TALKING and live.ringing is None and len(live.talks) < most_at_once(live.person)
    return more and rest_of(live, now).state is PersonState.READY


def _first(dispatcher: Dispatcher, person: PersonId, contact: LiveContact) -> bool:
    """Whether he is one to try first, or somebody's deputy."""
    return any(each == person for each, _ in in_turn(dispatcher._centre.roster.people, contact.next_up))


def _could(dispatcher: Dispatcher, person: Person, contact: LiveContact) -> bool:
    """He serves the queue, or the caller is to be offered to him first."""
    return _first(dispatcher, person.id, contact) or can_serve(person, dispatcher._centre.roster.queues[contact.queue])


def _reason(
    dispatcher: Dispatcher, people: Mapping[PersonId, Person], contact: LiveContact, live: LivePerson, now: float
) -> bool:
    """A ring of wishes that is not open yet, and rightly so; or the reserve, as long as it may last."""
    return not _first(dispatcher, live.id, contact) and (
        _ring(dispatcher, people, contact, live, now) or _reserve(dispatcher, contact, live, now)
    )


def _ring(
    dispatcher: Dispatcher, people: Mapping[PersonId, Person], contact: LiveContact, live: LivePerson, now: float
) -> bool:
    standing = contact.standing
    assert standing is not None
    if any(_meets(people[live.id], need, contact, dispatcher) for need in standing.rings[: standing.ring + 1]):
        return False
    roster = dispatcher._centre.roster.people.values()
    there = [each for each in roster if each.state in ON_DUTY and each.id not in contact.refused]
    narrower = standing.rings[: standing.ring + 1]
    somebody = any(_meets(people[each.id], need, contact, dispatcher) for each in there for need in narrower)
    # Rings that nobody on duty is in were skipped; of the others not more may be due than are open.
    due = sum(contact.joined_at + seconds <= now for seconds in standing.opens[1:])
    return somebody and due <= standing.ring < standing.last


def _meets(person: Person, need: Need, contact: LiveContact, dispatcher: Dispatcher) -> bool:
    queue = dispatcher._centre.roster.queues[contact.queue]
    wished = dict(contact.joined.wishes)
    tags = all(wished[name] in person.tags.get(name, ()) for name in need.wishes if name in wished)
    ideal = "ideal" not in need.wishes or all(person.skills.get(k, 0.0) >= v for k, v in queue.ideal.items())
    one = not need.person or need.person == person.id
    # His own manager need not serve the queue, whatever else he wishes for.
    return one and tags and ideal and ("manager" in need.wishes or can_serve(person, queue))


def _reserve(dispatcher: Dispatcher, contact: LiveContact, live: LivePerson, now: float) -> bool:
    """He is kept for others: noted a moment ago, in a queue that allows it, of a caller who has not waited too long for it."""
    centre = dispatcher._centre
    queue, columns = centre.roster.queues[contact.queue], centre.lines[contact.queue].columns
    if columns is None or queue.reserve is None or (isinstance(live.person, Manager) and not columns):
        return False
    return columns.of(contact, KEPT_AT) >= now - RENEWED and contact.waited(now) <= queue.reserve.most + 1.0
