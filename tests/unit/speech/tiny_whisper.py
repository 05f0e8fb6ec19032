"""A decoder with random weights: small enough to compute by hand."""

from __future__ import annotations

import numpy as np

from speech.whisper_weights import Array, Layer, Linear, Norm, Weights

WIDTH, HEADS, VOCABULARY, FRAMES = 8, 2, 13, 6


def weights(seed: int = 0, layers: int = 2) -> Weights:
    drawn = np.random.default_rng(seed)

    def matrix(rows: int, columns: int) -> Array:
        return drawn.standard_normal((rows, columns)).astype(np.float32) * np.float32(0.5)

    def linear(rows: int, columns: int) -> Linear:
        return Linear(matrix(rows, columns), matrix(1, columns)[0])

    def norm() -> Norm:
        return Norm(1 + matrix(1, WIDTH)[0], matrix(1, WIDTH)[0])

    def layer() -> Layer:
        return Layer(
            norm(),
            linear(WIDTH, 3 * WIDTH),
            linear(WIDTH, WIDTH),
            norm(),
            linear(WIDTH, WIDTH),
            linear(WIDTH, 2 * WIDTH),
            linear(WIDTH, WIDTH),
            norm(),
            linear(WIDTH, 4 * WIDTH),
            linear(4 * WIDTH, WIDTH),
        )

    return Weights(matrix(VOCABULARY, WIDTH), matrix(20, WIDTH), tuple(layer() for _ in range(layers)), norm(), HEADS)


def encoded(seed: int) -> Array:
    return np.random.default_rng(seed).standard_normal((FRAMES, WIDTH)).astype(np.float32)
