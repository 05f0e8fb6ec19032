"""Every key of a queue as an admin writes it, and every slip at its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

import pytest

from acd.loading import Staff, load
from acd.queues import Onward, Overflow, Queue, Reserve, Rings, Trigger, Words
from acd.reading_queues import QUEUE_KEYS
from calls.documents import Problems, compose
from calls.office_hours import OfficeHours, Span
from ivr.queue_manual import QUEUE_KEYS as TOLD

OPEN = OfficeHours(ZoneInfo("UTC"), {0: (Span(time(9), time(17)),)})
HOURS = {"office": OPEN, "never": OfficeHours(ZoneInfo("UTC"), {})}
AGENTS = 'agents: {"1001": {skills: {wealth: 9}}, "1002": {wrap_up: 5s}}\n'


def read(queues: str) -> tuple[Staff, list[str]]:
    problems = Problems()
    sections = {key.written: value for key, value in compose(AGENTS + queues, "queues.yaml", problems).items()}
    staff = load(sections, HOURS)
    return staff, [problem.told().partition(": ")[2] for problem in problems]


def one(keys: str) -> tuple[Queue, list[str]]:
    staff, problems = read(f"queues:\n  wealth: {{{keys}}}\n  orders:\n")
    return staff.queues[0], problems


PLAIN = Queue("wealth")
READ = {
    "weight: 1": PLAIN,
    "ideal: {wealth: 9.5}": replace(PLAIN, ideal={"wealth": 9.5}),
    "wishes: {order: [ideal, dialect, manager]}": replace(PLAIN, rings=Rings(("ideal", "dialect", "manager"))),
    "wishes: {relax: patience, share: 5%}": replace(PLAIN, rings=Rings(share=0.05)),
    "wishes: {order: dialect, relax: 20s}": replace(PLAIN, rings=Rings(("dialect",), every=20.0)),
    "strategy: patience, choice: fewest_skills": replace(PLAIN, strategy="patience", choice="fewest_skills"),
    "handling: 4m": replace(PLAIN, handling=240.0),
    "callback: {first: customer}": replace(PLAIN, customer_first=True),
    "callback: {first: person}": replace(PLAIN, customer_first=False),
    "reserve: no": PLAIN,
    "reserve: yes": replace(PLAIN, reserve=Reserve()),
    "reserve: {people: 10%, most: 90s}": replace(PLAIN, reserve=Reserve(0.1, 90.0)),
    "easy: yes": replace(PLAIN, easy=True),
    "hours: office": replace(PLAIN, hours=OPEN),
    "capacity: 50": replace(PLAIN, capacity=50),
    "balk: message": replace(PLAIN, balk="message"),
    "music: jazz": replace(PLAIN, music="jazz"),
    "announce: no": replace(PLAIN, words=Words(first=0.0, every=0.0)),
    "announce: {first: 5s, every: 1m, position: yes, wait: yes}": replace(PLAIN, words=Words(5.0, 60.0, True, True)),
    'announce: {callback: {key: "*", after: 30s, flow: call_me}}': replace(
        PLAIN, words=Words(key="*", flow="call_me", press=30.0)
    ),
    "overflow: {when: waiting >= 20, to: {queue: orders}}": replace(
        PLAIN, overflow=(Overflow(Trigger.LENGTH, 20, Onward.QUEUE, "orders", over=False),)
    ),
    "overflow: [{when: expected_wait > 3m, to: {flow: x}}, {when: waited>5m, to: {person: '1001'}}]": replace(
        PLAIN,
        overflow=(
            Overflow(Trigger.EXPECTED_WAIT, 180, Onward.FLOW, "x"),
            Overflow(Trigger.WAITED, 300, Onward.PERSON, "1001"),
        ),
    ),
    "hours: office, overflow: [{when: closed, to: {flow: x}}, {when: nobody, to: {flow: x}}]": replace(
        PLAIN,
        hours=OPEN,
        overflow=(Overflow(Trigger.CLOSED, 0, Onward.FLOW, "x"), Overflow(Trigger.NOBODY, 0, Onward.FLOW, "x")),
    ),
}


@pytest.mark.parametrize("keys", READ)
def test_it_is_read_as_it_is_meant(keys: str) -> None:
    queue, problems = one(keys)
    assert (queue, problems) == (READ[keys], [])


def test_a_limit_that_is_reached_or_one_that_is_passed() -> None:
    at, _ = one("overflow: {when: waiting >= 20, to: {queue: orders}}")
    beyond, _ = one("overflow: {when: waiting > 20, to: {queue: orders}}")
    assert (at.overflow[0].reached(20), beyond.overflow[0].reached(20), beyond.overflow[0].reached(21)) == (
        True,
        False,
        True,
    )


WRONG = {
    "stratgy: fifo": "found key 'stratgy', expected one of",
    "strategy: patient": "hint: did you mean 'patience'?",
    "hours: offce": "found 'offce', expected a name from the section hours (hint: did you mean 'office'?)",
    "hours: never": "found 'never', expected hours that open at least once",
    "capacity: 0": "a value from 1 to 100000",
    "wishes: {relax: sometimes}": "found 'sometimes', expected a time",
    "wishes: {relax: 20s, share: 0.1}": "expected `relax: patience`",
    "wishes: {order: [dialect, dialect]}": "expected each wish once",
    "wishes: {share: 0}": "expected a share above 0",
    "reserve: maybe": "expected true or false",
    "announce: {callback: {key: 1}}": "expected the key 'flow'",
    "announce: {callback: {key: A, flow: x}}": "found 'A', expected one of 0, 1",
    "overflow: {when: watied > 5m, to: {flow: x}}": "hint: did you mean 'waited'?",
    "overflow: {when: waited, to: {flow: x}}": "expected `waited` with a limit",
    "overflow: {when: closed > 3, to: {flow: x}}": "expected `closed` alone",
    "overflow: {when: waiting >= 3m, to: {flow: x}}": "expected `waiting` with a limit",
    "overflow: {when: waited > 25h, to: {flow: x}}": "a limit of a day",
    "overflow: {when: nobody}": "expected the key 'to'",
    "overflow: {when: nobody, to: {}}": "expected keys of queue, person, flow",
    "overflow: {when: nobody, to: {queue: orders, flow: x}}": "found queue, flow, expected one of",
    "overflow: {when: nobody, to: {queue: order}}": "expected the name of a queue (hint: did you mean 'orders'?)",
    "overflow: {when: nobody, to: {queue: wealth}}": "expected another queue",
    "overflow: {when: nobody, to: {person: '1009'}}": "expected an agent or a manager",
    "overflow: {when: full, to: {flow: x}}": "expected `capacity:` in the same queue",
    "overflow: {when: closed, to: {person: '1001'}}": "expected a queue or a flow",
    "overflow: [{when: nobody, to: {flow: x}}, {when: nobody, to: {flow: x}}]": "expected each rule once",
    "callback: {first: anybody}": "expected one of customer, person",
    "callback: {}": "expected the key 'first'",
    "skill: {magic: 9}": "expected an agent or a manager with magic 9",
}


@pytest.mark.parametrize("keys", WRONG)
def test_a_slip_is_told_at_its_place(keys: str) -> None:
    _, problems = one(keys)
    assert any(WRONG[keys] in told for told in problems), problems


def test_a_round_that_holds_everywhere_at_once_is_told() -> None:
    _, problems = read(
        """queues:
  a: {overflow: {when: nobody, to: {queue: b}}}
  b: {overflow: {when: waited > 1m, to: {queue: c}}}
  c: {overflow: {when: nobody, to: {queue: a}}}
"""
    )
    assert len(problems) == 1
    assert "a > b > c > a" in problems[0]


def test_queues_may_help_each_other_when_they_are_full() -> None:
    _, problems = read(
        """queues:
  a: {overflow: {when: waiting >= 9, to: {queue: b}}}
  b: {overflow: {when: waiting >= 9, to: {queue: a}}}
"""
    )
    assert problems == []


def test_the_flows_that_queues_lead_to_are_known() -> None:
    staff, _ = read(
        """queues:
  a:
    balk: early
    announce: {callback: {flow: call_me}}
    overflow: [{when: nobody, to: {flow: message}}, {when: waiting >= 9, to: {queue: b}}]
  b:
"""
    )
    assert [(way.queue, way.flow, way.place.line) for way in staff.ways_out] == [
        ("a", "early", 4),
        ("a", "call_me", 5),
        ("a", "message", 6),
    ]


def test_every_key_is_in_the_manual_and_in_the_schema() -> None:
    assert tuple(key.name for key, _ in TOLD) == QUEUE_KEYS
