"""A survey: questions, scores by key or voice, low ones followed up, and what a plan may not write."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from calls.happenings.leaving import NO_ANSWER, Rated
from calls.happenings.menu import Missed, Pressed, Said
from calls.speech import Guess, Recognised
from ivr.events import (
    Digits,
    Done,
    Gone,
    Unheard,
    Uttered,
)
from tests.unit.ivr.leaving_talk import Talk, problems, question

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
