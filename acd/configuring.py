"""The plan changes: what is new comes, what is gone goes when it is free, live state stays (P2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from acd import contact_moves, person_moves, places
from acd.centre import Centre
from acd.deadlines import Due
from acd.live import LivePerson, new_person
from acd.managers import Manager
from acd.messages import Person
from acd.queues import Queue
from acd.states import ContactState
from acd.strategies import Strategies
from acd.waiting_line import WaitingLine
from calls.errors import IllegalStep, WrongSettings


def check(people: Sequence[Person], queues: Sequence[Queue], strategies: Strategies) -> None:
    """Raises `WrongSettings` for a name used twice or a strategy that does not exist."""
    _unique("person", (person.id for person in people))
    _unique("queue", (queue.name for queue in queues))
    for queue in queues:
        strategies.check(queue)


def begin(centre: Centre, people: Sequence[Person], queues: Sequence[Queue]) -> None:
    """The first plan. Nobody's state is known before the first tick, which is due at once."""
    for person in people:
        centre.roster.people[person.id] = new_person(person, 0.0)
        centre.deadlines.put(Due.PERSON, person.id, 0.0)
    _change_queues(centre, queues)


def change(centre: Centre, people: Sequence[Person], queues: Sequence[Queue], now: float) -> None:
    """Another plan, or the same again: then nothing changes at all."""
    wanted = {person.id: person for person in people}
    for live in list(centre.roster.people.values()):
        live.leaving = live.id not in wanted
        live.person = wanted.get(live.id, live.person)
        live.registered = live.registered or isinstance(live.person, Manager)
    for person in people:
        if person.id not in centre.roster.people:
            centre.roster.people[person.id] = new_person(person, now)
    _change_queues(centre, queues)
    for live in list(centre.roster.people.values()):
        if live.resting or live.leaving:
            _let_go(centre, live, now)
    _seek_again(centre)


def _let_go(centre: Centre, live: LivePerson, now: float) -> None:
    """Whoever is kept by a caller finishes first; wrap-up without a seat in the plan does not."""
    if not live.engaged:
        person_moves.settle(centre, live, now)


def _change_queues(centre: Centre, queues: Sequence[Queue]) -> None:
    wanted = {queue.name: queue for queue in queues}
    gone = [name for name in centre.roster.queues if name not in wanted]
    centre.roster.retired = set(gone)
    centre.roster.queues.update(wanted)
    centre.roster.once_known.update(wanted)
    for contact in centre.contacts.values():
        if contact.state is not ContactState.WAITING or not contact.here:
            places.refit(centre, contact)
    for queue in centre.roster.queues.values():
        open_line(centre, queue)
    centre.roster.index()
    for name in gone:
        contact_moves.drop_retired(centre, name)


def open_line(centre: Centre, queue: Queue) -> None:
    """The queue's line, in the order of its strategy; those who wait already are sorted in, if it is another order."""
    before = centre.lines.get(queue.name)
    order = centre.strategies.orders[queue.strategy]
    waiting = list(before) if before else []
    others = [contact for contact in waiting if places.refit(centre, contact)]
    if before is not None and before.order is order and not others:
        return
    line = centre.lines[queue.name] = WaitingLine(order)
    for contact in waiting:
        line.add(contact)
        centre.stirred[contact.id] = contact


def _seek_again(centre: Centre) -> None:
    """Deputies may have changed."""
    for line in centre.lines.values():
        for contact in line:
            centre.sought.remove(contact)
            centre.sought.add(contact, centre.roster.people)


def _unique(what: str, names: Iterable[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise WrongSettings(f"{what} names used twice: {', '.join(twice)}", "give each a name of its own")


def keep_open(centre: Centre, name: str) -> None:
    """A queue that a running call still names, though the plan has lost it, is kept until its last caller is gone.

    Raises `IllegalStep` for a name that no plan had.
    """
    if name in centre.roster.queues:
        return
    if name not in centre.roster.once_known:
        raise IllegalStep(f"no queue is named '{name}'")
    queue = centre.roster.queues[name] = centre.roster.once_known[name]
    centre.roster.retired.add(name)
    open_line(centre, queue)
    centre.roster.index()
