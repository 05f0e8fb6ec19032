"""A plain centre: a few people and two queues, and what a service would find of it after a restart."""

from __future__ import annotations

from acd.managers import Manager
from acd.messages import (
    Joined,
    KnownPerson,
    KnownRefusal,
    Person,
    Recovered,
    Talk,
)
from acd.queues import Queue
from acd.snapshot import Snapshot
from calls.ids import PersonId
from tests.unit.acd.scene import agent

PEOPLE: list[Person] = [
    agent("1001", orders=5),
    agent("1002", wrap_up=10, orders=5, wealth=5),
    agent("1003", wrap_up=30, wealth=9),
    Manager(PersonId("boss"), "B", "13900001111", skills={"wealth": 9}, deputy=PersonId("vice"), at_most=3),
    Manager(PersonId("vice"), "V", "13900002222", skills={"orders": 9}, cool_down=60, wrap_up=5),
]


QUEUES = [
    Queue("orders", skill={"orders": 5}, strategy="fifo"),
    Queue("wealth", skill={"wealth": 5}, choice="fewest_skills"),
]


OLD_ONES = [*PEOPLE[1:], agent("1004", orders=9)]


def known_people(shown: Snapshot) -> list[KnownPerson]:
    """Everybody, as the store would have kept him."""
    return [
        KnownPerson(
            view.id, view.state, view.reason, view.since, view.until, view.reachable, view.busy, view.wish,
            view.wish_reason, view.taken_today,
        )
        for view in shown.people
    ]  # fmt: skip


def recovered(shown: Snapshot) -> Recovered:
    """What a service that starts again could know of this state."""
    talking = {talk.offer for talk in shown.talks}
    waiting = [view for queue in shown.queues for view in queue.waiting]
    return Recovered(
        people=known_people(shown),
        waiting=[Joined(view.contact, view.queue, view.priority, view.joined_at, view.wanted) for view in waiting],
        ringing=[offer for offer in shown.offers if offer.id not in talking],
        talks=[Talk(talk.offer, talk.contact, talk.person, talk.queue, talk.since) for talk in shown.talks],
        refused={
            view.contact: [KnownRefusal(who, why, shown.at) for who, why in view.refused.items()] for view in waiting
        },
    )
