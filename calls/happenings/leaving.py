"""What a caller left with us: a message, a score."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MessageLeft:
    """The caller left a message in a box."""

    box: str
    file: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Rated:
    """A survey's question was asked (NO_ANSWER), or answered by a score, or by words for a free one.

    `low`: the score is so low that somebody should ask why. `of` is the highest score there is.
    """

    survey: str
    question: str
    score: int
    words: str = ""
    low: bool = False
    of: int = 0


NO_ANSWER = -1
"""The score of a question that was asked and not answered yet: the response rate needs it."""
