"""How a question is put, and what it remembers of one caller."""

from __future__ import annotations

from dataclasses import dataclass

from calls.speaking import Spoken
from ivr.grammar import Choice
from ivr.understanding import Thresholds
from ivr.walk import Walk


@dataclass(frozen=True, slots=True)
class Manner:
    """How a question is put. Times in seconds. `speech`: a voice counts. `operator`: a person can be had here.

    `thresholds`: None for those of the language.
    """

    barge_in: bool = True
    first_within: float = 5.0
    next_within: float = 2.5
    secret: bool = False
    speech: bool = True
    end_after: float = 0.7
    at_most: float = 8.0
    thresholds: Thresholds | None = None
    operator: bool = True


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the caller may have meant, and the words in which he is asked back."""

    meant: object
    prompts: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class Tries:
    """What a question remembers of one caller: failed tries, and where in it he is."""

    noinput: int = 0
    nomatch: int = 0
    keys_only: bool = False
    doubt: Doubt | None = None
    chosen: Choice | None = None


def tries_of(walk: Walk) -> Tries:
    """Where the caller is in the question at hand."""
    return walk.memory if isinstance(walk.memory, Tries) else Tries()
