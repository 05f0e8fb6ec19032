"""What is said in a menu: taken, asked back or refused; and keys when nobody can recognise it."""

from __future__ import annotations

import pytest

from calls.happenings.menu import Chose, Missed, Said
from calls.speech import Guess, Phrase, Question, Recognised
from ivr.actions import Action, Collect, Note, SpeechRules
from ivr.events import Digits, Event, Unheard, Uttered
from ivr.session import Session
from tests.unit.ivr.plans import plan_of, told
from tests.unit.ivr.stories import NOW, session_of, short, tell

FLOWS = """
  start:
    - menu:
        prompt: main
        choices:
          1: {go: one, phrases: {zh: [查订单, 订单], en: my order}, name: orders_name, scenario: order}
          2: {go: two, phrases: {zh: 投诉}}
          "*": {language: en, phrases: {zh: [英文]}}
        noinput: {tries: 4, prompts: [silent, silent_again], then: human}
        nomatch: {tries: 3, prompts: [wrong], then: human}
        confidence: {accept: 0.8, confirm: 0.5}
%s
  one: [{enqueue: orders}]
  two: [{enqueue: wealth}]
  human: [{enqueue: human}]
"""


def listening(more: str = "", then: str = "done") -> Session:
    """A session that asks in the menu."""
    session = session_of(plan_of(FLOWS % "".join(f"        {line}\n" for line in more.splitlines())))
    tell(session, [then])
    return session


def said(means: str, confidence: float, text: str = "话") -> Uttered:
    """This choice, heard this well."""
    return Uttered(Recognised(text, (Guess(means, text, confidence),) if means else (), "test", 0.3))


def after(session: Session, *events: Event) -> list[str]:
    """What is asked for after these, in short."""
    return [line for event in events for action in session.receive(event, NOW) if (line := short(action))]


def happened(actions: list[Action]) -> list[object]:
    return [action.happening for action in actions if isinstance(action, Note)]


def asked(session: Session) -> Collect:
    assert isinstance(session.outstanding, Collect)
    return session.outstanding


def rules(session: Session) -> SpeechRules:
    found = asked(session).speech
    assert found is not None
    return found


# --- what is listened for


def test_the_phrases_of_the_language_mean_the_keys_of_their_choices() -> None:
    assert rules(listening()).question == Question(
        "zh", (Phrase("查订单", "1"), Phrase("订单", "1"), Phrase("投诉", "2"), Phrase("英文", "*"))
    )


def test_another_language_has_its_own_phrases() -> None:
    session = listening()
    after(session, said("*", 0.9))
    assert rules(session).question == Question("en", (Phrase("my order", "1"),))


def test_keys_only_where_it_is_written() -> None:
    assert asked(listening("speech: no")).speech is None


def test_keys_only_where_there_is_nothing_to_say() -> None:
    flows = "  start: [{menu: {prompt: p, choices: {1: end}, noinput: {then: end}}}]\n  end: [hang_up]\n"
    session = session_of(plan_of(flows))
    tell(session, ["done"])
    assert asked(session).speech is None


def test_the_manner_of_listening_is_written() -> None:
    found = rules(listening("barge_in: no\nend_after: 1.2s\nat_most: 5s"))
    assert (found.barge_in, found.end_after, found.at_most) == (False, 1.2, 5.0)


def test_who_has_begun_to_key_is_not_listened_to() -> None:
    flows = """
  start:
    - say: {prompt: first, barge_in: yes}
    - menu: {prompt: p, choices: {1: {go: end, phrases: {zh: 订单}}, 12: end}, noinput: {then: end}}
  end: [hang_up]
"""
    session = session_of(plan_of(flows))
    tell(session, ["done", "done 1"])
    assert asked(session).speech is None


# --- what becomes of it


def test_sure_enough_is_taken() -> None:
    session = listening()
    actions = session.receive(said("1", 0.8, "查订单"), NOW)
    assert happened(actions)[1:] == [
        Said("start.1", "查订单", "1", 0.8, "accept", "test", 0.3),
        Chose("start.1", "1", "one", "order"),
    ]
    assert short(actions[-1]) == "enqueue orders"


def test_half_sure_is_asked_back() -> None:
    session = listening()
    assert after(session, said("1", 0.79)) == ["ask did_you_mean+orders_name+confirm_choice_yes_no"]
    question = rules(session).question
    assert {phrase.means for phrase in question.phrases} == {"1", "2"}
    assert Phrase("对", "1") in question.phrases
    assert asked(session).max_digits == 1


