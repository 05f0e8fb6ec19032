"""P23: what comes in (a key, a word, a noise, silence, nobody who recognises it) x barge-in x question x where in it he is.

What a switch may hand over while prompts play follows from the flags that the question gives it; whether a key or a voice
was first is the table of `speech/`. Here: each of them in each state leads to one thing, and the record tells how much of
the prompts was heard.
"""

from __future__ import annotations

from itertools import product

import pytest

from calls.happenings.menu import Heard
from calls.speech import Guess, Recognised
from ivr.actions import Collect, Note
from ivr.events import Digits, Event, Unheard, Uttered
from ivr.session import Session
from tests.unit.ivr.plans import plan_of
from tests.unit.ivr.stories import NOW, session_of, short, tell

HEAD = "numbers: {100: start}\nlanguages: [zh, en]\noperator: human\n"
FLOWS = """
  start:
    - say: {prompt: first, barge_in: %s}
    - %s
    - enqueue: orders
  one: [{enqueue: orders}]
  human: [{enqueue: human}]
  lost: [hang_up]
"""
QUESTIONS = {
    "menu": "menu: {prompt: which, choices: {1: {go: one, phrases: {zh: 是}, name: n}}, barge_in: %s, %s}",
    "yes or no": "ask: {type: yes_no, into: x, prompt: which, barge_in: %s, %s}",
    "digits": "ask: {type: digits, length: 1, into: x, prompt: which, barge_in: %s, %s}",
    "words": "ask: {type: phrase, into: x, prompt: which, barge_in: %s, %s}",
}
MISSES = (
    "noinput: {tries: 2, prompts: [silent], then: lost}, nomatch: {tries: 2, prompts: [wrong], then: lost}, "
    "confidence: {accept: 0.8, confirm: 0.5}"
)


def heard(means: str, confidence: float, text: str = "是") -> Uttered:
    return Uttered(Recognised(text, (Guess(means, text, confidence),) if means else ()))


INPUTS: dict[str, Event] = {
    "key": Digits("1"),
    "wrong key": Digits("*"),
    "0": Digits("0"),
    "silence": Digits(""),
    "word": heard("1", 0.9),
    "half a word": heard("1", 0.6),
    "strange word": heard("", 0.0, "天气"),
    "noise": heard("", 0.0, ""),
    "a person": heard("0", 0.9, "人工"),
    "late": Unheard("late"),
}
ON, OUT, HUMAN = "enqueue orders", "hang up normal", "enqueue human"
SILENT, WRONG, BACK, KEYS = (
    "ask silent+which",
    "ask wrong+which",
    "ask did_you_mean+n+confirm_choice_yes_no",
    "use keys",
)
LEADS: dict[str, dict[str, str]] = {
    # input: by question, what is asked for next
    "key": {"menu": ON, "yes or no": ON, "digits": ON, "words": WRONG},
    "wrong key": {"menu": WRONG, "yes or no": WRONG, "digits": WRONG, "words": WRONG},
    "0": {"menu": HUMAN, "yes or no": HUMAN, "digits": ON, "words": HUMAN},
    "silence": {"menu": SILENT, "yes or no": SILENT, "digits": SILENT, "words": SILENT},
    "word": {"menu": ON, "yes or no": ON, "digits": WRONG, "words": ON},
    "half a word": {"menu": BACK, "yes or no": WRONG, "digits": WRONG, "words": ON},
    "strange word": {"menu": WRONG, "yes or no": WRONG, "digits": WRONG, "words": ON},
    "noise": {"menu": SILENT, "yes or no": SILENT, "digits": SILENT, "words": SILENT},
    "a person": {"menu": HUMAN, "yes or no": HUMAN, "digits": HUMAN, "words": HUMAN},
    "late": {"menu": KEYS, "yes or no": KEYS, "digits": KEYS, "words": OUT},
}
FLAGS = ("yes", "no")


