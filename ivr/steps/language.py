"""`language`: change the language of the call."""

from __future__ import annotations

from dataclasses import dataclass

from calls.nodes import Node
from ivr.reading import Reading
from ivr.step import Step
from ivr.steps.manuals import Key, Manual, Shape
from ivr.templates import Template
from ivr.walk import Walk

MANUAL = Manual(
    "Changes the language in which the caller hears prompts from here on.",
    (
        Key(
            "to",
            "one of the plan's languages, or `{caller.language}`; if that is none of them nothing changes",
            required=True,
            shape=Shape.NAME_OR_FILLED,
        ),
    ),
    "- language: en",
    '`language: en` or `language: "{caller.language}"`',
    Shape.NAME_OR_FILLED,
)


@dataclass(frozen=True, slots=True)
class Language(Step):
    """A change of language."""

    language: Template

    @property
    def goes_on(self) -> bool:
        """The next step follows at once."""
        return True

    def begin(self, walk: Walk) -> None:
        """Change it, if the plan speaks it, and go on."""
        language = walk.filled(self.language)
        if language in walk.plan.languages:
            walk.speak(language)
        walk.go_on()


def parse(node: Node, reading: Reading) -> Language:
    """`language: en` or `language: {to: en}`."""
    if node.kind == "mapping":
        node = node.mapping(MANUAL.names, MANUAL.required).of("to")
    language = reading.template(node) if "{" in node.written else _fixed(reading.language(node))
    return Language(reading.spot(), language)


def _fixed(language: str) -> Template:
    return Template(language, (language,) if language else ())
