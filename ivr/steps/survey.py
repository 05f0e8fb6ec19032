"""`survey`: ask for scores, one question after the other, by key or by voice.

A score from 0 to 10 on how likely he is to recommend us gives the Net Promoter Score: F. Reichheld, "The One Number You
Need to Grow", Harvard Business Review 81 (12), 2003.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from calls.happenings.leaving import NO_ANSWER, Rated
from calls.happenings.menu import Missed, Pressed, Said
from calls.nodes import Node
from calls.speech import Phrase, Question, Recognised
from ivr.actions import Collect, Play, SpeechRules
from ivr.events import Digits, Event, Uttered
from ivr.grammar import OPERATOR_SCENARIO
from ivr.reading import Reading
from ivr.step import Step
from ivr.steps.calling_operator import call_operator
from ivr.steps.manuals import Key, Manual, Shape
from ivr.steps.spoken_scores import HIGHEST, phrases_for
from ivr.understanding import Accept, Thresholds, judge
from ivr.walk import Walk

TRIES = 2
MOST_QUESTIONS = 10
THANKS = ("survey_thanks",)
AGAIN = "nomatch"
_SCORES = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")
_THRESHOLDS = Thresholds(accept=0.8, confirm=0.6)
QUESTION_KEYS = ("id", "prompt", "scores", "low", "follow_up")
MANUAL = Manual(
    "Asks for scores, by key or by voice; each answer, and each question without one, is in the record, and "
    "`hotline surveys` sums them up. A question is asked twice; then the next follows. "
    "Keys are scores here: the plan's operator is reached by his phrases only.",
    (
        Key("name", "your name of the survey, for reports", required=True, shape=Shape.NAME),
        Key(
            "questions",
            "a list of questions: `id` is your name of it, `prompt` what is heard, `scores` such as `0-10` or `1-5` "
            "(one of two digits is keyed with `#`); `low` marks a score of at most this, and `follow_up` is the flow "
            "for a caller who gave it, after the last question",
            required=True,
            shape=Shape.QUESTIONS,
        ),
        Key("voice", "scores may be said, where a recogniser is there", "yes", shape=Shape.YES_NO),
        Key(
            "thanks",
            "the prompt, or a list of prompts, heard after the last question",
            "`survey_thanks`",
            shape=Shape.PROMPTS,
        ),
        Key("then", "the flow to go to afterwards", "the next step", shape=Shape.NAME),
    ),
    """- survey:
    name: service
    questions:
      - {id: nps, prompt: survey_question_0_10, scores: 0-10, low: 6, follow_up: complaints}
      - {id: satisfaction, prompt: survey_satisfaction_1_5, scores: 1-5, low: 2}
