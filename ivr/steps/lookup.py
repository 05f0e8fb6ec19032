"""`lookup`: ask a web service, a database or a file, and keep the answer in variables."""

from __future__ import annotations

from dataclasses import dataclass

from calls.nodes import Node
from ivr.actions import LookUp
from ivr.events import Event, Found, NotFound
from ivr.reading import Reading
from ivr.source_names import names_of
from ivr.sources import Inquiry
from ivr.step import Step
from ivr.steps.manuals import Key, Manual, Shape
from ivr.steps.sourcing import SOURCE_KEYS, inquiry_of, parse_source, parse_wanted
from ivr.walk import Walk

MANUAL = Manual(
    "Asks a web service, a database or a file while the caller waits, and gives the fields of the answer to variables. "
    "Without an answer the variables are empty.",
    (
        *SOURCE_KEYS,
        Key(
            "into",
            "the variables, each with a field of the answer: `order.items.0.state` in JSON, or a column; with a type "
            "`{path: order.due, type: date}`, of text, number, whole, yes_no, date",
            required=True,
            shape=Shape.FIELDS,
        ),
        Key("timeout", "how long the caller may wait for it, tries and all", "3s", shape=Shape.SECONDS),
        Key(
            "retries",
            "how often a web service is asked again that cannot be reached or says 5xx",
            "1",
            shape=Shape.WHOLE,
        ),
        Key(
            "cache", "how long the same question is answered from memory", "it is asked each time", shape=Shape.SECONDS
        ),
        Key("secret", "the values are masked in every log and record", "no", shape=Shape.YES_NO),
        Key("otherwise", "the flow to go to when nothing was found", "the next step", shape=Shape.NAME),
        Key(
            "failed",
            "the flow to go to when the source fails, is late, or answers with something else",
            "`otherwise`",
            shape=Shape.NAME,
        ),
    ),
    """- set: {order_no: caller.number}
- lookup:
    url: "https://crm.example/orders/{order_no}"
    headers: {Authorization: "Bearer {secret.crm}"}
    into: {state: order.state, due: {path: order.due, type: date}}
    timeout: 3s
    cache: 10m
    otherwise: human""",
)


@dataclass(frozen=True, slots=True)
class Lookup(Step):
    """A question to a source. `names`: what it uses of the call."""

    inquiry: Inquiry
    names: tuple[str, ...] = ()
    secret: bool = False
    otherwise: str = ""
    failed: str = ""

    @property
    def goes_on(self) -> bool:
        """When something was found; or in any case."""
        return True

    def begin(self, walk: Walk) -> None:
        """Ask."""
        walk.act(LookUp(self.inquiry, {name: walk.text(name) for name in self.names}, self.id))

    def after(self, walk: Walk, event: Event) -> None:
        """Keep the answer; nothing of an earlier one stays."""
        match event:
            case Found(values):
                for name in self.inquiry.wanted:
                    walk.remember(name, values.get(name, ""), self.secret)
                walk.go_on()
            case NotFound(failed=failed):
                for name in self.inquiry.wanted:
                    walk.remember(name, "")
                self._go(walk, (self.failed or self.otherwise) if failed else self.otherwise)

    @staticmethod
    def _go(walk: Walk, flow: str) -> None:
        if flow:
            walk.go(flow)
        else:
            walk.go_on()


def parse(node: Node, reading: Reading) -> Lookup:
    """`lookup: {url: …, into: {…}}`."""
    fields = node.mapping(MANUAL.names, MANUAL.required)
    source = parse_source(fields, reading.template)
    wanted = parse_wanted(fields.of("into"), reading.given, {})
    within = fields.of("timeout").seconds(3.0, least=0.1, most=20)
    retries = fields.of("retries").integer(1, least=0, most=3)
    inquiry = inquiry_of(source, wanted, fields, within, retries)
    secret = fields.of("secret").boolean()
    otherwise = reading.flow(fields.of("otherwise"), alone=True)
    failed = reading.flow(fields.of("failed"), alone=True)
    return Lookup(reading.spot(), inquiry, names_of(inquiry.source), secret, otherwise, failed)
