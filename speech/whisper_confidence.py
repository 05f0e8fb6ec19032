"""From what speaks for each phrase to one confidence that means the same in every menu.

Two questions: was it any of this menu (logistic regression on how much the sound speaks for the phrase, and on its lead), and if
so, which (its share among the phrases). Fitted on the tuning clips, clean and with noise: docs/adr/0018-understanding-menus.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from types import MappingProxyType

from calls.speech import Guess
from speech.whisper_scores import Heard

LIMIT = 30.0
"""Exponents are kept within this."""
MOST_LEAD = 15.0
"""A lead over the next choice is not counted beyond this; it is this where there is only one choice."""


NOTHING = -1000.0
"""Log probability of a text that nobody wrote."""
PLAIN, FAR = -2.75, 8.0
"""What was written freely is plainly something else: it is likelier than the one, and the phrase is less likely by the other."""
DOUBTED = 0.3
"""What is left of the confidence then."""


@dataclass(frozen=True, slots=True)
class Weights:
    """`base`, `gain` and `lead` of the logistic regression; `crowd`: how much a near rival takes away; `dare`: how many times
    worse a right phrase refused is than a wrong one accepted, so that 0.5 is where accepting begins to pay."""

    base: float
    gain: float
    lead: float
    crowd: float
    dare: float


WEIGHTS: Mapping[str, Weights] = MappingProxyType(
    {
        "zh": Weights(base=1.5, gain=0.8, lead=0.0, crowd=1.5, dare=4.0),
        "en": Weights(base=-3.5, gain=0.5, lead=1.0, crowd=9.0, dare=5.5),
    }
)


def guesses(heard: Iterable[Heard], language: str, written: float = NOTHING) -> tuple[Guess, ...]:
    """Each meaning once with its nearest phrase, best first. `written`: log probability of what was written freely."""
    nearest: dict[str, Heard] = {}
    for each in sorted(heard, key=lambda one: -one.gain):
        nearest.setdefault(each.phrase.means, each)
    gains = [each.gain for each in nearest.values()]
    weights = WEIGHTS.get(language, WEIGHTS["en"])
    found = (
        _guess(each, confidence(each.gain, gains[:at] + gains[at + 1 :], weights), written)
        for at, each in enumerate(nearest.values())
    )
    return tuple(sorted(found, key=lambda guess: -guess.confidence))


def _guess(each: Heard, sure: float, written: float) -> Guess:
    plainly_other = written > PLAIN and each.likely < written - FAR
    return Guess(each.phrase.means, each.phrase.text, sure * DOUBTED if plainly_other else sure)


def confidence(gain: float, others: Sequence[float], weights: Weights) -> float:
    """How sure it is that this was said, beside all others of the menu."""
    lead = min(MOST_LEAD, gain - max(others)) if others else MOST_LEAD
    evidence = weights.base + weights.gain * gain + weights.lead * max(lead, -MOST_LEAD)
    rivals = sum(exp(min(weights.crowd * (other - gain), LIMIT)) for other in others)
    likely = 1 / (1 + exp(-max(-LIMIT, min(LIMIT, evidence)))) / (1 + rivals)
    return weights.dare * likely / (1 - likely + weights.dare * likely)
