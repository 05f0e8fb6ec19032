"""`message`, `callback` and `survey`: what a caller meets, key by key, and what an admin may write."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from calls.events import Caller
from calls.happenings.leaving import NO_ANSWER, Rated
from calls.happenings.menu import Missed, Pressed, Said
from calls.happenings.visit import Failed
from calls.profile import Values
from calls.speaking import SpokenValue, ValueKind
from calls.speech import Guess, Recognised
from ivr.actions import Action, AskCallback, Collect, Note, TakeMessage
from ivr.events import (
    CallbackKept,
    CallbackRefused,
    Digits,
    Done,
    Event,
    Gone,
    MessageMissed,
    MessageTaken,
    Started,
    Unheard,
    Uttered,
)
from ivr.session import Session
from tests.unit.ivr.plans import plan_of, told
from tests.unit.ivr.stories import NOW, short

NUMBER = "13800001111"
ENDS = "  kept: [hang_up]\n  lost: [hang_up]\n  low: [hang_up]\n  given: [set: {phone: caller.number}, hang_up]\n"


class Talk:
    """One caller in a plan of one step, with what he was asked and what was written down."""

    def __init__(self, step: str, number: str = NUMBER, variables: Values | None = None) -> None:
        plan = plan_of(f"  start:\n    - {step}\n    - say: next_step\n    - hang_up\n{ENDS}")
        self.session = Session.resume(plan, "start.1", NOW, "zh", "100", Caller(number), variables=variables or {})
        self.asked: list[str] = []
        self.notes: list[object] = []
        self.actions: list[Action] = []
        self.tell(Started())

    def tell(self, *events: Event) -> Talk:
        for event in events:
            self.actions = self.session.receive(event, NOW)
            self.asked += [line for line in map(short, self.actions) if line]
            self.notes += [action.happening for action in self.actions if isinstance(action, Note)]
        return self

    def noted(self, *kinds: type) -> list[object]:
        return [note for note in self.notes if isinstance(note, kinds)]

    @property
    def last(self) -> Action:
        return self.actions[-1]


def problems(step: str) -> list[str]:
    return told(f"numbers: {{100: start}}\nlanguages: [zh]\nflows:\n  start:\n    - {step}\n    - hang_up\n{ENDS}")


# --- message


def test_a_message_is_taken_and_the_caller_is_told_so() -> None:
    talk = Talk("message: {box: sales, at_least: 2s, at_most: 3m, silence: 4s, transcribe: no, then: kept}")
    assert talk.last == TakeMessage(("leave_message", "tone"), "zh", "start.1", "sales", 2, 180, 4, False)
    talk.tell(MessageTaken(7.0), Done())
    assert talk.asked == ["TakeMessage", "play message_kept", "hang up normal"]


def test_no_message_goes_another_way() -> None:
    talk = Talk("message: {box: sales, then: kept, otherwise: lost}").tell(MessageMissed("silence"))
    assert talk.session.step == "lost.1"


@pytest.mark.parametrize("event", [MessageTaken(1.0), MessageMissed("the disk is full")])
def test_without_flows_the_next_step_follows_a_message_or_none(event: Event) -> None:
    talk = Talk("message: sales").tell(event)
    if isinstance(event, MessageTaken):
        talk.tell(Done())
    assert talk.asked[-1] == "play next_step"


def test_who_said_too_little_is_asked_once_more() -> None:
    talk = Talk("message: {box: sales, then: kept, otherwise: lost}").tell(MessageMissed("0.4 s", again=True))
    assert isinstance(talk.last, TakeMessage)
    assert talk.last.prompts == ("message_too_short", "tone")
    assert talk.tell(MessageMissed("0.4 s", again=True)).session.step == "lost.1"


def test_nothing_is_heard_when_nothing_is_to_be_heard() -> None:
    talk = Talk("message: {box: sales, kept: message_kept, otherwise: lost}").tell(MessageMissed("silence"))
    assert talk.session.step == "lost.1"


def test_a_caller_hangs_up_in_a_message() -> None:
    assert Talk("message: sales").tell(Gone()).session.over


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("message: {box: sales, at_least: 5s, at_most: 2s}", "more than at_least"),
        ("message: {}", "box"),
        ("message: {box: ../etc}", "name"),
        ("message: {box: sales, at_most: 9h}", "600"),
        ("message: {box: sales, silence: 0s}", "1 to 30"),
    ],
)
def test_what_a_message_refuses(step: str, code: str) -> None:
    assert any(code in line for line in problems(step))


# --- callback


def question(talk: Talk) -> Collect:
    assert isinstance(talk.last, Collect)
    return talk.last


def test_the_callers_number_is_read_out_and_confirmed() -> None:
    talk = Talk("callback: {queue: orders, priority: 3, manager: xiamen_1, then: kept, otherwise: lost}")
    spoken = SpokenValue(ValueKind.PHONE, NUMBER)
    assert question(talk).prompts == ("callback_number_is", spoken, "callback_confirm")
    talk.tell(Digits("1"))
    assert talk.last == AskCallback("orders", NUMBER, 3, "xiamen_1", "start.1")
    talk.tell(CallbackKept(), Done())
    assert talk.session.step == "kept.1"
    assert talk.asked[-2:] == ["play callback_kept", "hang up normal"]


def test_another_number_is_keyed_and_read_out_too() -> None:
    talk = Talk("callback: {queue: orders, otherwise: lost}").tell(Digits("2"))
    assert (question(talk).terminator, question(talk).max_digits) == ("#", 20)
    talk.tell(Digits("05921234567"))
    assert SpokenValue(ValueKind.PHONE, "05921234567") in question(talk).prompts
    talk.tell(Digits("1"), CallbackKept(), Done())
    assert talk.asked[-1] == "play next_step"


@pytest.mark.parametrize("number", ["", "anonymous", "\u202e12", "1" * 80])
def test_a_number_that_is_none_is_asked_for(number: str) -> None:
    assert question(Talk("callback: {queue: orders, otherwise: lost}", number)).prompts == ("callback_enter_number",)


def test_a_variable_gives_the_number_and_ask_gives_none() -> None:
    talk = Talk('callback: {queue: orders, number: "{phone}", otherwise: lost}', variables={"phone": "059200"})
    assert SpokenValue(ValueKind.PHONE, "059200") in question(talk).prompts
    talk = Talk("callback: {queue: orders, number: ask, otherwise: lost}")
    assert question(talk).prompts == ("callback_enter_number",)


def test_a_refusal_is_told_and_written_down() -> None:
    talk = Talk("callback: {queue: orders, otherwise: lost}").tell(Digits("1"), CallbackRefused("may not be dialled"))
    assert talk.asked[-1] == "play callback_refused"
    assert talk.noted(Failed) == [Failed("start.1: no callback: may not be dialled")]
    assert talk.tell(Done()).session.step == "lost.1"


@pytest.mark.parametrize(("keys", "why"), [("", "noinput"), ("7", "nomatch")])
def test_who_never_confirms_goes_on_after_three_tries(keys: str, why: str) -> None:
    talk = Talk("callback: {queue: orders, otherwise: lost}").tell(*[Digits(keys)] * 3)
    assert talk.session.step == "lost.1"
    assert talk.noted(Missed) == [Missed("start.1", why, attempt) for attempt in (1, 2, 3)]


def test_a_person_can_be_had_instead_of_a_callback() -> None:
    head = "numbers: {100: start}\nlanguages: [zh, en]\noperator: kept\n"
    plan = plan_of(f"  start:\n    - callback: {{queue: orders, otherwise: lost}}\n    - hang_up\n{ENDS}", head)
    session = Session.resume(plan, "start.1", NOW, "zh", "100", Caller(NUMBER))
    for event in (Started(), Digits("0")):
        session.receive(event, NOW)
    assert session.step == "kept.1"


def test_too_short_a_number_is_asked_again_and_in_the_end_given_up() -> None:
    talk = Talk("callback: {queue: orders, number: ask, otherwise: lost}").tell(*[Digits("1")] * 3)
    assert talk.session.step == "lost.1"


def test_a_caller_may_change_his_mind_for_ever_but_only_by_keys() -> None:
    talk = Talk("callback: {queue: orders, otherwise: lost}")
    talk.tell(*[Digits("2"), Digits("059200")] * 9)
    assert SpokenValue(ValueKind.PHONE, "059200") in question(talk).prompts


@pytest.mark.parametrize("before", [0, 1, 2])
def test_a_caller_hangs_up_in_a_callback(before: int) -> None:
    events: list[Event] = [Digits("1"), CallbackKept()]
    talk = Talk("callback: {queue: orders, otherwise: lost}").tell(*events[:before], Gone())
    assert talk.session.over


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("callback: {queue: orders}", "otherwise"),
        ("callback: {otherwise: lost}", "queue"),
        ("callback: {queue: orders, number: '13900001111', otherwise: lost}", "in braces"),
        ("callback: {queue: orders, priority: 101, otherwise: lost}", "1 to 100"),
        ("callback: {queue: orders, otherwise: nowhere}", "nowhere"),
    ],
)
def test_what_a_callback_refuses(step: str, code: str) -> None:
    assert any(code in line for line in problems(step))


# --- survey

NPS = "{id: nps, prompt: q1, scores: 0-10, low: 6, follow_up: low}"
EASE = "{id: ease, prompt: q2, scores: 1-5, low: 2}"


def survey(*questions: str, more: str = "") -> Talk:
    return Talk(f"survey: {{name: service, questions: [{', '.join(questions)}]{more}}}")


def scores(talk: Talk) -> list[tuple[str, int, bool]]:
    found: Iterable[object] = talk.noted(Rated)
    return [(each.question, each.score, each.low) for each in found if isinstance(each, Rated)]


def test_every_question_is_asked_and_every_score_kept() -> None:
    talk = survey(NPS, EASE)
    assert (question(talk).max_digits, question(talk).terminator) == (2, "#")
    talk.tell(Digits("10"))
    assert (question(talk).prompts, question(talk).max_digits) == (("q2",), 1)
    talk.tell(Digits("4"), Done())
    none = NO_ANSWER
    assert scores(talk) == [("nps", none, False), ("nps", 10, False), ("ease", none, False), ("ease", 4, False)]
    assert talk.asked == ["ask q1", "ask q2", "play survey_thanks", "play next_step"]


@pytest.mark.parametrize(("keys", "low"), [("6", True), ("7", False), ("0", True)])
def test_a_low_score_is_marked_and_followed_up(keys: str, low: bool) -> None:
    talk = survey(NPS, EASE).tell(Digits(keys), Digits("5"), Done())
    assert scores(talk)[1] == ("nps", int(keys), low)
    assert (talk.session.step == "low.1") == low


def test_silence_is_asked_once_more_and_then_the_next_question_follows() -> None:
    talk = survey(NPS, EASE).tell(Digits(""), Digits(""))
    assert (talk.asked, scores(talk)) == (["ask q1", "ask q1", "ask q2"], [("nps", -1, False), ("ease", -1, False)])


@pytest.mark.parametrize("keys", ["11", "*", "99"])
def test_a_score_that_is_none_is_asked_again(keys: str) -> None:
    talk = survey(NPS).tell(Digits(keys))
    assert talk.asked[-1] == "ask nomatch+q1"
    assert talk.noted(Pressed, Missed) == [Pressed("start.1", keys), Missed("start.1", "nomatch", 1)]


def heard(score: str, sure: float) -> Uttered:
    return Uttered(Recognised("九", (Guess(score, "九", sure),), "vosk", 0.2))


def test_a_score_may_be_said() -> None:
    talk = survey(NPS)
    speech = question(talk).speech
    assert speech is not None
    assert {phrase.means for phrase in speech.question.phrases} == {str(score) for score in range(11)}
    talk.tell(heard("9", 0.9))
    assert scores(talk)[-1] == ("nps", 9, False)
    assert talk.noted(Said) == [Said("start.1", "九", "9", 0.9, "accept", "vosk", 0.2)]


def test_a_score_that_was_hardly_heard_is_not_taken() -> None:
    assert scores(survey(NPS).tell(heard("9", 0.5))) == [("nps", -1, False)]
    assert scores(survey(NPS).tell(Unheard("late"))) == [("nps", -1, False)]


def test_voice_may_be_switched_off() -> None:
    assert question(survey(NPS, more=", voice: no")).speech is None


@pytest.mark.parametrize("before", [0, 1, 2])
def test_a_caller_hangs_up_in_a_survey_and_his_answers_stay(before: int) -> None:
    talk = survey(NPS, EASE).tell(*[Digits("9"), Digits("4")][:before], Gone())
    assert talk.session.over
    assert len([score for _, score, _ in scores(talk) if score >= 0]) == before


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("survey: {name: s, questions: []}", "1 to 10 questions"),
        (f"survey: {{name: s, questions: [{NPS}, {NPS}]}}", "'nps' again"),
        ("survey: {name: s, questions: [{id: a, prompt: q, scores: 5-1}]}", "two scores"),
        ("survey: {name: s, questions: [{id: a, prompt: q, scores: 0-99}]}", "two scores"),
        ("survey: {name: s, questions: [{id: a, prompt: q, scores: many}]}", "two scores"),
        ("survey: {name: s, questions: [{id: a, prompt: q, scores: 1-5, low: 9}]}", "1 to 5"),
        ("survey: {name: s, questions: [{prompt: q, scores: 1-5}]}", "id"),
        ("survey: {questions: [{id: a, prompt: q, scores: 1-5}]}", "name"),
    ],
)
def test_what_a_survey_refuses(step: str, code: str) -> None:
    assert any(code in line for line in problems(step))
