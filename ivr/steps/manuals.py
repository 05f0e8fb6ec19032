"""What an admin is told about a verb. The parser takes its keys from here, so that manual and code cannot part."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a verb. `default` is what holds when it is left out; '' for none."""

    name: str
    meaning: str
    default: str = ""
    required: bool = False


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
