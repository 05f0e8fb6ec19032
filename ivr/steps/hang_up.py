"""`hang_up`: end the call."""

from __future__ import annotations

from dataclasses import dataclass

from calls.nodes import Node
from ivr.actions import HangUp, Play
from ivr.events import Done, Event
from ivr.phrases import Part
from ivr.reading import Reading
from ivr.step import Step
from ivr.steps.manuals import Key, Manual, Shape
from ivr.walk import Walk

MANUAL = Manual(
    "Ends the call, after a last word if there is one.",
    (Key("say", "the prompt, a value, or a list of these, heard before", shape=Shape.SPOKEN),),
    "- hang_up: {say: goodbye}",
    "`hang_up` alone",
)


@dataclass(frozen=True, slots=True)
class HangUpStep(Step):
    """The end."""

    say: tuple[Part, ...] = ()

    def begin(self, walk: Walk) -> None:
        """Say the last word, or end at once."""
        said = walk.spoken(self.say)
        walk.act(Play(said, walk.language, self.id) if said else HangUp())

    def after(self, walk: Walk, event: Event) -> None:
        """The last word was heard."""
        if isinstance(event, Done):
            walk.act(HangUp())


def parse(node: Node, reading: Reading) -> HangUpStep:
    """`hang_up` or `hang_up: {say: goodbye}`."""
    say: tuple[Part, ...] = ()
    if not node.empty:
        say = reading.spoken(node.mapping(MANUAL.names).of("say"))
    return HangUpStep(reading.spot(), say)