- hang_up: {say: goodbye}""",
)


@dataclass(frozen=True, slots=True)
class Asking:
    """One question. `low`: a score of at most this needs a look; -1 for none."""

    id: str
    prompts: tuple[str, ...]
    least: int
    most: int
    low: int = NO_ANSWER
    follow_up: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """How far one caller is: the question, its misses, and where a low score leads him."""

    question: int = 0
    misses: int = 0
    follow_up: str = ""
    thanked: bool = False


@dataclass(frozen=True, slots=True)
class SurveyStep(Step):
    """Questions, asked in order."""

    name: str
    questions: tuple[Asking, ...]
    voice: bool = True
    thanks: tuple[str, ...] = THANKS
    then: str = ""

    @property
    def goes_on(self) -> bool:
        """The next step follows, unless a flow does."""
        return not self.then

    def begin(self, walk: Walk) -> None:
        """The first question. What he keyed ahead was for something else."""
        walk.ahead = ""
        self._ask(walk, Answers())

    def after(self, walk: Walk, event: Event) -> None:
        """An answer, none, or the end of the thanks."""
        at = _at(walk)
        if at.thanked:
            self._leave(walk, at)
        elif isinstance(event, Uttered):
            self._heard(walk, at, self._said(walk, event.what))
        else:
            self._take(walk, at, self._keyed(walk, at, event), spoke=isinstance(event, Digits) and bool(event.digits))

    def _ask(self, walk: Walk, at: Answers, before: tuple[str, ...] = ()) -> None:
        """The question at hand; that it was asked is in the record even if the caller hangs up in it."""
        asking = self.questions[at.question]
        walk.memory = at
        if not at.misses:
            walk.note(Rated(self.name, asking.id, NO_ANSWER, of=asking.most))
        two = asking.most > 9
        speech = self._speech(walk, asking)
        prompts = before + asking.prompts
        digits, terminator = (2, "#") if two else (1, "")
        walk.act(Collect(prompts, walk.language, self.id, digits, terminator, speech=speech))

    def _speech(self, walk: Walk, asking: Asking) -> SpeechRules | None:
        """Scores, and the operator's phrases: keys are scores here, so that a person is asked for by voice."""
        language, operator = walk.language, walk.plan.operator
        phrases = phrases_for(language, asking.least, asking.most) if self.voice else ()
        if phrases and operator is not None:
            phrases += tuple(Phrase(text, OPERATOR_SCENARIO) for text in operator.phrases.get(language, ()))
        return SpeechRules(Question(language, phrases)) if phrases else None

    def _keyed(self, walk: Walk, at: Answers, event: Event) -> int:
        digits = event.digits if isinstance(event, Digits) else ""
        if digits:
            walk.note(Pressed(self.id, digits))
        asking = self.questions[at.question]
        score = int(digits) if digits.isdecimal() else NO_ANSWER
        return score if asking.least <= score <= asking.most else NO_ANSWER

    def _heard(self, walk: Walk, at: Answers, means: str) -> None:
        operator = walk.plan.operator
        if means == OPERATOR_SCENARIO and operator is not None:
            call_operator(walk, self.id, operator)
        else:
            self._take(walk, at, int(means) if means.isdecimal() else NO_ANSWER, spoke=True)

    def _said(self, walk: Walk, what: Recognised) -> str:
        """What was meant, put into the record; '' if nothing was understood."""
        verdict = judge(what, _THRESHOLDS)
        taken = verdict.guess if isinstance(verdict, Accept) else None
        word = "accept" if taken else "reject"
        means, sure = (taken.means, taken.confidence) if taken else ("", what.best.confidence if what.best else 0.0)
        walk.note(Said(self.id, what.text, means, sure, word, what.engine, what.seconds))
        return taken.means if taken else ""

    def _take(self, walk: Walk, at: Answers, score: int, spoke: bool) -> None:
        asking = self.questions[at.question]
        if score == NO_ANSWER and at.misses + 1 < TRIES:
            walk.note(Missed(self.id, "nomatch" if spoke else "noinput", at.misses + 1))
            self._ask(walk, replace(at, misses=at.misses + 1), (AGAIN,) if spoke else ())
            return
        low = NO_ANSWER < score <= asking.low
        if score != NO_ANSWER:
            walk.note(Rated(self.name, asking.id, score, low=low, of=asking.most))
        at = replace(
            at, question=at.question + 1, misses=0, follow_up=at.follow_up or (asking.follow_up if low else "")
        )
        if at.question < len(self.questions):
            self._ask(walk, at)
        else:
            self._thank(walk, at)

    def _thank(self, walk: Walk, at: Answers) -> None:
        walk.memory = replace(at, thanked=True)
        if self.thanks:
            walk.act(Play(self.thanks, walk.language, self.id))
        else:
            self._leave(walk, at)

    def _leave(self, walk: Walk, at: Answers) -> None:
        flow = at.follow_up or self.then
        if flow:
            walk.go(flow)
        else:
            walk.go_on()


def _at(walk: Walk) -> Answers:
    return walk.memory if isinstance(walk.memory, Answers) else Answers(thanked=True)


def parse(node: Node, reading: Reading) -> SurveyStep:
    """`survey: {name: service, questions: [...]}`."""
    fields = node.mapping(MANUAL.names, MANUAL.required)
    reading.prompts_or(Node(node.file, node.line, node.column, node.problems), (AGAIN,))
    name, questions = fields.of("name").name(expected="the name of the survey"), fields.of("questions")
    nodes = questions.sequence("a list of questions")
    if questions.present and not 0 < len(nodes) <= MOST_QUESTIONS:
        questions.problem("out-of-range", f"1 to {MOST_QUESTIONS} questions")
    asked = tuple(_question(each, reading) for each in nodes)
    _refuse_twice(asked, nodes)
    voice = fields.of("voice").boolean(True)
    thanks, then = reading.prompts_or(fields.of("thanks"), THANKS), reading.flow(fields.of("then"), alone=True)
    return SurveyStep(reading.spot(), name, asked or (Asking("", (), 0, 0),), voice, thanks, then)


def _question(node: Node, reading: Reading) -> Asking:
    fields = node.mapping(QUESTION_KEYS, QUESTION_KEYS[:3])
    least, most = _scores(fields.of("scores"))
    return Asking(
        fields.of("id").name(expected="the name of the question"),
        reading.prompts(fields.of("prompt")),
        least,
        most,
        fields.of("low").integer(NO_ANSWER, least=least, most=most),
        reading.flow(fields.of("follow_up")),
    )


def _scores(node: Node) -> tuple[int, int]:
    expected = f"two scores from 0 to {HIGHEST}, such as 0-10 or 1-5"
    found = _SCORES.fullmatch(node.text(expected=expected))
    least, most = (int(found[1]), int(found[2])) if found else (0, HIGHEST)
    if node.present and (found is None or not least < most <= HIGHEST):
        node.problem("wrong-value", expected)
        return 0, HIGHEST
    return least, most


def _refuse_twice(asked: tuple[Asking, ...], nodes: list[Node]) -> None:
    """A name used for two questions would mix their answers."""
    seen: set[str] = set()
    for asking, node in zip(asked, nodes, strict=True):
        if asking.id in seen:
            node.problem("twice", "a name that no other question of the survey has", found=f"'{asking.id}' again")
        seen.add(asking.id)
