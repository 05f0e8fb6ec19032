"""`callback`: keep the caller's place, let him hang up, and call him back when it is his turn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from calls.happenings.menu import Missed, Pressed
from calls.happenings.visit import Failed
from calls.nodes import Node
from calls.speaking import Spoken, SpokenValue, ValueKind, normalised
from ivr.actions import AskCallback, Collect, Play
from ivr.events import CallbackKept, CallbackRefused, Digits, Event
from ivr.expressions import Expression
from ivr.reading import Reading
from ivr.step import Kind, Step
from ivr.steps.calling_operator import call_operator, operator_at
from ivr.steps.enqueue import NO_PRIORITY, priority_of, ranked
from ivr.steps.manuals import Key, Manual, Shape
from ivr.templates import NO_TEXT, Template, template
from ivr.walk import Walk

NUMBER_IS, CONFIRM, ENTER = "callback_number_is", "callback_confirm", "callback_enter_number"
KEPT, REFUSED = "callback_kept", "callback_refused"
ASK = "ask"
TRIES = 3
LONGEST_NUMBER = 20
HIS_OWN = template("{caller.number}")
MANUAL = Manual(
    "Calls the caller back when it is his turn: his place in the queue is kept and ages as if he waited. He hears the "
    "number, and presses 1 if it is right, 2 to enter another, or the operator's key. Numbers that `outgoing.allowed` "
    "does not allow are refused. One callback is kept for a number and queue: who asks again keeps the place he has.",
    (
        Key("queue", "the queue, as written under `queues:`", required=True, shape=Shape.NAME),
        Key(
            "number",
            'the number to offer: `"{caller.number}"`, or another name in braces such as `"{phone}"`; `ask` has it keyed',
            '`"{caller.number}"`',
            shape=Shape.TEXT,
        ),
        Key(
            "priority", "1 to 100, or an expression, as with `enqueue`", "the queue's `weight`", shape=Shape.EXPRESSION
        ),
        Key("manager", "the person to ask before anybody else, or `{caller.manager}`", shape=Shape.NAME_OR_FILLED),
        Key("kept", "the prompt, or a list of prompts, heard when it was kept", "`callback_kept`", shape=Shape.PROMPTS),
        Key("then", "the flow to go to when it was kept", "the next step", shape=Shape.NAME),
        Key(
            "otherwise",
            "the flow for whom we cannot call back, or who does not confirm",
            required=True,
            shape=Shape.NAME,
        ),
    ),
    "- callback: {queue: orders, otherwise: human}\n- hang_up: {say: goodbye}",
)


class Part(StrEnum):
    """What is being done."""

    CONFIRMING = "confirming"
    ENTERING = "entering"
    BOOKING = "booking"
    THANKING = "thanking"
    REFUSING = "refusing"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the step remembers of one caller."""

    part: Part
    number: str = ""
    misses: int = 0


