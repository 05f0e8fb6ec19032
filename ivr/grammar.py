"""What a caller may say or key in a menu, and which choice it means (SRGS: a grammar)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from calls.problems import Place
from calls.speech import Phrase
from ivr.expressions import Expression
from ivr.templates import NO_TEXT, Template

KEYS = "0123456789*#"
"""The keys of a telephone (RFC 4733)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way out of a menu.

    `phrases`: what may be said for it, by language. `say`: prompts heard before it is followed. `go`: the flow it
    leads to; empty for one that only changes the `language` and asks again. `scenario`: the admin's id for reports.
    `name`: prompts that name it ("order status"), for asking back and for a shortcut. `prompts`: its own part of what
    the menu says ("for your orders, press one"). `when`: it is a choice only for callers for whom this holds. `person`: whose
    recorded name, and then the key, follow its own part.
    """

    key: str
    go: str = ""
    say: tuple[str, ...] = ()
    language: str = ""
    scenario: str = ""
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    name: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    when: Expression | None = None
    person: Template = NO_TEXT


@dataclass(frozen=True, slots=True)
class Operator:
    """The way to a person that is open at every question of the plan: by a key, and by what may be said, by language."""

    flow: str
    key: str = "0"
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    place: Place | None = None


OPERATOR_SCENARIO = "operator"
"""The scenario in the record of a caller who went this way."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The choices of one question. `shortcut`: a further key, and the key of the choice that it stands for."""

    choices: tuple[Choice, ...]
    shortcut: tuple[str, str] | None = None

    @property
    def max_digits(self) -> int:
        """The length of the longest key."""
        return max((len(choice.key) for choice in self.choices), default=1)

    @property
    def terminator(self) -> str:
        """`#` ends a key early where keys differ in length, unless it is a choice itself."""
        keys = "".join(choice.key for choice in self.choices) + (self.shortcut[0] if self.shortcut else "")
        return "#" if self.max_digits > 1 and "#" not in keys else ""

    def offered(self, holds: Callable[[Expression], bool]) -> Grammar:
        """With the choices that this caller has."""
        if all(choice.when is None for choice in self.choices):
            return self
        return replace(self, choices=tuple(each for each in self.choices if each.when is None or holds(each.when)))

    def by_keys(self, digits: str) -> Choice | None:
        """The choice with exactly these keys, or the one that the shortcut stands for."""
        if self.shortcut and digits == self.shortcut[0]:
            digits = self.shortcut[1]
        return next((choice for choice in self.choices if choice.key == digits), None)

    def may_grow(self, digits: str) -> bool:
        """Whether more keys could make (another) choice out of these."""
        return any(len(choice.key) > len(digits) and choice.key.startswith(digits) for choice in self.choices)

    def phrases(self, language: str) -> tuple[Phrase, ...]:
        """What may be said in this language. Each phrase means the key of its choice."""
        return tuple(
            Phrase(text, choice.key) for choice in self.choices for text in choice.phrases.get(language, ()) if text
        )

    def with_operator(self, operator: Operator | None) -> Grammar:
        """With the way to a person, unless a choice has its key for something else.

        A choice of that key and to that flow is the way to a person already: it gets the operator's phrases in every
        language in which it has none of its own. A phrase that a choice has means that choice.
        """
        own = self.by_keys(operator.key) if operator else None
        if operator is None or (own and own.go != operator.flow):
            return self
        if own is None:
            phrases = self._free_phrases(operator)
            way = Choice(operator.key, operator.flow, scenario=OPERATOR_SCENARIO, phrases=phrases)
            return replace(self, choices=(*self.choices, way))
        fuller = replace(own, phrases={**self._free_phrases(operator), **own.phrases})
        return replace(self, choices=tuple(fuller if choice is own else choice for choice in self.choices))

    def _free_phrases(self, operator: Operator) -> dict[str, tuple[str, ...]]:
        taken = {
            (language, text) for choice in self.choices for language, texts in choice.phrases.items() for text in texts
        }
        return {
            language: tuple(text for text in texts if (language, text) not in taken)
            for language, texts in operator.phrases.items()
        }
