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
from ivr.likeness import likeness
from speech.whisper_scores import Heard

LIMIT = 30.0
"""Exponents are kept within this."""
MOST_LEAD = 15.0
"""A lead over the next choice is not counted beyond this; it is this where there is only one choice."""
NOTHING = -1000.0
"""Log probability of a text that nobody wrote."""
CLEAR = 20.0
"""A voice so many dB above its noise: in more noise Whisper writes anything. (English digits are written as anything, always.)"""
PLAIN, UNLIKE = -3.25, 0.5
"""Then what was written freely is another word if it is likelier than the one and sounds less like the phrase than the other."""
PLAINER, NOT_ALIKE, FAR = -2.0, 0.8, 9.0
"""Or by these, where the phrase is also so much less likely to be written than what was (logarithms): `成功` is not `人工`."""
DOUBTED = 0.3
"""What is left of the confidence then."""
FOREIGN: Mapping[str, float] = MappingProxyType({"en": -2.0})
"""Clearly spoken in another language, by Whisper's own ear: its log probability beside the other's is below this. Mandarin words
are easily `four`. Not asked in noise, where `four` itself is taken for Mandarin, nor of Mandarin's short words."""
FOREIGN_DOUBTED = 0.45
"""What is left then: a phrase that was very sure is asked back, for callers with an accent."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What else was heard: the text that was `written` freely and its log probability (`likely`), that of the language that was
    `spoken` beside the other one's, and how `clear` the sound is (dB)."""

    written: str = ""
    likely: float = NOTHING
    spoken: float = 0.0
    clear: float = 0.0


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
        "zh": Weights(base=5.3, gain=0.73, lead=0.0, crowd=1.0, dare=2.5),
        "en": Weights(base=-3.5, gain=0.5, lead=1.0, crowd=9.0, dare=5.5),
    }
)


def guesses(heard: Iterable[Heard], language: str, beside: Beside = Beside()) -> tuple[Guess, ...]:
    """Each meaning once with its nearest phrase, best first."""
    nearest: dict[str, Heard] = {}
    for each in sorted(heard, key=lambda one: -one.gain):
        nearest.setdefault(each.phrase.means, each)
    gains = [each.gain for each in nearest.values()]
    weights = WEIGHTS.get(language, WEIGHTS["en"])
    found = []
    for at, each in enumerate(nearest.values()):
        sure = confidence(each.gain, gains[:at] + gains[at + 1 :], weights) * _left(each, language, beside)
        found.append(Guess(each.phrase.means, each.phrase.text, sure))
    return tuple(sorted(found, key=lambda guess: -guess.confidence))


def _left(heard: Heard, language: str, beside: Beside) -> float:
    """The share of the confidence that doubts leave."""
    if beside.clear <= CLEAR:
        return 1.0
    if beside.spoken < FOREIGN.get(language, -LIMIT):
        return FOREIGN_DOUBTED
    return DOUBTED if language == "zh" and _plainly_other(heard, language, beside) else 1.0


def _plainly_other(heard: Heard, language: str, beside: Beside) -> bool:
    alike = likeness(beside.written, heard.phrase.text, language)
    plainer = beside.likely > PLAINER and heard.likely < beside.likely - FAR
    return (beside.likely > PLAIN and alike < UNLIKE) or (plainer and alike < NOT_ALIKE)


def confidence(gain: float, others: Sequence[float], weights: Weights) -> float:
    """How sure it is that this was said, beside all others of the menu."""
    lead = min(MOST_LEAD, gain - max(others)) if others else MOST_LEAD
    evidence = weights.base + weights.gain * gain + weights.lead * max(lead, -MOST_LEAD)
    rivals = sum(exp(min(weights.crowd * (other - gain), LIMIT)) for other in others)
    likely = 1 / (1 + exp(-max(-LIMIT, min(LIMIT, evidence)))) / (1 + rivals)
    return weights.dare * likely / (1 - likely + weights.dare * likely)
