"""`message`: let the caller leave a message in a box."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from calls.nodes import Node
from ivr.actions import Play, TakeMessage
from ivr.events import Event, MessageMissed, MessageTaken
from ivr.reading import Reading
from ivr.step import Step
from ivr.steps.manuals import Key, Manual, Shape
from ivr.walk import Walk

PROMPTS = ("leave_message", "tone")
AGAIN = ("message_too_short", "tone")
KEPT = ("message_kept",)
MANUAL = Manual(
    "Records what the caller says, until he presses `#`, is silent, or has said enough. Messages are listed by "
    "`hotline messages`.",
    (
        Key(
            "box",
            "the box it is kept in: a name of yours, as `hotline messages --box` takes it",
            required=True,
            shape=Shape.NAME,
        ),
        Key(
            "prompt",
            "the prompt, or a list of prompts, heard before; let it end with `tone`",
            "`[leave_message, tone]`",
            shape=Shape.PROMPTS,
        ),
        Key(
            "at_least",
            "a shorter message is not kept; who said too little is asked once more",
            "1s",
            shape=Shape.SECONDS,
        ),
        Key("at_most", "a longer one is cut here", "2m", shape=Shape.SECONDS),
        Key("silence", "so much silence ends it", "5s", shape=Shape.SECONDS),
        Key("transcribe", "write down what was said, where a recogniser can", "yes", shape=Shape.YES_NO),
        Key("kept", "the prompt, or a list of prompts, heard when it was kept", "`message_kept`", shape=Shape.PROMPTS),
        Key("then", "the flow to go to when it was kept", "the next step", shape=Shape.NAME),
        Key(
            "otherwise",
            "the flow to go to when nothing was left, or it could not be kept",
            "as after a message",
            shape=Shape.NAME,
        ),
    ),
    "- message: {box: sales, at_most: 3m, otherwise: farewell}\n- hang_up: {say: goodbye}",
    "`message: sales`",
    Shape.NAME,
)


class Part(Enum):
    """What is being done."""

    TAKING = 1
    TAKING_AGAIN = 2
    THANKING = 3


@dataclass(frozen=True, slots=True)
class MessageStep(Step):
    """A box to speak into. Times are seconds."""

    box: str
    prompts: tuple[str, ...] = PROMPTS
    at_least: float = 1.0
    at_most: float = 120.0
    silence: float = 5.0
    transcribe: bool = True
    kept: tuple[str, ...] = KEPT
    then: str = ""
    otherwise: str = ""

    @property
    def goes_on(self) -> bool:
        """The next step follows a message, unless a flow does."""
        return not self.then

    def begin(self, walk: Walk) -> None:
        """Ask for it. What he keyed ahead has no meaning here."""
        walk.ahead = ""
        self._take(walk, Part.TAKING, self.prompts)

    def _take(self, walk: Walk, part: Part, prompts: tuple[str, ...]) -> None:
        walk.memory = part
        bounds = (self.at_least, self.at_most, self.silence)
        walk.act(TakeMessage(prompts, walk.language, self.id, self.box, *bounds, self.transcribe))

    def after(self, walk: Walk, event: Event) -> None:
        """It was kept, and he is told so; or there is none."""
        if isinstance(event, MessageTaken) and self.kept:
            walk.memory = Part.THANKING
            walk.act(Play(self.kept, walk.language, self.id))
        elif isinstance(event, MessageMissed) and event.again and walk.memory is Part.TAKING:
            self._take(walk, Part.TAKING_AGAIN, AGAIN)
        elif isinstance(event, MessageTaken) or walk.memory is Part.THANKING:
            _leave(walk, self.then)
        else:
            _leave(walk, self.otherwise or self.then)


def _leave(walk: Walk, flow: str) -> None:
    if flow:
        walk.go(flow)
    else:
        walk.go_on()


def parse(node: Node, reading: Reading) -> MessageStep:
    """`message: sales` or `message: {box: sales, …}`."""
    if node.kind != "mapping":
        box = node.name(expected="the name of a box")
        reading.prompts_or(Node(node.file, node.line, node.column, node.problems), PROMPTS + AGAIN + KEPT)
        return MessageStep(reading.spot(), box)
    fields = node.mapping(MANUAL.names, MANUAL.required)
    at_least = fields.of("at_least").seconds(1.0, least=0.2, most=60)
    at_most = fields.of("at_most").seconds(120.0, least=1, most=600)
    if at_most <= at_least:
        fields.of("at_most").problem("out-of-range", "more than at_least")
    prompts, kept = reading.prompts_or(fields.of("prompt"), PROMPTS), reading.prompts_or(fields.of("kept"), KEPT)
    reading.prompts_or(Node(node.file, node.line, node.column, node.problems), AGAIN)
    then = reading.flow(fields.of("then"), alone="otherwise" not in fields)
    otherwise = reading.flow(fields.of("otherwise"), alone=True)
    return MessageStep(
        reading.spot(),
        fields.of("box").name(expected="the name of a box"),
        prompts,
        at_least,
        at_most,
        fields.of("silence").seconds(5.0, least=1, most=30),
        fields.of("transcribe").boolean(True),
        kept,
        then,
        otherwise,
    )
