"""Texts that begin alike as one tree, so that a decoder reads each common beginning once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speech.whisper_weights import Array


@dataclass(frozen=True, slots=True)
class Tree:
    """A prompt, then texts. `depths`: the place of each token in its own text. `mask`: added to how much each token looks at
    each, nothing for those before it in its text, else far below zero. `paths`: for each text the tokens it is made of, by
    their number here, the last of the prompt first."""

    tokens: NDArray[np.int64]
    depths: NDArray[np.int64]
    mask: Array
    paths: tuple[tuple[int, ...], ...]


def grow(prompt: Sequence[int], texts: Sequence[Sequence[int]]) -> Tree:
    """The tree of these texts, each of at least one token, after this prompt."""
    tokens, parents = list(prompt), list(range(-1, len(prompt) - 1))
    known: dict[tuple[int, int], int] = {}
    paths = []
    for text in texts:
        path = [len(prompt) - 1]
        for token in text:
            step = (path[-1], token)
            if step not in known:
                known[step] = len(tokens)
                tokens.append(token)
                parents.append(path[-1])
            path.append(known[step])
        paths.append(tuple(path))
    return Tree(np.asarray(tokens), *_shape(parents), tuple(paths))


def _shape(parents: Sequence[int]) -> tuple[NDArray[np.int64], Array]:
    """Depths and mask; a parent always comes before its children."""
    sees = np.zeros((len(parents), len(parents)), bool)
    for child, parent in enumerate(parents):
        if parent >= 0:
            sees[child] = sees[parent]
        sees[child, child] = True
    return sees.sum(1) - 1, np.where(sees, np.float32(0), np.float32(-1e9)).astype(np.float32)
