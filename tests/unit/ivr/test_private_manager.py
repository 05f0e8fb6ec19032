"""A caller's own manager: a choice that only he has, the name said before its key, and wishes at the queue."""

from __future__ import annotations

import pytest

from calls.profile import Profile
from ivr.actions import Collect, Enqueue
from ivr.events import Digits, Done, GivenBack, Started
from ivr.session import Session
from ivr.surroundings import Nowhere
from tests.unit.ivr.plans import load_texts

PLAN = """
numbers: {"1": start}
languages: [zh]
operator: no
flows:
  start:
    - menu:
        prompt: main_menu
        choices:
          1: orders
          4: {go: his, when: caller.manager, prompt: your_manager, person: "{caller.manager}"}
        noinput: {then: orders}
        nomatch: {tries: 2, then: orders}
  his:
    - enqueue:
        queue: wealth
        wishes: {manager: "{caller.manager}", last_agent: yes, dialect: minnan}
        limit: 30s
        otherwise: bye
  orders: [enqueue: {queue: orders, otherwise: bye}]
  message: [hang_up: {say: leave_message}]
  bye: [hang_up: {say: goodbye}]
"""


def begun(manager: str) -> tuple[Session, Collect]:
    loaded = load_texts({"main.yaml": PLAN})
    assert [problem.told() for problem in loaded.problems] == []
    session = Session.begin(loaded.plan, "1", 0.0, surroundings=Nowhere(caller=Profile(manager=manager)))
    session.receive(Started(), 0.0)
    asked = session.receive(Done(), 0.0)[-1]
    assert isinstance(asked, Collect)
    return session, asked


def test_who_has_a_manager_hears_his_name_and_the_key() -> None:
    _, asked = begun("xiamen_1")
    assert asked.prompts == ("main_menu", "your_manager", "name_xiamen_1", "press_key_4")


def test_nobody_else_hears_of_it_and_the_key_means_nothing() -> None:
    session, asked = begun("")
    assert asked.prompts == ("main_menu",)
    again = session.receive(Digits("4"), 1.0)[-1]
    assert isinstance(again, Collect)


@pytest.mark.parametrize("manager", ["../evil", "a b", "x" * 80])
def test_a_name_that_none_can_be_is_not_looked_up(manager: str) -> None:
    _, asked = begun(manager)
    assert asked.prompts == ("main_menu", "your_manager", "press_key_4")


def test_he_waits_for_him_with_his_wishes() -> None:
    session, _ = begun("xiamen_1")
    waits = session.receive(Digits("4"), 1.0)[-1]
    assert waits == Enqueue("wealth", 0, "xiamen_1", "his.1", {"dialect": "minnan"}, last_agent=True, limit=30.0)


@pytest.mark.parametrize(("flow", "then"), [("message", "message.1"), ("", "bye.1"), ("gone_from_the_plan", "bye.1")])
def test_a_queue_may_say_where_he_goes(flow: str, then: str) -> None:
    session, _ = begun("xiamen_1")
    session.receive(Digits("4"), 1.0)
    session.receive(GivenBack(flow, "why"), 60.0)
    assert session.step == then


WRONG = {
    'enqueue: {queue: a, manager: x, wishes: {manager: "{caller.manager}"}}': "expected the manager once",
    "enqueue: {queue: a, limit: soon}": "expected a time such as 20s",
    "enqueue: {queue: a, wishes: {last_agent: perhaps}}": "expected true or false",
}


@pytest.mark.parametrize("step", WRONG)
def test_a_slip_is_told(step: str) -> None:
    loaded = load_texts({"main.yaml": f'numbers: {{"1": start}}\nlanguages: [zh]\nflows:\n  start:\n    - {step}\n'})
    assert any(WRONG[step] in problem.told() for problem in loaded.problems), [p.told() for p in loaded.problems]
