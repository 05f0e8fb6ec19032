"""The parts of a menu: its choices, and what happens to who keys nothing or a wrong key."""

from __future__ import annotations

from dataclasses import dataclass

from calls.nodes import Fields, Node
from ivr.grammar import KEYS, Choice
from ivr.reading import Reading
from ivr.steps.manuals import Key, Shape
from ivr.templates import NO_TEXT, Template

PRESS = {key: f"press_key_{ {'*': 'star', '#': 'hash'}.get(key, key) }" for key in KEYS}
"""The prompt that tells a key."""
NAME = "name_"
"""Before the name of a person: the prompt that says it."""
CHOICE_KEYS = (
    Key("go", "the flow to go to", "the menu is heard again (only with `language`)", shape=Shape.NAME),
    Key("say", "the prompt, or a list of prompts, heard before going", shape=Shape.PROMPTS),
    Key("language", "the language of the call from here on", shape=Shape.NAME),
    Key("scenario", "your id of this choice, for reports", shape=Shape.NAME),
    Key(
        "phrases",
        "what may be said instead of the key, by language; two syllables or more are understood best",
        shape=Shape.PHRASES,
    ),
    Key(
        "name",
        'the prompt that names it ("your orders"): to ask back what was half understood, and for a shortcut',
        "nothing is asked back: what is half understood is a nomatch",
        shape=Shape.PROMPTS,
    ),
    Key(
        "prompt",
        'its part of what the menu says ("for your orders, press one"), heard after the menu\'s `prompt`',
        shape=Shape.PROMPTS,
    ),
    Key(
        "when",
        "a condition: it is a choice only for callers for whom it is true, such as `caller.manager`",
        "for everybody",
        shape=Shape.EXPRESSION,
    ),
    Key(
        "person",
        "whose name is said behind `prompt`, and then the key: `{caller.manager}`. The name is the prompt `name_` and the "
        "person's name in the plan (`name_xiamen_1`); one that is not recorded is left out",
        shape=Shape.NAME_OR_FILLED,
    ),
)
MISSES_KEYS = (
    Key("tries", "how many times the menu is heard", "3", shape=Shape.WHOLE),
    Key(
        "prompts",
        "heard before the menu is repeated: the first after one miss, the next after two, …",
        shape=Shape.PROMPTS,
    ),
    Key("then", "the flow to go to when the tries are used up", required=True, shape=Shape.NAME),
)
_OF_CHOICE = tuple(key.name for key in CHOICE_KEYS)
_OF_MISSES = tuple(key.name for key in MISSES_KEYS)
_OF_MISSES_REQUIRED = tuple(key.name for key in MISSES_KEYS if key.required)


@dataclass(frozen=True, slots=True)
class Misses:
    """What happens to a caller whose tries fail: escalating prompts, and a way out."""

    then: str
    tries: int = 3
    prompts: tuple[str, ...] = ()

    def prompt_after(self, attempt: int) -> tuple[str, ...]:
        """The prompt for this failed try, counted from 1; the last one serves for all that follow."""
        return (self.prompts[min(attempt, len(self.prompts)) - 1],) if self.prompts else ()


def parse_choices(node: Node, reading: Reading) -> tuple[Choice, ...]:
    """`{1: orders, 2: {go: …, say: …}}`."""
    parsed = (_choice(key, value, reading) for key, value in node.items("keys, each with a choice"))
    return tuple(choice for choice in parsed if choice is not None)


def _choice(key: Node, value: Node, reading: Reading) -> Choice | None:
    keys, short = reading.keys(key), value.kind == "text" and not value.empty
    choice = Choice(keys, reading.flow(value)) if short else _full_choice(keys, value, reading)
    return choice if keys else None


def _full_choice(keys: str, value: Node, reading: Reading) -> Choice:
    fields = value.mapping(_OF_CHOICE)
    if value.kind == "mapping" and "go" not in fields and "language" not in fields:
        value.problem("missing-key", "the key 'go' or the key 'language'", found="neither")
    return Choice(
        keys,
        reading.flow(fields.of("go")),
        reading.prompts(fields.of("say")),
        reading.language(fields.of("language")),
        fields.of("scenario").name(expected="an id for reports"),
        _phrases(fields.of("phrases"), reading),
        reading.prompts(fields.of("name")),
        reading.prompts(fields.of("prompt")),
        reading.expression(fields.of("when")) if fields.of("when").present else None,
        _person(keys, fields, reading),
    )


def _person(keys: str, fields: Fields, reading: Reading) -> Template:
    """Whose name is said; the prompts that tell the keys are proved to exist."""
    person = fields.of("person")
    if not person.present:
        return NO_TEXT
    if "prompt" not in fields:
        person.problem("no-effect", "a `prompt` before the name", 'such as "to speak to your manager"')
    reading.prompts_or(fields.of(""), tuple(PRESS[key] for key in keys))
    return reading.person(person)


def _phrases(node: Node, reading: Reading) -> dict[str, tuple[str, ...]]:
    if not node.present:
        return {}
    fields = node.mapping(list(reading.languages))
    return {language: value.texts() for language, value in fields.values.items()}


def parse_misses(node: Node, reading: Reading, alone: bool = False) -> Misses:
    """`{tries: 3, prompts: [noinput], then: human}`. `alone`: the caller gets there by doing nothing."""
    if not node.present:
        return Misses("")
    fields = node.mapping(_OF_MISSES, _OF_MISSES_REQUIRED)
    tries = fields.of("tries").integer(3, least=1, most=10)
    prompts = reading.prompts(fields.of("prompts"))
    if len(prompts) > tries - 1:
        expected = f"{tries - 1} at most, for the menu is heard {tries} times"
        fields.of("prompts").problem(
            "never-heard", expected, "raise tries, or remove a prompt", f"{len(prompts)} prompts"
        )
    return Misses(reading.flow(fields.of("then"), alone), tries, prompts)
