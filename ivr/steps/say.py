"""`say`: play prompts."""

from __future__ import annotations

from dataclasses import dataclass

from calls.nodes import Node
from ivr.actions import Done, Event, Play
from ivr.grammar import KEYS
from ivr.reading import Reading
from ivr.step import Step
from ivr.steps.manuals import Key, Manual
from ivr.walk import Walk

MANUAL = Manual(
    "Plays prompts in the language of the call, to the end unless `barge_in` is on. Keys pressed meanwhile count "
    "in the menu that follows.",
    (
        Key("prompt", "the prompt, or a list of prompts", required=True),
        Key("barge_in", "a key stops the prompts and counts in the menu that follows", "no"),
    ),
    "- say: {prompt: [greeting, closed], barge_in: yes}",
    "`say: greeting` or `say: [greeting, closed]`",
)


@dataclass(frozen=True, slots=True)
class Say(Step):
    """Prompts to play."""

    prompts: tuple[str, ...]
    barge_in: bool = False

    @property
    def goes_on(self) -> bool:
        """After the prompts comes the next step."""
        return True

    def begin(self, walk: Walk) -> None:
        """Play, unless the caller has keyed ahead and may skip it."""
        if walk.ahead and self.barge_in:
            walk.go_on()
            return
        walk.act(Play(self.prompts, walk.language, self.id, KEYS if self.barge_in else ""))

    def after(self, walk: Walk, event: Event) -> None:
        """Keep the key that stopped the prompts for the menu that follows."""
        if isinstance(event, Done) and event.digit:
            walk.ahead += event.digit
        walk.go_on()


def parse(node: Node, reading: Reading) -> Say:
    """`say: greeting`, `say: [a, b]` or `say: {prompt: …}`."""
    if node.kind != "mapping":
        prompts, barge_in = reading.prompts(node), False
    else:
        fields = node.mapping(MANUAL.names, MANUAL.required)
        prompts, barge_in = reading.prompts(fields.of("prompt")), fields.of("barge_in").boolean()
    return Say(reading.spot(), prompts, barge_in)
