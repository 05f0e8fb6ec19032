"""What an admin is told about a verb. The parser takes its keys from here, so that manual and code cannot part."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """What can be written for a key: an editor is told so by the JSON Schema."""

    ANY = "any"
    NAME = "name"
    TEXT = "text"
    TEXTS = "texts"
    PROMPTS = "prompts"
    YES_NO = "yes_no"
    WHOLE = "whole"
    NUMBER = "number"
    SECONDS = "seconds"
    EXPRESSION = "expression"
    MAPPING = "mapping"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a verb. `default` is what holds when it is left out; '' for none. `words`: the only ones allowed."""

    name: str
    meaning: str
    default: str = ""
    required: bool = False
    shape: Shape = Shape.ANY
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manual:
    """A verb's page: what it does, its keys, and an example that is loaded in the tests."""

    summary: str
    keys: tuple[Key, ...]
    example: str
    short: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All keys."""
        return tuple(key.name for key in self.keys)

    @property
    def required(self) -> tuple[str, ...]:
        """The keys that must be written."""
        return tuple(key.name for key in self.keys if key.required)
