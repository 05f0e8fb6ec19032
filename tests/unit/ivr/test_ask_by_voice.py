"""A question answered by voice: yes and no, words, digits; what nobody recognises; secrets; and the mistakes of a plan."""

from __future__ import annotations

import pytest

from calls.happenings.menu import Missed, Pressed, Remembered, Said
from ivr.actions import HangUp
from ivr.events import Digits, Gone, Unheard
from tests.unit.ivr.asking import EIGHT, SOME, after, asked, asking, happened, kept, said
from tests.unit.ivr.plans import told
from tests.unit.ivr.stories import NOW


def test_yes_and_no_may_be_said() -> None:
    session = asking("type: yes_no", "en")
    assert after(session, said("yes", "1")) == ["play thanks"]
    assert kept(session) is True


def test_half_a_yes_is_none() -> None:
    session = asking("type: yes_no\nconfidence: {accept: 0.9, confirm: 0.3}")
    assert after(session, said("对", "1", 0.5)) == ["ask wrong+which"]


def test_words_are_kept_as_they_were_said() -> None:
    session = asking("type: phrase")
    rules = asked(session).speech
    assert rules is not None
    assert (rules.question.phrases, rules.end_after, rules.at_most) == ((), 1.2, 20.0)
    actions = session.receive(said("我的包裹坏了"), NOW)
    assert happened(actions)[1:] == [
        Said("start.2", "我的包裹坏了", "", 0.0, "accept", "test", 0.2),
        Remembered("found", "我的包裹坏了"),
    ]


def test_words_without_end_are_cut() -> None:
    session = asking("type: phrase")
    after(session, said("啊" * 10_000))
    assert kept(session) == "啊" * 300


@pytest.mark.parametrize("why", ["late", "busy", "no recogniser"])
def test_words_that_nobody_recognises_lead_on_at_once(why: str) -> None:
    assert after(asking("type: phrase"), Unheard(why)) == ["hang up normal"]


def test_words_can_be_passed_over_by_silence_only_so_often() -> None:
    assert after(asking("type: phrase"), *[Digits("")] * 3)[-1] == "hang up normal"


def test_digits_that_nobody_recognises_are_keyed() -> None:
    session = asking(SOME)
    assert after(session, Unheard("late")) == ["ask use_keys+which"]
    assert asked(session).speech is None
    assert after(session, Digits("12")) == ["play thanks"]


def test_digits_that_are_said_are_read_back_always() -> None:
    session = asking(SOME + "\nspeech: yes", "en")
    after(session, said("one double four"))
    assert [getattr(each, "text", each) for each in asked(session).prompts][1] == "144"
    assert after(session, Digits("1")) == ["play thanks"]
    assert kept(session) == "144"


def test_digits_are_not_listened_for_unless_it_is_written() -> None:
    session = asking(SOME, "en")
    rules = asked(session).speech
    assert rules is not None
    assert {phrase.means for phrase in rules.question.phrases} == {"0"}
    assert after(session, said("one two")) == ["ask wrong+which"]


def test_nothing_is_listened_for_where_it_is_written() -> None:
    assert asked(asking(SOME + "\nspeech: no")).speech is None


def test_a_secret_is_masked_everywhere() -> None:
    session = asking(EIGHT + "\nsecret: yes\nconfirm: yes")
    seen = session.receive(Digits("98765432"), NOW) + session.receive(Digits("1"), NOW)
    assert "98765432" not in repr(happened(seen))
    assert Remembered("found", "********", secret=True) in happened(seen)
    assert kept(session) == "98765432"


@pytest.mark.parametrize("written", [SOME, "type: yes_no", "type: phrase", SOME + "\nconfirm: yes"])
def test_a_caller_who_leaves(written: str) -> None:
    session = asking(written)
    session.receive(Gone(), NOW)
    assert session.over
    assert not isinstance(session.outstanding, HangUp)


def test_a_miss_is_in_the_record() -> None:
    actions = asking(SOME).receive(Digits("1"), NOW)
    assert happened(actions)[1:] == [Pressed("start.2", "1"), Missed("start.2", "nomatch", 1)]


MISTAKES = {
    "type: colour": "found 'colour', expected one of digits, number, amount, date, phone, yes_no, phrase",
    "type: digits, length: 99": "found '99', expected a value from 1 to 32",
    "type: digits, length: 4, most: 6": "either `length`, or `least` and `most`",
    "type: digits, least: 5, most: 4": "found '5', expected a value from 1 to 4",
    "type: phrase, confirm: yes": "no 'confirm' for the type phrase",
    "type: phrase, speech: no": "for a phrase is only said",
    "type: amount, terminator: '*'": "expected one of #, none",
    "type: yes_no, length: 1": "no 'length' for the type yes_no",
    "type: date, format: DDMM": "expected one of MMDD, YYYYMMDD",
    "type: date, speech: yes": "digits can be said for digits and phone only",
}


@pytest.mark.parametrize("written", MISTAKES)
def test_a_mistake_is_told(written: str) -> None:
    step = f"ask: {{prompt: p, into: x, noinput: {{then: a}}, {written}}}"
    found = told(f"numbers: {{any: a}}\nlanguages: [zh]\nflows:\n  a: [{{{step}}}, hang_up]\n")
    assert any(MISTAKES[written] in problem for problem in found), found