ANSWERS: dict[str, tuple[Event, str, str | None]] = {
    "key 1": (Digits("1"), "enqueue orders", None),
    "key 2": (Digits("2"), "ask main", "nomatch"),
    "another key": (Digits("7"), "ask wrong+main", "nomatch"),
    "silence": (Digits(""), "ask silent+main", "noinput"),
    "yes": (said("1", 0.9, "对"), "enqueue orders", None),
    "no": (said("2", 0.9, "不对"), "ask main", "nomatch"),
    "half a yes": (said("1", 0.7, "对"), "ask wrong+main", "nomatch"),
    "something else": (said("", 0.0, "今天天气"), "ask wrong+main", "nomatch"),
    "a noise": (said("", 0.0, ""), "ask silent+main", "noinput"),
    "nobody recognised it": (Unheard("late"), "ask did_you_mean+orders_name+confirm_keys", None),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answer_to_did_you_mean(name: str) -> None:
    answer, follows, missed = ANSWERS[name]
    session = listening()
    after(session, said("1", 0.6))
    actions = session.receive(answer, NOW)
    assert short(actions[-1]) == follows
    assert [each.why for each in happened(actions) if isinstance(each, Missed)] == ([missed] if missed else [])


def test_after_no_the_menu_is_asked_as_before() -> None:
    session = listening()
    after(session, said("1", 0.6), Digits("2"))
    assert after(session, Digits("2")) == ["enqueue wealth"]


def test_a_choice_without_a_name_cannot_be_asked_back() -> None:
    session = listening()
    actions = session.receive(said("2", 0.7), NOW)
    assert short(actions[-1]) == "ask wrong+main"
    assert [each.verdict for each in happened(actions) if isinstance(each, Said)] == ["reject"]


def test_what_is_on_no_menu_is_a_nomatch() -> None:
    session = listening()
    seen = after(session, said("1", 0.49), said("", 0.0), said("7", 0.99))
    assert seen == ["ask wrong+main", "ask wrong+main", "enqueue human"]


def test_a_noise_is_no_word() -> None:
    session = listening()
    actions = session.receive(said("", 0.0, ""), NOW)
    assert happened(actions)[1:] == [
        Said("start.1", "", "", 0.0, "unheard", "test", 0.3),
        Missed("start.1", "noinput", 1),
    ]


# --- keys instead


@pytest.mark.parametrize("why", ["late", "busy", "gone"])
def test_when_nobody_recognises_it_keys_are_offered_and_no_try_is_lost(why: str) -> None:
    session = listening()
    actions = session.receive(Unheard(why), NOW)
    assert short(actions[-1]) == "ask use_keys+main"
    assert happened(actions)[1:] == [Said("start.1", "", "", 0.0, why)]
    assert asked(session).speech is None
    assert after(session, Digits("7")) == ["ask wrong+main"]
    assert asked(session).speech is None


def test_a_switch_that_never_recognises_does_not_keep_the_caller_for_ever() -> None:
    session = listening()
    seen = after(session, *[Unheard("late")] * 5)
    assert seen == [
        "ask use_keys+main",
        "ask silent+main",
        "ask silent_again+main",
        "ask silent_again+main",
        "enqueue human",
    ]


def test_who_says_nothing_twice_is_offered_keys_and_then_a_person() -> None:
    session = listening()
    seen = after(session, *[Digits("")] * 4)
    assert seen == [
        "ask silent+main",
        "ask silent_again+use_keys+main",
        "ask silent_again+main",
        "enqueue human",
    ]


def test_a_menu_without_speech_offers_no_keys_besides() -> None:
    assert after(listening("speech: no"), Digits(""), Digits("")) == ["ask silent+main", "ask silent_again+main"]


# --- the record


def test_what_is_secret_is_masked() -> None:
    session = listening("secret: yes")
    actions = session.receive(said("1", 0.9, "订单"), NOW)
    assert happened(actions)[1:] == [
        Said("start.1", "**", "*", 0.9, "accept", "test", 0.3),
        Chose("start.1", "*", "one", "order"),
    ]


CONFIDENCES = {
    "{accept: 0.5}": "no 'confirm'",
    "{accept: 0.5, confirm: 0.7}": "found '0.7', expected at most 0.5",
    "{accept: 2, confirm: 0.7}": "found '2', expected a value from 0.01 to 1",
    "high": "expected keys of accept, confirm",
}


@pytest.mark.parametrize("written", CONFIDENCES)
def test_confidences_that_cannot_be(written: str) -> None:
    flows = f"  a: [{{menu: {{prompt: p, choices: {{1: a}}, noinput: {{then: a}}, confidence: {written}}}}}]\n"
    found = told(f"numbers: {{any: a}}\nlanguages: [zh]\nflows:\n{flows}")
    assert any(CONFIDENCES[written] in problem for problem in found), found
