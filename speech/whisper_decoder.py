"""Whisper's decoder, told what to say: how likely is each of these texts, given the sound (teacher forcing)?

Radford et al. 2022. All texts and all looks at a sound go through it together: on a processor the time goes into
reading the weights, so they are read once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.whisper_tree import Tree, grow
from speech.whisper_weights import Array, Layer, Weights

Pair = tuple[Array, Array]
"""Keys (heads x width x frames) and values (heads x frames x width)."""


@dataclass(frozen=True, slots=True)
class Sound:
    """An encoded sound as every layer of the decoder looks at it."""

    layers: tuple[Pair, ...]


Text = tuple[int, ...]
"""At least one token."""


@dataclass(frozen=True, slots=True)
class Score:
    """Log probabilities: of each token of a text, and of the end after it."""

    tokens: tuple[float, ...]
    end: float

    @property
    def total(self) -> float:
        """Of the whole text, and nothing after it."""
        return sum(self.tokens) + self.end


class Decoder:
    """`ends`: tokens that may follow the end of a text: the end sign and what closes a sentence."""

    def __init__(self, weights: Weights, ends: Sequence[int]) -> None:
        self._weights, self._ends = weights, np.asarray(ends)
        self._heads, self._width = weights.heads, weights.tokens.shape[1] // weights.heads
        self._scale: Array = np.asarray(self._width**-0.5, np.float32)

    def listen(self, encoded: Array) -> Sound:
        """`encoded`: what the encoder made of it (frames x width)."""
        return Sound(tuple(self._looked_at(layer, encoded) for layer in self._weights.layers))

    def score(self, sounds: Sequence[Sound], prompt: Sequence[int], texts: Sequence[Text]) -> list[list[Score]]:
        """For each sound each text after the prompt."""
        tree = grow(prompt, texts)
        first = len(prompt) - 1
        after = self._log_probabilities(self._run(tree, sounds)[:, first:])
        return [
            [self._scored(text, look[np.asarray(path) - first]) for text, path in zip(texts, tree.paths, strict=True)]
            for look in after
        ]

    def _scored(self, text: Text, after: Array) -> Score:
        """`after`: log probabilities of all tokens after the prompt, and after each token of the text."""
        each = after[np.arange(len(text)), np.asarray(text)]
        return Score(tuple(each.tolist()), float(np.logaddexp.reduce(after[-1, self._ends])))

    def _run(self, tree: Tree, sounds: Sequence[Sound]) -> Array:
        """Hidden states: sounds x tokens x width."""
        start: Array = self._weights.tokens[tree.tokens] + self._weights.positions[tree.depths]
        x: Array = np.tile(start, (len(sounds), 1))
        for number, layer in enumerate(self._weights.layers):
            x = x + self._text(layer, x, tree.mask)
            x = x + self._sound(layer, x, [sound.layers[number] for sound in sounds])
            x = x + layer.think_out(_gelu(layer.think_in(layer.think_norm(x))))
        return self._weights.norm(x).reshape(len(sounds), len(tree.tokens), -1)

    def _text(self, layer: Layer, x: Array, mask: Array) -> Array:
        """Each token looks at those before it in its own text."""
        parts = np.split(layer.text_in(layer.text_norm(x)), 3, axis=-1)
        shape = (-1, len(mask), self._heads, self._width)
        query, key, value = (part.reshape(shape).transpose(0, 2, 1, 3) for part in parts)
        looked = _softmax(query * self._scale @ key.transpose(0, 1, 3, 2) + mask) @ value
        return layer.text_out(looked.transpose(0, 2, 1, 3).reshape(len(x), -1))

    def _sound(self, layer: Layer, x: Array, sounds: Sequence[Pair]) -> Array:
        """Each token looks at its sound."""
        shape = (len(sounds), -1, self._heads, self._width)
        queries = layer.sound_query(layer.sound_norm(x)).reshape(shape).transpose(0, 2, 1, 3) * self._scale
        looked = [_softmax(query @ key) @ value for query, (key, value) in zip(queries, sounds, strict=True)]
        return layer.sound_out(np.stack(looked).transpose(0, 2, 1, 3).reshape(len(x), -1))

    def _looked_at(self, layer: Layer, encoded: Array) -> Pair:
        key, value = np.split(layer.sound_in(encoded), 2, axis=-1)
        by_head = (len(encoded), self._heads, self._width)
        return (
            np.ascontiguousarray(key.reshape(by_head).transpose(1, 2, 0)),
            np.ascontiguousarray(value.reshape(by_head).transpose(1, 0, 2)),
        )

    def _log_probabilities(self, hidden: Array) -> Array:
        logits: Array = hidden.reshape(-1, hidden.shape[-1]) @ self._weights.tokens.T
        logits -= logits.max(-1, keepdims=True)
        logits -= np.log(np.exp(logits).sum(-1, keepdims=True))
        return logits.reshape(*hidden.shape[:-1], -1)


def _softmax(x: NDArray[Any]) -> Array:
    raised = np.exp(x - x.max(-1, keepdims=True))
    result: Array = raised / raised.sum(-1, keepdims=True)
    return result


def _gelu(x: Array) -> Array:
    """x times the normal distribution up to x; erf after Abramowitz and Stegun 7.1.26 (to 2e-7)."""
    size = np.abs(x) * np.float32(2**-0.5)
    t = 1 / (1 + np.float32(0.3275911) * size)
    series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    erf = np.copysign(1 - series * np.exp(-size * size), x)
    result: Array = np.float32(0.5) * x * (1 + erf)
    return result
