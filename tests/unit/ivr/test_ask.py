"""`ask`: what is keyed or said becomes a variable, or is asked for again; a person can be had all the same."""

from __future__ import annotations

import pytest

from calls.happenings.menu import Chose, Pressed
from ivr.actions import Collect
from ivr.events import Digits, Event
from tests.unit.ivr.asking import EIGHT, FLOWS, HEAD, SOME, after, asked, asking, happened, kept, said
from tests.unit.ivr.plans import plan_of
from tests.unit.ivr.stories import NOW, session_of, tell

TYPES = {
    "digits of one length": (EIGHT, "00012345", "00012345"),
    "digits of some lengths": (SOME, "012", "012"),
    "a number": ("type: number\nmost: 500", "42", 42),
    "an amount": ("type: amount", "12*5", 12.5),
    "a date": ("type: date", "20261001", "2026-10-01"),
    "a phone number": ("type: phone", "13900001111", "13900001111"),
    "yes": ("type: yes_no", "1", True),
    "no": ("type: yes_no", "2", False),
}


@pytest.mark.parametrize("name", TYPES)
def test_what_is_keyed_becomes_the_variable(name: str) -> None:
    written, keys, value = TYPES[name]
    session = asking(written)
    assert after(session, Digits(keys)) == ["play thanks"]
    assert kept(session) == value


REFUSED = {
    "too few": (EIGHT, "1234567"),
    "too many": (SOME, "12345"),
    "a star": (SOME, "1*2"),
    "too large": ("type: number\nmost: 500", "501"),
    "not in the calendar": ("type: date", "20261301"),
    "no phone number": ("type: phone", "123456789012"),
    "neither yes nor no": ("type: yes_no", "3"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_the_answer_is_asked_again(name: str) -> None:
    written, keys = REFUSED[name]
    session = asking(written)
    assert after(session, *[Digits(keys)] * 3) == ["ask wrong+which", "ask wrong+which", "hang up normal"]
    assert kept(session) is None


def test_silence_is_asked_again_and_led_on() -> None:
    seen = after(asking(EIGHT), *[Digits("")] * 3)
    assert seen == ["ask silent+which", "ask silent+use_keys+which", "hang up normal"]


RULES = {
    # the last digit ends an answer of one length; of others one more is listened for, so that none is cut
    EIGHT: (8, "#"),
    SOME: (5, "#"),
    "type: digits\nmost: 4\nterminator: none": (5, ""),
    'type: digits\nmost: 4\nterminator: "*"': (5, "*"),
    "type: number\nmost: 500": (4, "#"),
    "type: number\nleast: 10\nmost: 99": (2, "#"),
    "type: amount\nmost: 999": (7, "#"),
    "type: date": (9, "#"),
    "type: date\nformat: MMDD": (4, "#"),
    "type: phone": (18, "#"),
    "type: yes_no": (1, ""),
}


@pytest.mark.parametrize("written", RULES)
def test_how_many_keys_are_taken(written: str) -> None:
    found = asked(asking(written))
    assert (found.max_digits, found.terminator) == RULES[written]


def test_a_key_pressed_ahead_is_the_first_of_the_answer() -> None:
    flows = FLOWS % "        type: digits\n        length: 4\n"
    session = session_of(plan_of(flows, HEAD))
    tell(session, ["done", "done 1"])
    found = asked(session)
    assert (found.prompts, found.max_digits, found.first_within, found.speech) == ((), 3, 2.5, None)
    assert after(session, Digits("234")) == ["play thanks"]
    assert kept(session) == "1234"


def test_without_barge_in_what_was_keyed_ahead_is_forgotten() -> None:
    flows = FLOWS % "        type: digits\n        length: 4\n        barge_in: no\n"
    session = session_of(plan_of(flows, HEAD))
    tell(session, ["done", "done 1"])
    assert asked(session).prompts == ("which",)
    assert asked(session).barge_in is False


OPERATOR: dict[str, tuple[str, Event, list[str]]] = {
    "a lone 0": (SOME, Digits("0"), ["enqueue human"]),
    "00 is an answer": (SOME, Digits("00"), ["play thanks"]),
    "0 of one digit is an answer": ("type: digits\nlength: 1", Digits("0"), ["play thanks"]),
    "0 where the answer is yes or no": ("type: yes_no", Digits("0"), ["enqueue human"]),
    "0 where words are wanted": ("type: phrase", Digits("0"), ["enqueue human"]),
    "not here": (SOME + "\noperator: no", Digits("0"), ["ask wrong+which"]),
    "his words": (SOME, said("人工", "0"), ["enqueue human"]),
    "his words, half understood": (SOME, said("人工", "0", 0.1), ["enqueue human"]),
    "something else": (SOME, said("天气"), ["ask wrong+which"]),
    "his words where words are wanted": ("type: phrase", said("转人工。"), ["enqueue human"]),
    "his words where yes is wanted": ("type: yes_no", said("人工", "0"), ["enqueue human"]),
}


@pytest.mark.parametrize("name", OPERATOR)
def test_a_person_can_be_had(name: str) -> None:
    written, event, follows = OPERATOR[name]
    assert after(asking(written), event) == follows


def test_the_record_tells_that_he_wanted_a_person() -> None:
    actions = asking(SOME).receive(Digits("0"), NOW)
    assert happened(actions)[-2:] == [Pressed("start.2", "0"), Chose("start.2", "0", "human", "operator")]


def test_what_was_entered_is_read_back() -> None:
    session = asking(EIGHT + "\nconfirm: yes")
    actions = session.receive(Digits("00012345"), NOW)
    shown = [each if isinstance(each, str) else (each.kind.value, each.text) for each in asked(session).prompts]
    assert shown == ["confirm_entered", ("digits", "00012345"), "confirm_choice_yes_no"]
    assert kept(session) is None
    assert isinstance(actions[-1], Collect)


READ_BACK: dict[str, tuple[Event, str, str | None]] = {
    "1": (Digits("1"), "play thanks", "00012345"),
    "yes": (said("是的", "1"), "play thanks", "00012345"),
    "2": (Digits("2"), "ask ask_again+which", None),
    "no": (said("不对", "2"), "ask ask_again+which", None),
    "another key": (Digits("5"), "ask wrong+which", None),
    "silence": (Digits(""), "ask silent+which", None),
    "0": (Digits("0"), "enqueue human", None),
    "a person": (said("人工", "0"), "enqueue human", None),
}


@pytest.mark.parametrize("name", READ_BACK)
def test_the_answer_to_what_was_read_back(name: str) -> None:
    event, follows, value = READ_BACK[name]
    session = asking(EIGHT + "\nconfirm: yes")
    after(session, Digits("00012345"))
    assert after(session, event) == [follows]
    assert kept(session) == value


def test_who_never_says_yes_is_not_asked_for_ever() -> None:
    session = asking(EIGHT + "\nconfirm: yes")
    seen = after(session, *[Digits("00012345"), Digits("2")] * 3)
    assert seen[-1] == "hang up normal"
