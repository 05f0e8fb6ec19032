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
from speech.whisper_decoder import Decoder, Sound, Text
from speech.whisper_tokens import Tokens
from speech.whisper_weights import Array


@dataclass(frozen=True, slots=True)
class Ear:
    """One way to hear phrases: which `looks` at the sound (their mean), the language that Whisper is told it is, whether phrases
    are `spelt` by their sound, the `share` of what is believed without a sound that is taken off, and how much it `counts`."""

    looks: tuple[int, ...]
    language: str
    spelt: bool
    share: float
    counts: float = 1.0


EARS: Mapping[str, tuple[Ear, ...]] = MappingProxyType(
    {
        # Told that it is English, Whisper writes Mandarin as it sounds, `Rengong`, and errs where it does not err in characters.
        "zh": (Ear((0,), "zh", spelt=False, share=0.6), Ear((1,), "en", spelt=True, share=0.3, counts=0.5)),
        "en": (Ear((0, 1), "en", spelt=False, share=0.85),),
    }
)
"""Measured: docs/adr/0018-understanding-menus.md. Look 0 is the sound as it came, look 1 with its noise lowered."""
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
    """What speaks for a phrase, in natural logarithms: how much likelier the sound makes it, over all ears, and how `likely`
    it is to be written after the first look."""

    phrase: Phrase
    gain: float
    likely: float = 0.0


Ways = Mapping[Phrase, Sequence[Text]]
Likely = dict[Phrase, Sequence[float]]
"""Log probability of each phrase, in any of its ways, by each look."""


class Scorer:
    """Scores phrases; remembers what is believed of each without a sound."""

    def __init__(self, decoder: Decoder, tokens: Tokens, encode: Encode) -> None:
        self._decoder, self._tokens, self._encode = decoder, tokens, encode
        self._beliefs: dict[tuple[str, Text], float] = {}

    def score(self, encoded: Sequence[Array], phrases: Iterable[Phrase], language: str) -> list[Heard]:
        """Each phrase that can be written, by two looks at the same sound."""
        asked = [phrase for phrase in phrases if self._tokens.ways(phrase.text, language)]
        if not asked:
            return []
        sounds = [self._decoder.listen(each) for each in encoded]
        ears = EARS.get(language, EARS["en"])
        ways = [self._ways(asked, language, ear) for ear in ears]
        likely = [
            self._likely([sounds[at] for at in ear.looks], each, ear) for ear, each in zip(ears, ways, strict=True)
        ]
        gains = [self._gains(*heard) for heard in zip(likely, ways, ears, strict=True)]
        return [Heard(phrase, sum(each[phrase] for each in gains), likely[0][phrase][0]) for phrase in asked]

    def _ways(self, phrases: Iterable[Phrase], language: str, ear: Ear) -> Ways:
        tokens = self._tokens.spelt if ear.spelt else self._tokens.ways
        return {phrase: tokens(phrase.text, language) for phrase in phrases}

    def _likely(self, sounds: Sequence[Sound], ways: Ways, ear: Ear) -> Likely:
        flat = list(dict.fromkeys(way for each in ways.values() for way in each))
        looks = self._decoder.score(sounds, self._tokens.start(ear.language), flat)
        by_way = [{way: score.total for way, score in zip(flat, scores, strict=True)} for scores in looks]
        return {phrase: [_any(look[way] for way in each) for look in by_way] for phrase, each in ways.items()}

    def _gains(self, likely: Likely, ways: Ways, ear: Ear) -> dict[Phrase, float]:
        """For each phrase its mean less what is believed of it."""
        self._learn([way for each in ways.values() for way in each], ear.language)
        believed = {phrase: _any(self._beliefs[ear.language, way] for way in each) for phrase, each in ways.items()}
        return {
            phrase: ear.counts * (sum(looks) / len(looks) - ear.share * believed[phrase])
            for phrase, looks in likely.items()
        }

    def _learn(self, ways: Iterable[Text], language: str) -> None:
        """What is believed of these without a sound, where it is not known yet."""
        if len(self._beliefs) > KEPT:
            self._beliefs.clear()
        new = list(dict.fromkeys(way for way in ways if (language, way) not in self._beliefs))
        if not new:
            return
        looks = self._decoder.score(self._nothing, self._tokens.start(language), new)
        totals = np.mean([[score.total for score in scores] for scores in looks], 0)
        self._beliefs.update({(language, way): float(total) for way, total in zip(new, totals, strict=True)})

    @cached_property
    def _nothing(self) -> list[Sound]:
        return [self._decoder.listen(self._encode(noise(deviation))) for deviation in NOISES]


def _any(likely: Iterable[float]) -> float:
    """Log probability of any of these."""
    return float(np.logaddexp.reduce(list(likely)))


def noise(deviation: float) -> Array:
    """About a second of white noise, always the same."""
    drawn = np.random.default_rng(1).standard_normal(9000) * deviation
    return drawn.astype(np.float32)
