"""`say`: play prompts, and values read out."""

from __future__ import annotations

from dataclasses import dataclass

from calls.nodes import Node
from ivr.actions import Play
from ivr.events import Done, Event
from ivr.grammar import KEYS, Operator
from ivr.phrases import Part
from ivr.reading import Reading
from ivr.step import Step
from ivr.steps.calling_operator import call_operator, operator_at
from ivr.steps.manuals import Key, Manual, Shape
from ivr.steps.question import InputStep
from ivr.walk import Walk
from ivr.writing import SPOKEN

MANUAL = Manual(
    "Plays prompts in the language of the call, to the end unless `barge_in` is on. Keys pressed meanwhile count "
    "in the question that follows. The operator's key stops them, too, where the plan has an `operator`: it counts in the "
    "question that follows in this flow, and leads to the operator where there is none. `barge_in: no`, written, is for "
    "what must be heard.",
    (
        Key(
            "prompt",
            'the prompt, or a list of prompts and values: `[order_is, {digits: "{order_no}"}]`',
            required=True,
            shape=Shape.SPOKEN,
        ),
        Key(
            "barge_in",
            "a key stops the prompts and counts in the question that follows",
            "only the operator's key does",
            shape=Shape.YES_NO,
        ),
        Key("operator", "`no`: the operator's key does not count here", "yes", shape=Shape.YES_NO),
    ),
    "- say: {prompt: [greeting, closed], barge_in: yes}",
    "`say: greeting` or `say: [greeting, closed]`",
    Shape.SPOKEN,
)


@dataclass(frozen=True, slots=True)
class Say(Step):
    """Prompts to play. `operator`: his key stops them."""

    prompts: tuple[Part, ...]
    barge_in: bool = False
    operator: bool = True

    @property
    def goes_on(self) -> bool:
        """After the prompts comes the next step."""
        return True

    def begin(self, walk: Walk) -> None:
        """Play, unless the caller has keyed ahead and may skip it."""
        operator = operator_at(walk, self.operator)
        if walk.ahead and (self.barge_in or (operator and walk.ahead == operator.key)):
            self._on(walk, operator)
            return
        stop_on = KEYS if self.barge_in else operator.key if operator else ""
        spoken = walk.spoken(self.prompts)
        if spoken:
            walk.act(Play(spoken, walk.language, self.id, stop_on))
        else:
            walk.go_on()

    def after(self, walk: Walk, event: Event) -> None:
        """Keep the key that stopped the prompts for the question that follows."""
        if isinstance(event, Done) and event.digit:
            walk.key_ahead(event.digit)
        self._on(walk, operator_at(walk, self.operator))

    def _on(self, walk: Walk, operator: Operator | None) -> None:
        """The operator's key means him, unless a question follows in which it counts."""
        if operator is not None and walk.ahead == operator.key and not _asked_next(walk):
            call_operator(walk, self.id, operator)
        else:
            walk.go_on()


def _asked_next(walk: Walk) -> bool:
    """Whether the next question of this flow takes keys pressed ahead."""
    flow = walk.plan.flows.get(walk.flow)
    for step in flow.steps[walk.index + 1 :] if flow else ():
        if isinstance(step, InputStep):
            return step.manner.barge_in
        if not step.goes_on:
            break
    return False


def parse(node: Node, reading: Reading) -> Say:
    """`say: greeting`, `say: [a, {amount: "{balance}"}]`, `say: {amount: "{balance}"}` or `say: {prompt: …}`."""
    if node.kind != "mapping" or any(key.written in SPOKEN for key, _ in node.pairs):
        prompts = reading.spoken(node)
        return Say(reading.spot(), prompts)
    fields = node.mapping(MANUAL.names, MANUAL.required)
    prompts, barge_in = reading.spoken(fields.of("prompt")), fields.of("barge_in").boolean()
    operator = fields.of("operator").boolean(True) and ("barge_in" not in fields or barge_in)
    return Say(reading.spot(), prompts, barge_in, operator)
