"""`language`: change the language of the call."""

from __future__ import annotations

from dataclasses import dataclass

from calls.nodes import Node
from ivr.reading import Reading
from ivr.step import Step
from ivr.steps.manuals import Key, Manual
from ivr.walk import Walk

MANUAL = Manual(
    "Changes the language in which the caller hears prompts from here on.",
    (Key("to", "one of the plan's languages", required=True),),
    "- language: en",
    "`language: en`",
)


@dataclass(frozen=True, slots=True)
class Language(Step):
    """A change of language."""

    language: str

    @property
    def goes_on(self) -> bool:
        """The next step follows at once."""
        return True

    def begin(self, walk: Walk) -> None:
        """Change it and go on."""
        walk.speak(self.language)
        walk.go_on()


def parse(node: Node, reading: Reading) -> Language:
    """`language: en` or `language: {to: en}`."""
    if node.kind == "mapping":
        node = node.mapping(MANUAL.names, MANUAL.required).of("to")
    return Language(reading.spot(), reading.language(node))
