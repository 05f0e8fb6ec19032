"""A call without a phone: the same session that serves callers, driven by a list of what a caller does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from calls.causes import Cause
from calls.profile import Value
from calls.speech import Guess, Phrase, Recognised
from calls.switch import InputEnd
from ivr.actions import (
    Answer,
    AskCallback,
    AwaitProfile,
    Blocking,
    Collect,
    Enqueue,
    HangUp,
    LookUp,
    Play,
    TakeMessage,
    Transfer,
)
from ivr.dialplan import Plan
from ivr.events import (
    CallbackKept,
    CallbackRefused,
    Digits,
    Done,
    Event,
    GivenBack,
    Gone,
    MessageMissed,
    MessageTaken,
    Served,
    Started,
    TransferFailed,
    Unqueued,
    Uttered,
)
from ivr.likeness import likeness
from ivr.scenes import ComesBack, Doing, HangsUp, IsGiven, IsSilent, Moment, Presses, Says, Scene, Story
from ivr.session import Session

MOST_MOMENTS = 5000
"""Actions after which a simulated call is ended: a caller who is asked for ever would fill the memory."""
WORDS_PER_SECOND = 3.0
"""How long a message of so many characters takes to say; conversational Mandarin has three to five a second."""


def simulate(plan: Plan, scene: Scene) -> Story:
    """What happens to this caller; when he has nothing more to do he is silent. Raises `NumberUnknown`."""
    call = SimulatedCall(plan, scene)
    left = iter(scene.doings)
    moments: list[Moment] = []
    while call.asked is not None and len(moments) < MOST_MOMENTS:
        moments += call.go_on(left)
    return Story(tuple(moments), call.end, call.variables, call.language)


class SimulatedCall:
    """One call, step by step: `go_on` until `asked` is None. Interactive use asks a person in between."""

    def __init__(self, plan: Plan, scene: Scene) -> None:
        self._scene, self._now = scene, scene.at
        self._session = Session.begin(plan, scene.number, scene.at, scene.language, scene.caller, scene.surroundings)
        self._event: Event | None = Started()
        self._ahead = ""
        self.end: Blocking | None = None

    @property
    def asked(self) -> Event | None:
        """What will happen next; None when the story is over."""
        return self._event

    @property
    def variables(self) -> Mapping[str, Value]:
        """What the call has learnt."""
        return self._session.variables

    @property
    def language(self) -> str:
        """The language spoken."""
        return self._session.language

    def go_on(self, doings: Iterator[Doing]) -> list[Moment]:
        """One step of the session, and what the caller does about it."""
        event, deadline = self._event, self._session.next_deadline()
        if event is None:
            return []
        late = deadline is not None and self._now >= deadline
        actions = self._session.tick(self._now) if late else self._session.receive(event, self._now)
        moments = [Moment(self._now - self._scene.at, action, self._session.step) for action in actions]
        self._event = self._answer(self._session.outstanding, doings, moments)
        return moments

    def _answer(self, asked: Blocking | None, doings: Iterator[Doing], moments: list[Moment]) -> Event | None:
        match asked:
            case None:
                return None
            case Answer() | AwaitProfile():
                return Done()
            case Play(prompts, language):
                self._now += sum(self._scene.seconds(prompt, language) for prompt in prompts)
                return Done()
            case LookUp():
                return self._scene.look_up(asked)
            case HangUp():
                self.end = asked
                return None
            case _:
                return self._by_caller(asked, doings, moments)

    def _by_caller(
        self,
        asked: Collect | TakeMessage | AskCallback | Enqueue | Transfer,
        doings: Iterator[Doing],
        moments: list[Moment],
    ) -> Event | None:
        if isinstance(asked, Collect) and self._ahead:
            return self._keyed(asked, "")
        doing = next(doings, None)
        if doing is None and isinstance(asked, Enqueue | Transfer):
            self.end = asked
            return None
        doing = doing or IsSilent()
        moments.append(Moment(self._now - self._scene.at, doing, asked.step))
        return Gone() if isinstance(doing, HangsUp) else self._does(asked, doing)

    def _does(self, asked: Collect | TakeMessage | AskCallback | Enqueue | Transfer, doing: Doing) -> Event:
        match asked:
            case Collect(prompts, language):
                self._now += sum(self._scene.seconds(prompt, language) for prompt in prompts)
                return self._at_question(asked, doing)
            case TakeMessage():
                return _message(doing)
            case AskCallback():
                return CallbackRefused("refused") if isinstance(doing, ComesBack) else CallbackKept()
            case Enqueue():
                return _of_queue(doing)
            case Transfer():
                return TransferFailed(Cause.NO_ANSWER)
            case _:
                assert_never(asked)

    def _at_question(self, asked: Collect, doing: Doing) -> Event:
        match doing:
            case Presses(keys):
                return self._keyed(asked, keys)
            case Says(text) if asked.speech is not None:
                return Uttered(understood(text, asked.speech.question.phrases, asked.speech.question.language))
            case _:
                self._now += asked.first_within
                return Digits("", InputEnd.TIMED_OUT)

    def _keyed(self, asked: Collect, keys: str) -> Digits:
        """As many as the question takes; the rest is keyed ahead."""
        keys, self._ahead = self._ahead + keys, ""
        taken = keys[: asked.max_digits]
        if asked.terminator and asked.terminator in taken:
            taken, _, self._ahead = keys.partition(asked.terminator)
            return Digits(taken, InputEnd.TERMINATOR)
        self._ahead = keys[len(taken) :]
        return Digits(taken, InputEnd.COMPLETE if len(taken) == asked.max_digits else InputEnd.TIMED_OUT)


def _of_queue(doing: Doing) -> Served | Unqueued | GivenBack:
    match doing:
        case ComesBack():
            return Unqueued()
        case IsGiven(flow):
            return GivenBack(flow, "as the case says")
        case _:
            return Served()


def _message(doing: Doing) -> MessageTaken | MessageMissed:
    match doing:
        case Says(text):
            return MessageTaken(max(1.0, len(text) / WORDS_PER_SECOND), text)
        case _:
            return MessageMissed("nothing was said")


def understood(text: str, phrases: Sequence[Phrase], language: str) -> Recognised:
    """What a recogniser would make of these words, if it heard every one of them."""
    best: dict[str, Guess] = {}
    for phrase in phrases:
        guess = Guess(phrase.means, phrase.text, likeness(text, phrase.text, language))
        if guess.confidence > 0 and guess.confidence > best.get(phrase.means, Guess("", "", 0.0)).confidence:
            best[phrase.means] = guess
    ordered = sorted(best.values(), key=lambda guess: -guess.confidence)
    return Recognised(text, tuple(ordered), "simulated")
