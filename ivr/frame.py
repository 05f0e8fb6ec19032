"""The way back from a flow that was called by another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calls.profile import Value


@dataclass(frozen=True, slots=True)
class Frame:
    """A flow that called another: where it goes on, and the variables that the called one hides meanwhile.

    `secrets`: which of the hidden ones are secret.
    """

    flow: str
    index: int
    hidden: Mapping[str, Value | None]
    secrets: frozenset[str]

    @property
    def back(self) -> str:
        """The id of the step at which it goes on; behind its last step there is none of this id."""
        return f"{self.flow}.{self.index + 1}"
