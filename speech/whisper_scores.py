"""How much a sound speaks for each phrase of a menu, beyond what Whisper would write without any sound.

Its decoder is a language model too: it believes in `是的` before it has heard anything, and hardly in `烹饪`. What it says of
silence and of plain noise is taken off (pointwise mutual information); without this the frequent words win.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Protocol

import numpy as np

from calls.speech import Phrase
from speech.whisper_decoder import Decoder, Score, Sound, Text
from speech.whisper_tokens import Tokens
from speech.whisper_weights import Array

SHARE: Mapping[str, float] = MappingProxyType({"zh": 0.6, "en": 0.85})
"""How much of what is believed without a sound is taken off."""
NOISES = (0.0, 0.02, 0.1)
"""Standard deviations of the noises that stand for no sound."""
KEPT = 20_000
"""Beliefs that are kept; a menu needs two or three for each phrase."""


class Encode(Protocol):
    """Samples at 8 kHz as the encoder sees them (frames x width)."""

    def __call__(self, samples: Array) -> Array:
        """Encode."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What speaks for a phrase, in natural logarithms: how much likelier each look at the sound makes it, and how `likely` it is
    by the first look."""

    phrase: Phrase
    looks: tuple[float, ...]
    likely: float = 0.0

    @property
    def gain(self) -> float:
        """The mean."""
        return sum(self.looks) / len(self.looks)


class Scorer:
    """Scores phrases; remembers what is believed of each without a sound."""

    def __init__(self, decoder: Decoder, tokens: Tokens, encode: Encode) -> None:
        self._decoder, self._tokens, self._encode = decoder, tokens, encode
        self._beliefs: dict[tuple[str, Text], float] = {}

    def score(self, encoded: Sequence[Array], phrases: Iterable[Phrase], language: str) -> list[Heard]:
        """Each phrase that can be written, by the mean of several looks at the same sound."""
        ways = {phrase: found for phrase in phrases if (found := self._tokens.ways(phrase.text, language))}
        if not ways:
            return []
        flat = list(dict.fromkeys(way for each in ways.values() for way in each))
        self._learn(flat, language)
        sounds = [self._decoder.listen(each) for each in encoded]
        looks = self._decoder.score(sounds, self._tokens.start(language), flat)
        by_way = [dict(zip(flat, scores, strict=True)) for scores in looks]
        return [self._heard(phrase, each, by_way, language) for phrase, each in ways.items()]

    def _heard(
        self, phrase: Phrase, ways: Sequence[Text], looks: Sequence[Mapping[Text, Score]], language: str
    ) -> Heard:
        likely = [float(np.logaddexp.reduce([look[way].total for way in ways])) for look in looks]
        believed = float(np.logaddexp.reduce([self._beliefs[language, way] for way in ways]))
        share = SHARE.get(language, SHARE["en"])
        return Heard(phrase, tuple(each - share * believed for each in likely), likely[0])

    def _learn(self, ways: Sequence[Text], language: str) -> None:
        """What is believed of these without a sound, where it is not known yet."""
        new = [way for way in ways if (language, way) not in self._beliefs]
        if not new:
            return
        if len(self._beliefs) > KEPT:
            self._beliefs.clear()
            new = list(ways)
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
