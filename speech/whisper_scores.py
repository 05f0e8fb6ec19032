"""How much a sound speaks for each phrase of a menu, beyond what Whisper would write without any sound.

Its decoder is a language model too: it believes in `是的` before it has heard anything, and hardly in `烹饪`. What it says of
silence and of plain noise is taken off (pointwise mutual information); without this the frequent words win.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from calls.speech import Phrase
from speech.whisper_decoder import Decoder, Score, Sound
from speech.whisper_tokens import Tokens
from speech.whisper_weights import Array

SHARE = 0.7
"""How much of what is believed without a sound is taken off."""
NOISES = (0.0, 0.02, 0.1)
"""Standard deviations of the noises that stand for no sound."""
KEPT = 20_000
"""Beliefs that are kept; a menu needs two or three for each phrase."""
Way = tuple[int, ...]


class Encode(Protocol):
    """Samples at 8 kHz as the encoder sees them (frames x width)."""

    def __call__(self, samples: Array) -> Array:
        """Encode."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What speaks for a phrase, in natural logarithms. `gain`: how much likelier the sound makes it. `lost`: how much likelier
    the likeliest tokens were than those of the phrase, all along it."""

    phrase: Phrase
    gain: float
    lost: float


class Scorer:
    """Scores phrases; remembers what is believed of each without a sound."""

    def __init__(self, decoder: Decoder, tokens: Tokens, encode: Encode) -> None:
        self._decoder, self._tokens, self._encode = decoder, tokens, encode
        self._beliefs: dict[tuple[str, Way], float] = {}

    def score(self, encoded: Sequence[Array], phrases: Iterable[Phrase], language: str) -> list[Heard]:
        """Each phrase that can be written, by the mean of several looks at the same sound."""
        ways = {phrase: found for phrase in phrases if (found := self._tokens.ways(phrase.text, language))}
        if not ways:
            return []
        self._learn({way for each in ways.values() for way in each}, language)
        sounds = [self._decoder.listen(each) for each in encoded]
        looks = [self._look(scores, ways, language) for scores in self._scores(sounds, ways, language)]
        return [_mean(phrase, [look[phrase] for look in looks]) for phrase in ways]

    def _scores(
        self, sounds: Sequence[Sound], ways: Mapping[Phrase, tuple[Way, ...]], language: str
    ) -> list[dict[Way, Score]]:
        flat = list(dict.fromkeys(way for each in ways.values() for way in each))
        looks = self._decoder.score(sounds, self._tokens.start(language), flat)
        return [dict(zip(flat, scores, strict=True)) for scores in looks]

    def _look(
        self, scores: Mapping[Way, Score], ways: Mapping[Phrase, tuple[Way, ...]], language: str
    ) -> dict[Phrase, Heard]:
        return {phrase: self._heard(phrase, each, scores, language) for phrase, each in ways.items()}

    def _heard(self, phrase: Phrase, ways: Sequence[Way], scores: Mapping[Way, Score], language: str) -> Heard:
        likely = np.logaddexp.reduce([scores[way].total for way in ways])
        believed = np.logaddexp.reduce([self._beliefs[language, way] for way in ways])
        lost = min(float((scores[way].likeliest - scores[way].tokens).sum()) for way in ways)
        return Heard(phrase, float(likely - SHARE * believed), lost)

    def _learn(self, ways: set[Way], language: str) -> None:
        """What is believed of these without a sound, where it is not known yet."""
        new = [way for way in sorted(ways) if (language, way) not in self._beliefs]
        if not new:
            return
        if len(self._beliefs) > KEPT:
            self._beliefs.clear()
            new = sorted(ways)
        looks = self._decoder.score(self._nothing, self._tokens.start(language), new)
        totals = np.mean([[score.total for score in scores] for scores in looks], 0)
        self._beliefs.update({(language, way): float(total) for way, total in zip(new, totals, strict=True)})

    @cached_property
    def _nothing(self) -> list[Sound]:
        return [self._decoder.listen(self._encode(noise(deviation))) for deviation in NOISES]


def noise(deviation: float) -> Array:
    """About a second of white noise, always the same."""
    drawn = np.random.default_rng(1).standard_normal(9000) * deviation
    return drawn.astype(np.float32)


def _mean(phrase: Phrase, looks: Sequence[Heard]) -> Heard:
    return Heard(phrase, sum(look.gain for look in looks) / len(looks), sum(look.lost for look in looks) / len(looks))