def asking(question: str, flag: str, say: str = "no") -> Session:
    """A session that asks, no key having been pressed before."""
    session = session_of(plan_of(FLOWS % (say, QUESTIONS[question] % (flag, MISSES)), HEAD))
    tell(session, ["done", "done"])
    return session


def given(session: Session, event: Event) -> str:
    return short(session.receive(event, NOW)[-1]).replace("ask use_keys+which", KEYS)


def test_the_table_is_whole() -> None:
    assert set(LEADS) == set(INPUTS)
    assert all(set(each) == set(QUESTIONS) for each in LEADS.values())


@pytest.mark.parametrize(("what", "question", "flag"), list(product(INPUTS, QUESTIONS, FLAGS)))
def test_at_the_question(what: str, question: str, flag: str) -> None:
    assert given(asking(question, flag), INPUTS[what]) == LEADS[what][question]


@pytest.mark.parametrize(("what", "question"), list(product(INPUTS, QUESTIONS)))
def test_at_the_last_try(what: str, question: str) -> None:
    """The same once more is a miss that leads on; what means something still does."""
    session = asking(question, "yes")
    given(session, INPUTS["wrong key"])
    given(session, INPUTS["silence"])
    expected = {WRONG: OUT, SILENT: OUT}.get(LEADS[what][question], LEADS[what][question])
    assert given(session, INPUTS[what]) == expected


@pytest.mark.parametrize(("what", "question"), list(product(INPUTS, QUESTIONS)))
def test_when_only_keys_are_left(what: str, question: str) -> None:
    """After nobody recognised him once: keys lead where they lead, and nobody listens any more."""
    session = asking(question, "yes")
    first = given(session, INPUTS["late"])
    assert first == LEADS["late"][question]
    if first != KEYS:
        return
    assert isinstance(session.outstanding, Collect)
    assert session.outstanding.speech is None
    event = INPUTS[what]
    if isinstance(event, Digits):
        assert given(session, event) == LEADS[what][question]


@pytest.mark.parametrize(("question", "flag"), list(product(QUESTIONS, FLAGS)))
def test_the_flag_holds_for_keys_and_for_voices(question: str, flag: str) -> None:
    asked = asking(question, flag).outstanding
    assert isinstance(asked, Collect)
    assert asked.speech is not None
    assert asked.barge_in is asked.speech.barge_in is (flag == "yes")


@pytest.mark.parametrize(("what", "question", "flag"), list(product(INPUTS, QUESTIONS, FLAGS)))
def test_the_record_tells_how_much_was_heard(what: str, question: str, flag: str) -> None:
    actions = asking(question, flag).receive(INPUTS[what], NOW)
    notes = [action.happening for action in actions if isinstance(action, Note)]
    cut = flag == "yes" and what != "silence"
    assert notes[0] == Heard("start.2", "which", whole=not cut)


EARLY = {
    # pressed under the prompt before, barge_in of the question: what follows
    ("1", "yes"): {"menu": ON, "yes or no": ON, "digits": ON, "words": "ask which"},
    ("1", "no"): dict.fromkeys(QUESTIONS, "ask which"),
    ("0", "yes"): {"menu": HUMAN, "yes or no": HUMAN, "digits": ON, "words": HUMAN},
    ("0", "no"): dict.fromkeys(QUESTIONS, HUMAN),
    ("*", "yes"): {"menu": WRONG, "yes or no": WRONG, "digits": WRONG, "words": "ask which"},
    ("*", "no"): dict.fromkeys(QUESTIONS, "ask which"),
}


@pytest.mark.parametrize(("early", "question"), list(product(EARLY, QUESTIONS)))
def test_a_key_pressed_before_the_question(early: tuple[str, str], question: str) -> None:
    key, flag = early
    session = session_of(plan_of(FLOWS % ("yes", QUESTIONS[question] % (flag, MISSES)), HEAD))
    assert tell(session, ["done", f"done {key}"])[-1] == EARLY[early][question]
