"""`notice`: an announcement that people switch on and off, without a publish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from calls.nodes import Node
from ivr.actions import Play
from ivr.events import Done, Event
from ivr.grammar import KEYS
from ivr.phrases import Part
from ivr.reading import Reading
from ivr.step import Kind, Step
from ivr.steps.manuals import Key, Manual, Shape
from ivr.walk import Walk

SWITCH = "notice."
"""What the names of their switches begin with."""
MANUAL = Manual(
    "Plays prompts while a notice is on: a storm, a recall, a broken payment system. People switch it by "
    "`hotline switch on notice.NAME`, at once and without a publish; `from` and `until` let the clock do it.",
    (
        Key("name", "the name of its switch", required=True, shape=Shape.NAME),
        Key("prompt", "the prompt, a value, or a list of these", required=True, shape=Shape.SPOKEN),
        Key("from", "on from this moment, if its switch was not touched: `2026-10-01 09:00`", shape=Shape.MOMENT),
        Key("until", "off again from this moment", shape=Shape.MOMENT),
        Key("barge_in", "a key stops the prompts and counts in the menu that follows", "yes", shape=Shape.YES_NO),
    ),
    '- notice: {name: storm, prompt: storm_warning, until: "2026-10-03 18:00"}',
)


@dataclass(frozen=True, slots=True)
class Notice(Step):
    """An announcement with a switch. `since`, `until`: the zone's own clock."""

    name: str
    prompts: tuple[Part, ...]
    since: datetime | None = None
    until: datetime | None = None
    barge_in: bool = True

    @property
    def goes_on(self) -> bool:
        """Heard or not, the next step follows."""
        return True

    def begin(self, walk: Walk) -> None:
        """Play it if it is on; who has keyed ahead may skip it."""
        prompts = walk.spoken(self.prompts) if self._is_on(walk) else ()
        if prompts and not (walk.ahead and self.barge_in):
            walk.act(Play(prompts, walk.language, self.id, KEYS if self.barge_in else ""))
        else:
            walk.go_on()

    def after(self, walk: Walk, event: Event) -> None:
        """Keep the key that stopped it for the menu that follows."""
        if isinstance(event, Done) and event.digit:
            walk.key_ahead(event.digit)
        walk.go_on()

    def _is_on(self, walk: Walk) -> bool:
        """By its switch; untouched, by the clock."""
        forced = walk.surroundings.forced(SWITCH + self.name)
        if forced is not None:
            return forced
        now = walk.clock().replace(tzinfo=None)
        timed = self.since is not None or self.until is not None
        return timed and (self.since is None or now >= self.since) and (self.until is None or now < self.until)


def parse(node: Node, reading: Reading) -> Notice:
    """`notice: {name: storm, prompt: storm_warning}`."""
    fields = node.mapping(MANUAL.names, MANUAL.required)
    name = reading.refer(Kind.SWITCH, fields.of("name"))
    prompts = reading.spoken(fields.of("prompt"))
    since, until = reading.moment(fields.of("from")), reading.moment(fields.of("until"))
    if since is not None and until is not None and until <= since:
        fields.of("until").problem("never-heard", "a moment after `from`")
    return Notice(reading.spot(), name, prompts, since, until, fields.of("barge_in").boolean(True))
