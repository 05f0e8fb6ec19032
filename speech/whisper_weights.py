"""The decoder's weights out of CTranslate2's `model.bin`, as 32-bit floats.

CTranslate2 computes whole decodings only. What a menu needs, the probability of each of its phrases, is computed by
whisper_decoder.py from the same file. Layout after CTranslate2's `Model::load`, binary versions 4 to 6.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.errors import EngineUnusable

Array = NDArray[np.float32]
_VERSIONS = range(4, 7)
_KINDS: dict[int, np.dtype[Any]] = {
    0: np.dtype("<f4"),
    1: np.dtype("i1"),
    2: np.dtype("<i2"),
    3: np.dtype("<i4"),
    4: np.dtype("<f2"),
}


@dataclass(frozen=True, slots=True)
class Linear:
    """x @ weight + bias."""

    weight: Array
    bias: Array

    def __call__(self, x: Array) -> Array:
        result: Array = x @ self.weight
        result += self.bias
        return result


@dataclass(frozen=True, slots=True)
class Norm:
    """Layer normalisation over the last axis."""

    gamma: Array
    beta: Array

    def __call__(self, x: Array) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        deviation = np.sqrt(np.square(centred).mean(-1, keepdims=True) + np.float32(1e-5))
        result: Array = centred / deviation * self.gamma + self.beta
        return result


@dataclass(frozen=True, slots=True)
class Layer:
    """One block of the decoder: looks at the text so far, then at the sound, then thinks."""

    text_norm: Norm
    text_in: Linear
    text_out: Linear
    sound_norm: Norm
    sound_query: Linear
    sound_in: Linear
    sound_out: Linear
    think_norm: Norm
    think_in: Linear
    think_out: Linear


@dataclass(frozen=True, slots=True)
class Weights:
    """A decoder: `tokens` (vocabulary x width) both reads and writes, `positions` (448 x width)."""

    tokens: Array
    positions: Array
    layers: tuple[Layer, ...]
    norm: Norm
    heads: int


def read(path: Path) -> Weights:
    """The decoder in this `model.bin`. Raises EngineUnusable when it is none that we know."""
    try:
        stored = dict(_variables(np.memmap(path, np.uint8, "r")))
        return _Parts(stored).weights()
    except (KeyError, ValueError, struct.error, UnicodeDecodeError) as error:
        raise EngineUnusable(f"{path} is no Whisper model of CTranslate2, or one too new: {error!r}") from error


def _variables(data: NDArray[np.uint8]) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """Name and value of each; a value is a view into `data`."""
    at = 0

    def take(form: str) -> tuple[int, ...]:
        nonlocal at
        values = struct.unpack_from(f"<{form}", data.data, at)
        at += struct.calcsize(f"<{form}")
        return values

    def word() -> str:
        nonlocal at
        (length,) = take("H")
        text = data[at : at + length - 1].tobytes().decode()
        at += length
        return text

    (version,) = take("I")
    if version not in _VERSIONS:
        raise ValueError(f"binary version {version}")
    if (spec := word()) != "WhisperSpec":
        raise ValueError(f"it holds {spec!r}")
    _, count = take("II")
    for _ in range(count):
        name, (rank,) = word(), take("B")
        shape = take(f"{rank}I")
        kind, size = take("B")[0], take("I")[0]
        dtype = _KINDS[kind]
        yield name, np.frombuffer(data, dtype, size // dtype.itemsize, at).reshape(shape)
        at += size


class _Parts:
    """The variables by what they are for."""

    def __init__(self, stored: dict[str, NDArray[np.generic]]) -> None:
        self._stored = stored

    def weights(self) -> Weights:
        count = len(
            {name.split("/")[1] for name in self._stored if name.startswith("decoder/layer_") and name.count("/") > 2}
        )
        return Weights(
            self._floats("decoder/embeddings/weight"),
            self._floats("decoder/position_encodings/encodings"),
            tuple(self._layer(f"decoder/layer_{number}") for number in range(count)),
            self._norm("decoder/layer_norm"),
            int(self._stored["decoder/num_heads"].item()),
        )

    def _layer(self, at: str) -> Layer:
        return Layer(
            self._norm(f"{at}/self_attention/layer_norm"),
            self._linear(f"{at}/self_attention/linear_0"),
            self._linear(f"{at}/self_attention/linear_1"),
            self._norm(f"{at}/attention/layer_norm"),
            self._linear(f"{at}/attention/linear_0"),
            self._linear(f"{at}/attention/linear_1"),
            self._linear(f"{at}/attention/linear_2"),
            self._norm(f"{at}/ffn/layer_norm"),
            self._linear(f"{at}/ffn/linear_0"),
            self._linear(f"{at}/ffn/linear_1"),
        )

    def _norm(self, at: str) -> Norm:
        return Norm(self._floats(f"{at}/gamma"), self._floats(f"{at}/beta"))

    def _linear(self, at: str) -> Linear:
        return Linear(np.ascontiguousarray(self._floats(f"{at}/weight").T), self._floats(f"{at}/bias"))

    def _floats(self, name: str) -> Array:
        value = self._stored[name]
        if value.dtype.kind != "f":
            raise ValueError(f"{name} is stored as {value.dtype}, not as floats")
        return value.astype(np.float32)
