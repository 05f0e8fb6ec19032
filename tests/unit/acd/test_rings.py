"""Wishes hold for a while, and then give way one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acd.agents import Agent
from acd.managers import Manager
from acd.messages import Configured, Joined, MakeOffer, Occupied, Paused, RaiseAlarm, Readied, Refusal, SignedOut
from acd.queues import IDEAL, LAST_AGENT, MANAGER, Queue, Rings
from acd.rings import rings_of
from calls.ids import CallId, PersonId
from tests.unit.acd.scene import Scene, agent, made, only

PATIENT = Queue("orders", skill={"orders": 5}, ideal={"orders": 9.5}, strategy="patience")


def speaking(name: str, *dialects: str, **skills: float) -> Agent:
    return replace(agent(name, **skills), tags={"dialect": dialects})


def wishing(contact: str, **wished: str) -> Joined:
    last = PersonId(wished.pop("last_agent", ""))
    wanted = PersonId(wished.pop("wanted", ""))
    return Joined(CallId(contact), "orders", 1, 0.0, wanted, wishes=tuple(wished.items()), last_agent=last)


def joins(scene: Scene, contact: str, **wished: str) -> list[tuple[str, str]]:
    return made(scene.tell(replace(wishing(contact, **wished), joined_at=scene.now)))


def names(queue: Queue, **wished: str) -> list[tuple[str, ...]]:
    return [need.wishes for need in rings_of(queue, wishing("call", **wished))]


def test_what_is_not_named_is_dropped_first_then_in_order() -> None:
    queue = replace(PATIENT, rings=Rings(("dialect", IDEAL)))
    assert names(queue, dialect="minnan", region="south") == [
        ("region", "dialect", "ideal"),
        ("dialect", "ideal"),
        ("ideal",),
        (),
    ]
    assert names(queue, wanted="boss")[0] == (MANAGER, IDEAL)
    assert names(queue, last_agent="1001")[0] == (LAST_AGENT, IDEAL)


def test_wishes_hold_nobody_back_where_nothing_says_how_they_relax() -> None:
    assert names(Queue("orders"), dialect="minnan", wanted="boss") == [()]
    assert names(Queue("orders", rings=Rings(every=10.0)), dialect="minnan") == [("dialect",), ()]


def two() -> Scene:
    """1001 speaks Minnan and is busy; 1002 does not and is free."""
    people = [speaking("1001", "minnan", orders=6), speaking("1002", "wu", orders=6)]
    scene = Scene(people, [replace(PATIENT, ideal={}, rings=Rings(every=10.0))])
    scene.tell(Occupied(PersonId("1001"), busy=True))
    scene.tell(Occupied(PersonId("1001"), busy=False))
    return scene


def test_a_wish_waits_for_who_meets_it_and_then_gives_way() -> None:
    scene = two()
    assert joins(scene, "first", dialect="minnan") == [("first", "1001")]
    assert joins(scene, "second", dialect="minnan") == []
    assert made(scene.after(9.9)) == []
    (offer,) = only(scene.after(0.2), MakeOffer)
    assert offer.offer.person == "1002"
    why = offer.offer.explanation
    assert why is not None
    ring = why.ring
    assert ring is not None
    assert (ring.number, ring.last, ring.dropped, ring.opened_at) == (1, 1, ("dialect",), 10.0)


def test_who_comes_free_in_time_is_the_one_who_was_wished_for() -> None:
    scene = two()
    joins(scene, "first", dialect="minnan")
    joins(scene, "second", dialect="minnan")
    scene.talks("1001")
    scene.after(4)
    assert made(scene.ends("1001")) == [("second", "1001")]


def test_a_ring_with_nobody_in_it_holds_nobody() -> None:
    scene = two()
    scene.tell(SignedOut(PersonId("1001")))
    assert joins(scene, "first", dialect="minnan") == [("first", "1002")]


def test_a_ring_opens_when_the_last_in_it_goes_home() -> None:
    scene = two()
    joins(scene, "first", dialect="minnan")
    joins(scene, "second", dialect="minnan")
    scene.talks("1001")
    assert made(scene.tell(SignedOut(PersonId("1001")))) == [], "he talks still"
    assert made(scene.ends("1001")) == [("second", "1002")]


def test_a_ring_opens_when_everybody_in_it_has_refused() -> None:
    scene = two()
    joins(scene, "first", dialect="minnan")
    assert made(scene.declines("1001", Refusal.DECLINED)) == [("first", "1002")]


def test_no_alarm_while_a_wish_holds() -> None:
    scene = two()
    scene.tell(Configured(scene.plan[0], [replace(PATIENT, ideal={}, rings=Rings(every=60.0))]))
    joins(scene, "first", dialect="minnan")
    joins(scene, "second", dialect="minnan")
    assert only(scene.after(30), RaiseAlarm) == []


def test_a_ring_opens_by_patience() -> None:
    """Share 0.1, weight 1, the cold prior: 180 x 1.5 x (0.9^(-1/1.5) - 1) = 19.65 s."""
    people = [speaking("1001", "minnan", orders=6), speaking("1002", "wu", orders=6)]
    scene = Scene(people, [replace(PATIENT, ideal={})])
    joins(scene, "first", dialect="minnan")
    scene.talks("1001")
    joins(scene, "second", dialect="minnan")
    assert made(scene.after(19.6)) == []
    assert made(scene.after(0.2)) == [("second", "1002")]


def test_the_last_agent_is_a_wish() -> None:
    people = [agent("1001", orders=6), agent("1002", orders=6)]
    scene = Scene(people, [replace(PATIENT, ideal={}, rings=Rings(every=10.0))])
    assert joins(scene, "first", last_agent="1002") == [("first", "1002")]
    scene.talks("1002")
    assert joins(scene, "second", last_agent="1002") == []
    scene.after(5)
    assert made(scene.ends("1002")) == [("second", "1002")]
    assert "1002: served this caller last" in scene.offer_to("1002").because[1]


def test_the_callers_own_manager_is_waited_for_while_he_is_on_duty() -> None:
    boss = Manager(PersonId("boss"), "Boss", "13900001111")
    scene = Scene([agent("1001", orders=6), boss], [replace(PATIENT, ideal={}, rings=Rings(every=10.0))])
    assert joins(scene, "first", wanted="boss") == [("first", "boss")]
    scene.talks("boss")
    assert joins(scene, "second", wanted="boss") == []
    assert made(scene.after(10)) == [("second", "1001")]
    scene.tell(Paused(PersonId("boss"), "travelling"))
    scene.ends("boss")
    scene.talks("1001")
    scene.ends("1001")
    assert joins(scene, "third", wanted="boss") == [("third", "1001")], "nobody waits for who is away"


def test_the_ideal_person_is_taken_before_the_longest_idle() -> None:
    scene = Scene([agent("1001", orders=6), agent("1002", orders=9.6)], [PATIENT])
    scene.after(5)
    assert joins(scene, "first") == [("first", "1002")]
    why = scene.offer_to("1002").explanation
    assert why is not None
    assert {term.name: term.value for term in why.score}["ideal"] == 0.3


def test_agents_and_managers_are_equals_and_the_versatile_stay_free() -> None:
    boss = Manager(PersonId("boss"), "Boss", "13900001111", skills={"orders": 6})
    scene = Scene([agent("1001", orders=6, wealth=6), boss], [replace(PATIENT, ideal={})])
    assert joins(scene, "first") == [("first", "boss")]


@pytest.mark.parametrize(
    ("person", "served"),
    [
        (replace(agent("1001", orders=6), queues=("wealth",)), False),
        (replace(agent("1001", orders=6), queues=("orders",)), True),
        (replace(agent("1001", orders=6), guest=True), False),
    ],
)
def test_queues_named_for_a_person_and_guests(person: Agent, served: bool) -> None:
    scene = Scene([person], [Queue("orders", skill={"orders": 5})])
    assert bool(made(scene.joins("call-1"))) is served
    assert only(scene.after(60), RaiseAlarm) == []


def test_a_guest_takes_easy_queues() -> None:
    guest = replace(agent("1001", orders=6), guest=True)
    scene = Scene([guest], [Queue("orders", skill={"orders": 5}, easy=True)])
    assert made(scene.joins("call-1")) == [("call-1", "1001")]


def test_ready_again_in_the_meantime() -> None:
    scene = two()
    scene.tell(SignedOut(PersonId("1001")))
    scene.tell(SignedOut(PersonId("1002")))
    joins(scene, "first", dialect="minnan")
    assert made(scene.tell(Readied(PersonId("1002")))) == [("first", "1002")]


def test_a_reload_leaves_an_open_ring_open_and_other_wishes_begin_anew() -> None:
    scene = two()
    joins(scene, "first", dialect="minnan")
    joins(scene, "second", dialect="minnan")
    scene.tell(Paused(PersonId("1002"), "lunch"))
    scene.after(12)
    before = scene.snapshot()
    assert [view.ring.number for view in before.queue("orders").waiting if view.ring] == [0, 1]
    scene.tell(Configured(*scene.plan))
    assert scene.snapshot() == before
    scene.tell(Configured(scene.plan[0], [replace(scene.plan[1][0], rings=Rings(every=100.0))]))
    assert [view.ring.number for view in scene.snapshot().queue("orders").waiting if view.ring] == [0, 0]
