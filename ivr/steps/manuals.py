"""What an admin is told about a verb. The parser takes its keys from here, so that manual and code cannot part."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """What can be written for a key: an editor is told so by the JSON Schema (`ivr/shapes.py`). ANY: not said yet."""

    ANY = "any"
    NAME = "name"
    NAMES = "names"
    NAME_OR_FILLED = "name_or_filled"
    TEXT = "text"
    TEXT_BY_NAME = "text_by_name"
    PROMPTS = "prompts"
    SPOKEN = "spoken"
    YES_NO = "yes_no"
    WHOLE = "whole"
    NUMBER = "number"
    SECONDS = "seconds"
    MOMENT = "moment"
    KEY = "key"
    EXPRESSION = "expression"
    EXPRESSIONS = "expressions"
    FIELDS = "fields"
    PHRASES = "phrases"
    CHOICES = "choices"
    MISSES = "misses"
    CONFIDENCE = "confidence"
    WAYS = "ways"
    QUESTIONS = "questions"


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
    """A verb's page: what it does, its keys, and an example that is loaded in the tests.

    `short`: how it can be written without keys, and in which shape.
    """

    summary: str
    keys: tuple[Key, ...]
    example: str
    short: str = ""
    short_shape: Shape = Shape.ANY

    @property
    def names(self) -> tuple[str, ...]:
        """All keys."""
        return tuple(key.name for key in self.keys)

    @property
    def required(self) -> tuple[str, ...]:
        """The keys that must be written."""
        return tuple(key.name for key in self.keys if key.required)
