"""The lookup: asked with the names it uses, its answer kept, masked where it is secret, and its failures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calls.happenings.menu import Remembered
from ivr.actions import LookUp
from ivr.events import Found, Gone, NotFound
from tests.unit.ivr.data_talk import Talk, problems

LOOKUP = (
    'lookup: {csv: data/orders.csv, where: no, equals: "{order}", into: {state: state, x: {path: total, type: number}}'
    "%s, otherwise: other, failed: failed}"
)


def test_it_asks_with_the_names_it_uses_and_keeps_the_answer() -> None:
    talk = Talk(LOOKUP % "", variables={"order": "1003"})
    asked = talk.session.outstanding
    assert isinstance(asked, LookUp)
    assert (asked.values, asked.step, asked.inquiry.within, asked.inquiry.retries) == (
        {"order": "1003"},
        "start.1",
        3,
        1,
    )
    talk.tell(Found({"state": "open", "x": 12.5}))
    assert talk.notes == [Remembered("state", "open"), Remembered("x", "12.5")]
    assert talk.asked[-1] == "play next_step"


def test_what_a_caller_chose_is_made_safe_before_it_is_asked_with() -> None:
    talk = Talk(LOOKUP % "", variables={"order": "10\r\n\x1b[2J\u202e03" + "9" * 500})
    assert isinstance(talk.session.outstanding, LookUp)
    assert talk.session.outstanding.values["order"].startswith("10[2J0399")
    assert len(talk.session.outstanding.values["order"]) <= 200


@pytest.mark.parametrize(
    ("event", "heard"), [(NotFound("nothing"), "other"), (NotFound("late", failed=True), "failed")]
)
def test_without_an_answer_nothing_of_an_earlier_one_stays(event: NotFound, heard: str) -> None:
    talk = Talk(LOOKUP % "", variables={"order": "1", "state": "open", "x": 7}).tell(event)
    assert talk.session.variables == {"order": "1", "state": "", "x": ""}
    assert talk.asked[-1] == f"play {heard}"


def test_a_failure_goes_the_way_of_nothing_found_where_no_other_is_written() -> None:
    step = (LOOKUP % "").replace(", failed: failed", "")
    assert Talk(step, variables={"order": "1"}).tell(replace(NotFound("late"), failed=True)).asked[-1] == "play other"


def test_a_secret_answer_is_masked_and_so_is_what_comes_of_it() -> None:
    step = LOOKUP % ", secret: yes" + "\n    - set: {twice: x * 2, much: x > 5}"
    talk = Talk(step, variables={"order": "1"}).tell(Found({"state": "open", "x": 12}))
    assert talk.notes == [
        Remembered("state", "****", secret=True),
        Remembered("x", "**", secret=True),
        Remembered("twice", "**", secret=True),
        Remembered("much", "yes"),
    ]


def test_who_hangs_up_while_it_is_asked_is_gone() -> None:
    talk = Talk(LOOKUP % "", variables={"order": "1"}).tell(Gone())
    assert (talk.session.over, talk.notes) == (True, [])


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("into: {x: a}", "expected one of url, sql and csv"),
        ('csv: a.csv, where: no, equals: "1"', "expected the key 'into'"),
        ('csv: a.csv, url: "https://crm.example", where: no, equals: "1", into: {x: a}', "found url and csv"),
        ('csv: ../a.csv, where: no, equals: "1", into: {x: a}', "a file in the plan's own folder"),
        ('csv: /etc/passwd, where: no, equals: "1", into: {x: a}', "a file in the plan's own folder"),
        ("csv: a.csv, into: {x: a}", "the key 'where'"),
        ('csv: a.csv, where: no, equals: "1", method: POST, into: {x: a}', "the key 'method' of url"),
        ('url: "https://{x}/a", into: {x: a}', "a host without names in braces"),
        ('url: "file:///etc/passwd", into: {x: a}', "begins with https:// or http://"),
        ('url: "https://crm.example", headers: {Host: evil}, into: {x: a}', "a header that may be set"),
        ('url: "https://crm.example", into: {x: {path: a, type: colour}}', "'colour'"),
        ('url: "https://crm.example", into: {caller: a}', "this word has a meaning of its own"),
        ('url: "https://crm.example/{secret.crm}", into: {x: a}', "secret"),
        ('url: "https://crm.example", timeout: 60s, into: {x: a}', "20"),
        ('url: "https://crm.example", retries: 9, into: {x: a}', "3"),
        ('sql: "SELECT 1 AS a", into: {x: a}', "the key 'database'"),
    ],
)
def test_what_is_no_lookup(keys: str, expected: str) -> None:
    found = problems(f"lookup: {{{keys}}}")
    assert any(expected in problem for problem in found), found
