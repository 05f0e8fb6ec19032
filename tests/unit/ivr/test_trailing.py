"""Who ends an answer by its terminator, though its length has ended it already, does not answer the next question by it."""

from __future__ import annotations

import pytest

from calls.happenings.menu import Heard, Missed
from calls.switch import InputEnd
from ivr.actions import Action, Note
from ivr.events import CallbackKept, Digits, Done, Event, Started
from ivr.session import Session
from tests.unit.ivr.plans import plan_of
from tests.unit.ivr.stories import NOW, short

FLOWS = """
  start:
    - ask: {prompt: which, into: found, %s, barge_in: yes, noinput: {then: lost}, nomatch: {then: lost}}
    - %s
    - hang_up
  lost: [hang_up]
"""
EIGHT = "type: digits, length: 8"
LENGTH = Digits("12345678", InputEnd.COMPLETE)
ALONE, HASH = Digits("", InputEnd.TERMINATOR), Digits("#", InputEnd.COMPLETE)
"""The terminator where the next question has one, and where it is a key as any other."""
SILENCE = Digits("")
CHOICES = 'menu: {prompt: next, choices: {1: lost, "#": {language: en}}, noinput: {then: lost}, nomatch: {then: lost}}'
MENU = "menu: {prompt: next, choices: {1: lost}, noinput: {then: lost}, nomatch: {then: lost}}"
ASK = "ask: {prompt: next, into: more, type: digits, noinput: {then: lost}, nomatch: {then: lost}}"
CALLBACK = "callback: {queue: orders, otherwise: lost}"
SAY = f"say: {{prompt: thanks, barge_in: yes}}\n    - {ASK}"


def asking(written: str, then: str) -> Session:
    session = Session.begin(plan_of(FLOWS % (written, then)), "100", NOW)
    told(session, Started(), Done())
    return session


def told(session: Session, *events: Event, now: float = NOW) -> list[Action]:
    return [action for event in events for action in session.receive(event, now)]


def asked(session: Session, *events: Event, now: float = NOW) -> list[str]:
    return [line for action in told(session, *events, now=now) if (line := short(action))]


def misses(actions: list[Action]) -> list[str]:
    return [note.happening.why for note in actions if isinstance(note, Note) and isinstance(note.happening, Missed)]


@pytest.mark.parametrize(("then", "keyed"), [(MENU, HASH), (CHOICES, HASH), (ASK, ALONE), (CALLBACK, ALONE)], ids=str)
def test_it_answers_nothing_and_the_question_is_put_again(then: str, keyed: Digits) -> None:
    session = asking(EIGHT, then)
    put = asked(session, LENGTH)
    again = told(session, keyed)
    assert [line for action in again if (line := short(action))] == put
    assert misses(again) == []
    assert session.language == "zh"


def test_nor_does_it_when_the_answer_is_read_back() -> None:
    session = asking(f"{EIGHT}, confirm: yes", MENU)
    put = asked(session, LENGTH)
    assert asked(session, HASH) == put
    told(session, Digits("1"))
    assert session.variables["found"] == "12345678"


def test_nor_when_the_answer_is_refused() -> None:
    session = asking("type: date, format: YYYYMMDD", MENU)
    assert misses(told(session, Digits("20261301", InputEnd.COMPLETE), ALONE)) == ["nomatch"]


def test_nor_does_it_when_it_cuts_a_prompt_in_between() -> None:
    session = asking(EIGHT, SAY)
    assert asked(session, LENGTH, Done("#")) == ["play thanks", "ask next"]


@pytest.mark.parametrize("then", [MENU, ASK])
def test_it_counts_once(then: str) -> None:
    session = asking(EIGHT, then)
    keyed = ALONE if then is ASK else HASH
    assert misses(told(session, LENGTH, keyed)) == []
    assert misses(told(session, keyed)) == ["noinput" if then is ASK else "nomatch"]


def test_pressed_later_it_is_a_key_as_any_other() -> None:
    session = asking(EIGHT, CHOICES)
    told(session, LENGTH)
    assert asked(session, HASH, now=NOW + 10.0) == ["speak en", "ask next"]


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        (EIGHT, Digits("1234", InputEnd.TERMINATOR)),
        ("type: digits, least: 2, most: 4", Digits("1234", InputEnd.TERMINATOR)),
        (f"{EIGHT}, terminator: none", LENGTH),
    ],
)
def test_behind_an_answer_that_it_has_ended_or_cannot_end_it_is_a_key_as_any_other(
    written: str, answer: Digits
) -> None:
    session = asking(written, MENU)
    told(session, answer)
    assert misses(told(session, HASH))[-1:] == ["nomatch"]


def test_silence_is_silence() -> None:
    session = asking(EIGHT, ASK)
    told(session, LENGTH)
    assert misses(told(session, SILENCE)) == ["noinput"]


@pytest.mark.parametrize(("keyed", "whole"), [(ALONE, False), (SILENCE, True)])
def test_it_cuts_the_prompts_of_its_question(keyed: Digits, whole: bool) -> None:
    notes = [action.happening for action in told(asking(EIGHT, MENU), keyed) if isinstance(action, Note)]
    assert Heard("start.1", "which", whole) in notes


def test_a_number_to_be_called_back_at_is_still_asked_for() -> None:
    session = asking(EIGHT, CALLBACK)
    told(session, LENGTH, ALONE, Digits("13800001111", InputEnd.TERMINATOR), Digits("1", InputEnd.COMPLETE))
    assert asked(session, CallbackKept()) == ["play callback_kept"]
