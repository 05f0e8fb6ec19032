"""Whisper's decoder, told what to say: how likely is each of these texts, given the sound (teacher forcing)?

Radford et al. 2022. Many short texts are scored in one pass; what they share, the sound and the prompt, is computed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.whisper_weights import Array, Layer, Weights

Pair = tuple[Array, Array]
"""Keys and values of one layer, by head."""


@dataclass(frozen=True, slots=True)
class Sound:
    """An encoded sound as every layer of the decoder looks at it."""

    layers: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Prompted:
    """A sound and a prompt. `first` and `start`: log probabilities of every token after the prompt, and after its first
    token."""

    sound: Sound
    past: tuple[Pair, ...]
    first: Array
    start: Array


@dataclass(frozen=True, slots=True)
class Score:
    """Log probabilities: of each token of a text, of the likeliest token at each place, and of the end after it."""

    tokens: Array
    likeliest: Array
    end: float

    @property
    def total(self) -> float:
        """Of the whole text, and nothing after it."""
        return float(self.tokens.sum()) + self.end


class Decoder:
    """`ends`: tokens that may follow the end of a text: the end sign and what closes a sentence."""

    def __init__(self, weights: Weights, ends: Sequence[int]) -> None:
        self._weights, self._ends = weights, np.asarray(ends)
        self._heads, self._width = weights.heads, weights.tokens.shape[1] // weights.heads
        self._scale: Array = np.asarray(self._width**-0.5, np.float32)

    def listen(self, encoded: Array) -> Sound:
        """`encoded`: what the encoder made of it (frames x width)."""
        return Sound(tuple(self._looked_at(layer, encoded) for layer in self._weights.layers))

    def prompt(self, sound: Sound, tokens: Sequence[int]) -> Prompted:
        """The state after these tokens."""
        hidden, past = self._run(np.asarray([tokens]), sound, ())
        start, first = self._log_probabilities(hidden[0, [0, -1]])
        return Prompted(sound, past, first, start)

    def score(self, prompted: Prompted, texts: Sequence[Sequence[int]]) -> list[Score]:
        """Each text, of at least one token, after the prompt."""
        rows = np.zeros((len(texts), max(map(len, texts))), np.int64)
        for row, text in zip(rows, texts, strict=True):
            row[: len(text)] = text
        hidden, _ = self._run(rows, prompted.sound, prompted.past)
        after = self._log_probabilities(
            np.concatenate([row[: len(text)] for row, text in zip(hidden, texts, strict=True)])
        )
        ends = np.cumsum([len(text) for text in texts])
        return [
            self._scored(text, prompted.first, after[end - len(text) : end])
            for text, end in zip(texts, ends, strict=True)
        ]

    def _scored(self, text: Sequence[int], first: Array, after: Array) -> Score:
        """`after`: log probabilities of all tokens after each token of the text."""
        each = np.stack([first, *after[:-1]])
        end = float(np.logaddexp.reduce(after[-1, self._ends]))
        return Score(each[np.arange(len(text)), np.asarray(text)], each.max(-1), end)

    def _run(self, rows: np.ndarray, sound: Sound, past: tuple[Pair, ...]) -> tuple[Array, tuple[Pair, ...]]:
        """Hidden states (rows x length x width), and the keys and values of the first row."""
        count, length = rows.shape
        before = past[0][0].shape[1] if past else 0
        positions = self._weights.positions[before : before + length]
        x: Array = (self._weights.tokens[rows] + positions).reshape(count * length, -1)
        kept: list[Pair] = []
        for number, layer in enumerate(self._weights.layers):
            seen, pair = self._text(layer, x, (count, length), past[number] if past else None)
            x = x + seen
            x = x + self._sound(layer, x, sound.layers[number])
            x = x + layer.think_out(_gelu(layer.think_in(layer.think_norm(x))))
            kept.append(pair)
        return self._weights.norm(x).reshape(count, length, -1), tuple(kept)

    def _text(self, layer: Layer, x: Array, shape: tuple[int, int], past: Pair | None) -> tuple[Array, Pair]:
        """Each token looks at the prompt and at the tokens before it."""
        count, length = shape
        parts = np.split(layer.text_in(layer.text_norm(x)), 3, axis=-1)
        query, key, value = (
            part.reshape(count, length, self._heads, self._width).transpose(0, 2, 1, 3) for part in parts
        )
        query = query * self._scale
        weights: Array = query @ key.transpose(0, 1, 3, 2) + _future(length)
        if past is None:
            looked = _softmax(weights) @ value
        else:
            before = past[0].shape[1]
            weights = _softmax(np.concatenate([query @ past[0].transpose(0, 2, 1), weights], axis=-1))
            looked = weights[..., :before] @ past[1] + weights[..., before:] @ value
        return layer.text_out(looked.transpose(0, 2, 1, 3).reshape(count * length, -1)), (key[0], value[0])

    def _sound(self, layer: Layer, x: Array, sound: Pair) -> Array:
        query = layer.sound_query(layer.sound_norm(x)).reshape(len(x), self._heads, self._width).transpose(1, 0, 2)
        looked = _softmax((query * self._scale) @ sound[0]) @ sound[1]
        return layer.sound_out(looked.transpose(1, 0, 2).reshape(len(x), -1))

    def _looked_at(self, layer: Layer, encoded: Array) -> Pair:
        key, value = np.split(layer.sound_in(encoded), 2, axis=-1)
        by_head = (len(encoded), self._heads, self._width)
        return (
            np.ascontiguousarray(key.reshape(by_head).transpose(1, 2, 0)),
            np.ascontiguousarray(value.reshape(by_head).transpose(1, 0, 2)),
        )

    def _log_probabilities(self, hidden: Array) -> Array:
        logits: Array = hidden @ self._weights.tokens.T
        logits -= logits.max(-1, keepdims=True)
        logits -= np.log(np.exp(logits).sum(-1, keepdims=True))
        return logits


def _future(length: int) -> Array:
    """Added to how much each token looks at each: those after it are not there yet."""
    never: Array = np.triu(np.full((length, length), -1e9, np.float32), 1)
    return never


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
