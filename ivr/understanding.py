"""What a menu makes of what was recognised: accept it, ask back, or not understood (VoiceXML: confidence, nomatch)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from calls.speech import Guess, Recognised


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From `accept` on a guess is taken, from `confirm` on the caller is asked back ("... is that right?").

    Raises ValueError unless 0 < confirm <= accept <= 1.
    """

    accept: float
    confirm: float

    def __post_init__(self) -> None:
        if not 0 < self.confirm <= self.accept <= 1:
            raise ValueError(f"0 < confirm <= accept <= 1 does not hold: {self.confirm:g}, {self.accept:g}")


@dataclass(frozen=True, slots=True)
class Accept:
    """Go where the guess says."""

    guess: Guess


@dataclass(frozen=True, slots=True)
class Confirm:
    """Ask back, naming the phrase of the guess."""

    guess: Guess


@dataclass(frozen=True, slots=True)
class Reject:
    """Nothing of the menu was understood (nomatch). `nearest`: for the record only."""

    nearest: Guess | None


Judgement = Accept | Confirm | Reject

# Recognisers scale their confidence to these (speech/whisper_confidence.py), so that menus need not know which one hears.
DEFAULTS: Mapping[str, Thresholds] = MappingProxyType({"zh": Thresholds(0.5, 0.3), "en": Thresholds(0.5, 0.3)})


def thresholds_for(language: str) -> Thresholds:
    """What holds for a language where a menu says nothing else."""
    return DEFAULTS.get(language, DEFAULTS["en"])


def judge(recognised: Recognised, thresholds: Thresholds) -> Judgement:
    """The best guess by its confidence."""
    best = recognised.best
    if best is None or best.confidence < thresholds.confirm:
        return Reject(best)
    return Accept(best) if best.confidence >= thresholds.accept else Confirm(best)
