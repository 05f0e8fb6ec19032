"""What a caller may say or key in a menu, and which choice it means (SRGS: a grammar)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

KEYS = "0123456789*#"
"""The keys of a telephone (RFC 4733)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way out of a menu.

    `phrases`: what may be said for it, by language. `say`: prompts heard before it is followed. `go`: the flow it
    leads to; empty for one that only changes the `language` and asks again. `scenario`: the admin's id for reports.
    """

    key: str
    go: str = ""
    say: tuple[str, ...] = ()
    language: str = ""
    scenario: str = ""
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grammar:
    """The choices of one menu."""

    choices: tuple[Choice, ...]

    @property
    def max_digits(self) -> int:
        """The length of the longest key."""
        return max((len(choice.key) for choice in self.choices), default=1)

    @property
    def terminator(self) -> str:
        """`#` ends a key early where keys differ in length, unless it is a choice itself."""
        keys = "".join(choice.key for choice in self.choices)
        return "#" if self.max_digits > 1 and "#" not in keys else ""

    def by_keys(self, digits: str) -> Choice | None:
        """The choice with exactly these keys."""
        return next((choice for choice in self.choices if choice.key == digits), None)

    def may_grow(self, digits: str) -> bool:
        """Whether more keys could make (another) choice out of these."""
        return any(len(choice.key) > len(digits) and choice.key.startswith(digits) for choice in self.choices)
