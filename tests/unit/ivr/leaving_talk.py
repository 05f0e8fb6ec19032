"""A caller in a step by which he leaves something: a message, a callback, scores."""

from __future__ import annotations

from calls.events import Caller
from calls.profile import Values
from ivr.actions import Action, Collect, Note
from ivr.events import (
    Event,
    Started,
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


def question(talk: Talk) -> Collect:
    assert isinstance(talk.last, Collect)
    return talk.last
