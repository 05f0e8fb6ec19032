"""A simulated call for the page: its lines, and what the caller may do now. Stateless: it is played from the start each time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from calls.errors import WrongSettings
from calls.events import Caller
from calls.speaking import Spoken
from calls.speech import Question
from console.ports.plan_calls import ChoiceNow, Heard, Now, SceneAsked, Simulated, StoryLine
from ivr.actions import AskCallback, Blocking, Collect, Enqueue, Play, TakeMessage, Transfer
from ivr.dialplan import Plan
from ivr.rehearsal import ended
from ivr.scenes import ComesBack, Doing, HangsUp, IsGiven, IsServed, IsSilent, Moment, Presses, Says, Scene
from ivr.session import NumberUnknown
from ivr.simulator import MOST_MOMENTS, SimulatedCall
from ivr.simulator_told import Words, told_moment
from ivr.steps.menu import Menu
from prompts.catalogue import Catalogue
from service.simulating import doing_told, first_number, in_its_world, moment, words_of

MOST_DOINGS = 500
TIME = len("    0.0 s  ")
"""Before each line that the command line tells: the page shows it by itself."""
_CALLER = (Presses, Says, IsSilent, HangsUp, IsServed, ComesBack, IsGiven)


@dataclass(frozen=True, slots=True)
class Played:
    """How far the call has come. `asked`: what waits for the caller now; None: the call is over."""

    moments: Sequence[Moment]
    asked: Blocking | None
    call: SimulatedCall

    @property
    def question(self) -> Question | None:
        """What may be said now."""
        return self.asked.speech.question if isinstance(self.asked, Collect) and self.asked.speech else None


def played(plan: Plan, asked: SceneAsked, catalogue: Catalogue, folder: Path, zone: ZoneInfo) -> Played:
    """Play what the caller does, and stop where he is asked for more. Raises WrongSettings."""
    if len(asked.do) > MOST_DOINGS:
        raise WrongSettings(f"a simulated caller does at most {MOST_DOINGS} things")
    if asked.language and asked.language not in plan.languages:
        raise WrongSettings(f"'{asked.language[:40]}' is no language of the plan: {', '.join(plan.languages)}")
    number, at = asked.to or first_number(plan), moment(asked.at, zone)
    bare = Scene(number, at, Caller(asked.caller), asked.language)
    written = json.dumps(dict(asked.world), ensure_ascii=False) if asked.world else ""
    whole = in_its_world(plan, bare, written, "world", folder, catalogue)
    if plan.flow_for(number) is None:
        raise WrongSettings("no flow begins with this number", NumberUnknown.remedy)
    return _until_asked(SimulatedCall(plan, whole), [doing_told(each) for each in asked.do])


def _until_asked(call: SimulatedCall, doings: Sequence[Doing]) -> Played:
    """The caller's next doing is a mark that nothing else is: where it would be done, he is asked."""
    mark = HangsUp()
    left: Iterator[Doing] = iter([*doings, mark])
    moments: list[Moment] = []
    while call.asked is not None and len(moments) < MOST_MOMENTS:
        moments += call.go_on(left)
        if moments and moments[-1].what is mark:
            del moments[-1]
            waiting = (each.what for each in reversed(moments) if isinstance(each.what, _WAITS))
            return Played(moments, next(waiting, None), call)
    return Played(moments, None, call)


_WAITS = (Collect, TakeMessage, Enqueue, Transfer, AskCallback)


def told(plan: Plan, story: Played, catalogue: Catalogue) -> Simulated:
    """As the page shows it."""
    words = words_of(catalogue)
    lines = [line for each in story.moments for line in _lines(each, words, catalogue)]
    call = story.call
    variables = {name: str(value) for name, value in call.variables.items()}
    return Simulated(lines, _now(plan, story), call.language, variables)


def _lines(each: Moment, words: Words, catalogue: Catalogue) -> Iterator[StoryLine]:
    texts = [line[TIME:] for line in told_moment(each, words)]
    if not texts:
        return
    what = each.what
    if isinstance(what, _CALLER):
        yield StoryLine(each.at, "caller", each.step, texts[0].removeprefix("caller ").strip())
    elif isinstance(what, Play | Collect | TakeMessage):
        heard = [_heard(spoken, what.language, words, catalogue) for spoken in what.prompts]
        yield StoryLine(each.at, "hotline", what.step, texts[0].strip(), heard)
    else:
        yield StoryLine(each.at, "note", each.step, " ".join(text.strip() for text in texts))


def _heard(spoken: Spoken, language: str, words: Words, catalogue: Catalogue) -> Heard:
    if not isinstance(spoken, str):
        return Heard(str(spoken.kind), spoken.text, language, recorded=False)
    return Heard(spoken, words(spoken, language), language, catalogue.has(spoken, language))


def _now(plan: Plan, story: Played) -> Now:
    asked = story.asked
    match asked:
        case None:
            return Now("ended", "", ended(story.call.end))
        case Collect():
            choices = list(_choices(plan, asked))
            return Now("asks", asked.step, "", choices, asked.speech is not None, asked.max_digits)
        case TakeMessage():
            return Now("records", asked.step)
        case _:
            return Now("waits", getattr(asked, "step", ""), ended(asked))


def _choices(plan: Plan, asked: Collect) -> Iterator[ChoiceNow]:
    """As they are written; which of them this caller has, his profile decides."""
    step = plan.step(asked.step)
    if not isinstance(step, Menu):
        return
    grammar = step.grammar.with_operator(plan.operator if step.manner.operator else None)
    for choice in grammar.choices:
        goes, when = choice.go or choice.language, choice.when.written if choice.when else ""
        yield ChoiceNow(choice.key, goes, list(choice.phrases.get(asked.language, ())), when)
