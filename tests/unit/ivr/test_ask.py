"""`ask`: what is keyed or said becomes a variable, or is asked for again; a person can be had all the same."""

from __future__ import annotations

import pytest

from calls.happenings.menu import Chose, Missed, Pressed, Remembered, Said
from calls.speech import Guess, Recognised
from ivr.actions import Action, Collect, HangUp, Note
from ivr.events import Digits, Event, Gone, Unheard, Uttered
from ivr.session import Session
from tests.unit.ivr.plans import plan_of, told
from tests.unit.ivr.stories import NOW, session_of, short, tell

HEAD = "numbers: {100: start}\nlanguages: [zh, en]\noperator: human\n"
FLOWS = """
  start:
    - say: {prompt: first, barge_in: yes}
    - ask:
        prompt: which
        into: found
        noinput: {tries: 3, prompts: [silent], then: lost}
        nomatch: {tries: 3, prompts: [wrong], then: lost}
%s
    - say: [thanks]
    - enqueue: orders
  human: [{enqueue: human}]
  lost: [hang_up]
"""
EIGHT = "type: digits\nlength: 8"
SOME = "type: digits\nleast: 2\nmost: 4"


def asking(written: str, language: str = "zh") -> Session:
    """A session that asks."""
    flows = FLOWS % "".join(f"        {line}\n" for line in written.splitlines())
    session = Session.begin(plan_of(flows, HEAD), "100", NOW, language)
    tell(session, ["start", "done", "done"])
    return session


def asked(session: Session) -> Collect:
    assert isinstance(session.outstanding, Collect)
    return session.outstanding


def after(session: Session, *events: Event) -> list[str]:
    return [line for event in events for action in session.receive(event, NOW) if (line := short(action))]


def kept(session: Session) -> object:
    return session.variables.get("found")


def happened(actions: list[Action]) -> list[object]:
    return [action.happening for action in actions if isinstance(action, Note)]


def said(text: str, means: str = "", confidence: float = 0.9) -> Uttered:
    return Uttered(Recognised(text, (Guess(means, text, confidence),) if means else (), "test", 0.2))


# --- keys


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


# --- a person


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


# --- reading back


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


# --- voice


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


# --- secrets, and leaving


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


# --- the plan


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
