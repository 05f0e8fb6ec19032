"""P5, P6, P14: one match over all queues, with its reasons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.dispatcher import Dispatcher
from acd.managers import Manager
from acd.messages import Configured, MakeOffer, Paused, Readied
from acd.queues import Queue
from acd.states import PersonState
from calls.errors import IllegalStep, WrongSettings
from calls.ids import OfferId, PersonId
from tests.unit.acd.scene import START, Scene, agent, made, only, orders


def test_a_caller_gets_the_free_person_who_fits() -> None:
    scene = Scene([agent("1001", orders=4), agent("1002", orders=5)], [orders()])
    assert made(scene.joins("call-1")) == [("call-1", "1002")]


def test_a_caller_waits_until_somebody_is_free() -> None:
    scene = Scene([agent("1001", orders=5)], [orders()])
    scene.tell(Paused(PersonId("1001"), "lunch"))
    assert made(scene.joins("call-1")) == []
    scene.after(42)
    (offer,) = only(scene.tell(Readied(PersonId("1001"))), MakeOffer)
    assert offer.offer.because[0] == "queue orders: first of 1 by priority 1, waited 42 s"
    assert offer.offer.because[1] == "1001: skill orders 5 >= 5, idle 0 s, longest idle of 1"


def test_the_longest_idle_is_asked() -> None:
    scene = Scene([agent("1001", orders=5), agent("1002", orders=9)], [orders()])
    scene.tell(Paused(PersonId("1001"), "lunch"))
    scene.after(10)
    scene.tell(Readied(PersonId("1001")))
    scene.after(5)
    (offer,) = only(scene.joins("call-1"), MakeOffer)
    assert offer.offer.person == "1002"
    assert "1002: skill orders 9 >= 5, idle 15 s, longest idle of 2" in offer.offer.because


@pytest.mark.parametrize(("choice", "person"), [("most_skilled", "1002"), ("fewest_skills", "1001")])
def test_a_queue_may_choose_its_people_otherwise(choice: str, person: str) -> None:
    people = [agent("1001", orders=5), agent("1002", orders=9, wealth=1)]
    scene = Scene(people, [Queue("orders", skill={"orders": 5}, choice=choice)])
    assert made(scene.joins("call-1")) == [("call-1", person)]


def test_oldest_first_across_queues() -> None:
    scene = Scene([agent("1001", orders=5, wealth=5)], [orders(), Queue("wealth", skill={"wealth": 5})])
    scene.tell(Paused(PersonId("1001"), "lunch"))
    scene.joins("call-1", "wealth", since=START - 10)
    scene.joins("call-2", "orders", since=START - 20)
    scene.joins("call-3", "wealth", since=START - 30)
    served = []
    scene.tell(Readied(PersonId("1001")))
    for _ in range(3):
        served.append(scene.talks("1001").contact)
        scene.ends("1001")
    assert served == ["call-3", "call-2", "call-1"]


def test_priority_goes_before_age_across_queues() -> None:
    scene = Scene([agent("1001", orders=5, wealth=5)], [orders(), Queue("wealth", skill={"wealth": 5})])
    scene.tell(Paused(PersonId("1001"), "lunch"))
    scene.joins("call-1", "orders", priority=1, since=START - 60)
    scene.joins("call-2", "wealth", priority=5)
    assert made(scene.tell(Readied(PersonId("1001")))) == [("call-2", "1001")]


def test_a_fifo_queue_does_not_look_at_priority() -> None:
    scene = Scene([agent("1001", orders=5)], [Queue("orders", skill={"orders": 5}, strategy="fifo")])
    scene.tell(Paused(PersonId("1001"), "lunch"))
    scene.joins("call-1", priority=1, since=START - 5)
    scene.joins("call-2", priority=9)
    (offer,) = only(scene.tell(Readied(PersonId("1001"))), MakeOffer)
    assert offer.offer.contact == "call-1"
    assert offer.offer.because[0].startswith("queue orders: first of 2 by age")


def test_a_caller_whom_nobody_fits_does_not_stop_the_others() -> None:
    scene = Scene([agent("1001", orders=5)], [orders(), Queue("wealth", skill={"wealth": 5})])
    scene.joins("call-1", "wealth", priority=9)
    assert made(scene.joins("call-2", "orders")) == [("call-2", "1001")]


def test_agents_are_asked_before_managers() -> None:
    boss = Manager(PersonId("boss"), "Boss", "13900001111", skills={"orders": 9})
    scene = Scene([boss, agent("1001", orders=5)], [orders()])
    (first,) = only(scene.joins("call-1"), MakeOffer)
    assert first.offer.person == "1001"
    assert made(scene.joins("call-2")) == [("call-2", "boss")]


def test_reasons_name_who_was_not_asked() -> None:
    scene = Scene([agent("1001", orders=5), agent("1002", orders=5), agent("1003", orders=5)], [orders()])
    scene.tell(Paused(PersonId("1001"), "lunch"))
    scene.joins("call-1")
    scene.talks("1002")
    (offer,) = only(scene.joins("call-2"), MakeOffer)
    assert offer.offer.because[2:] == ("1001 not asked: lunch", "1002 not asked: talking")


def test_the_same_events_give_the_same_decisions() -> None:
    def day() -> list[object]:
        scene = Scene([agent("1001", orders=5), agent("1002", orders=5)], [orders()])
        for number in range(5):
            scene.joins(f"call-{number}")
            scene.after(3)
        scene.talks("1002")
        scene.after(60)
        return list(scene.log)

    assert day() == day()


def test_a_contact_cannot_join_twice_nor_a_queue_that_is_not_there() -> None:
    scene = Scene([], [orders()])
    scene.joins("call-1")
    before = scene.snapshot()
    with pytest.raises(IllegalStep, match="contact call-1 is WAITING"):
        scene.joins("call-1")
    with pytest.raises(IllegalStep, match="no queue is named 'nowhere'"):
        scene.joins("call-2", "nowhere")
    assert scene.snapshot() == before


@pytest.mark.parametrize("queue", [Queue("orders", strategy="best"), Queue("orders", choice="nicest")])
def test_an_unknown_strategy_is_a_problem_of_the_configuration(queue: Queue) -> None:
    with pytest.raises(WrongSettings, match=r"queue orders: no (strategy|choice) is named"):
        Dispatcher([], [queue], lambda _: OfferId("offer"))
    scene = Scene([agent("1001", orders=5)], [orders()])
    before = scene.snapshot()
    with pytest.raises(WrongSettings):
        scene.tell(Configured([], [queue]))
    assert scene.snapshot() == before


@given(
    levels=st.lists(st.floats(0, 10), max_size=8),
    ready=st.lists(st.booleans(), min_size=8, max_size=8),
    callers=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 50)), max_size=8),
)
def test_one_person_can_never_stop_the_distribution(
    levels: list[float], ready: list[bool], callers: list[tuple[int, int]]
) -> None:
    people = [agent(f"{1000 + index}", orders=level) for index, level in enumerate(levels)]
    scene = Scene(people, [orders()])
    for person, free in zip(people, ready, strict=False):
        if not free:
            scene.tell(Paused(person.id, "lunch"))
    for number, (priority, age) in enumerate(callers):
        scene.joins(f"call-{number}", priority=priority, since=START - age)
    fitting = sum(free and level >= 5 for level, free in zip(levels, ready, strict=False))
    assert len(scene.offers()) == min(fitting, len(callers))
    assert all(scene.state(offer.person) is PersonState.RESERVED for offer in scene.offers())