@dataclass(frozen=True, slots=True)
class CallbackStep(Step):
    """A queue to be called back from."""

    queue: str
    otherwise: str
    number: Template = HIS_OWN
    priority: int = NO_PRIORITY
    rank: Expression | None = None
    manager: Template = NO_TEXT
    kept: tuple[str, ...] = (KEPT,)
    then: str = ""

    @property
    def goes_on(self) -> bool:
        """The next step follows, unless a flow does."""
        return not self.then

    def begin(self, walk: Walk) -> None:
        """Read the number out, or ask for it where there is none. What he keyed ahead has no meaning here."""
        walk.ahead = ""
        self._ask(walk, Asked(Part.CONFIRMING, _phone(walk.filled(self.number))))

    def after(self, walk: Walk, event: Event) -> None:
        """A key, a number, or what became of the wish."""
        asked = walk.memory if isinstance(walk.memory, Asked) else Asked(Part.REFUSING)
        match event:
            case Digits() if walk.trails(event):
                self._ask(walk, asked)
            case Digits(digits):
                self._keyed(walk, asked, digits)
            case CallbackKept():
                self._play(walk, Part.THANKING, self.kept)
            case CallbackRefused(why):
                walk.note(Failed(f"{self.id}: no callback: {why}"))
                self._play(walk, Part.REFUSING, (REFUSED,))
            case _:
                self._leave(walk, asked.part)

    def _play(self, walk: Walk, part: Part, prompts: tuple[str, ...]) -> None:
        walk.memory = Asked(part)
        if prompts:
            walk.act(Play(prompts, walk.language, self.id))
        else:
            self._leave(walk, part)

    def _leave(self, walk: Walk, part: Part) -> None:
        flow = self.then if part is Part.THANKING else self.otherwise
        if flow:
            walk.go(flow)
        else:
            walk.go_on()

    def _keyed(self, walk: Walk, asked: Asked, digits: str) -> None:
        if digits:
            walk.note(Pressed(self.id, digits))
        if asked.part is Part.ENTERING:
            number = _phone(digits)
            if number:
                self._ask(walk, Asked(Part.CONFIRMING, number))
            else:
                self._missed(walk, asked, digits)
        elif digits == "1":
            walk.memory = Asked(Part.BOOKING, asked.number)
            walk.act(AskCallback(self.queue, asked.number, ranked(walk, self), walk.filled(self.manager), self.id))
        elif digits == "2":
            self._ask(walk, Asked(Part.ENTERING))
        elif (operator := operator_at(walk, allowed=True)) and digits == operator.key:
            call_operator(walk, self.id, operator)
        else:
            self._missed(walk, asked, digits)

    def _missed(self, walk: Walk, asked: Asked, digits: str) -> None:
        """Nothing usable was keyed: the same question again, a few times."""
        misses = asked.misses + 1
        walk.note(Missed(self.id, "nomatch" if digits else "noinput", misses))
        if misses >= TRIES:
            walk.go(self.otherwise)
        else:
            self._ask(walk, Asked(asked.part, asked.number, misses))

    def _ask(self, walk: Walk, asked: Asked) -> None:
        if not asked.number:
            asked = Asked(Part.ENTERING, misses=asked.misses)
        walk.memory = asked
        if asked.part is Part.ENTERING:
            walk.act(self._collect(walk, (ENTER,), LONGEST_NUMBER, "#"))
        else:
            walk.act(self._collect(walk, (NUMBER_IS, SpokenValue(ValueKind.PHONE, asked.number), CONFIRM), 1, ""))

    def _collect(self, walk: Walk, prompts: tuple[Spoken, ...], most: int, terminator: str) -> Collect:
        return Collect(prompts, walk.language, self.id, most, terminator, first_within=6.0, next_within=5.0)


def _phone(raw: str) -> str:
    """The number in its one form; '' for what is no telephone number. A caller chooses his own: it may be anything."""
    try:
        return normalised(ValueKind.PHONE, raw)
    except ValueError:
        return ""


def parse(node: Node, reading: Reading) -> CallbackStep:
    """`callback: {queue: orders, otherwise: human, …}`."""
    fields = node.mapping(MANUAL.names, MANUAL.required)
    reading.prompts_or(Node(node.file, node.line, node.column, node.problems), (NUMBER_IS, CONFIRM, ENTER, REFUSED))
    queue = reading.refer(Kind.QUEUE, fields.of("queue"))
    otherwise = reading.flow(fields.of("otherwise"), alone=True)
    number = _number(fields.of("number"), reading)
    priority, rank = priority_of(fields.of("priority"), reading)
    manager = reading.person(fields.of("manager"))
    kept, then = reading.prompts_or(fields.of("kept"), (KEPT,)), reading.flow(fields.of("then"))
    return CallbackStep(reading.spot(), queue, otherwise, number, priority, rank, manager, kept, then)


def _number(node: Node, reading: Reading) -> Template:
    """A text with a name in it; `ask` is one without, and comes to no number."""
    expected = 'a name in braces such as "{caller.number}", or ask'
    if not node.present:
        return HIS_OWN
    written = reading.template(node, expected)
    if written.fixed and written.written not in ("", ASK):
        node.problem("wrong-value", expected)
    return written
