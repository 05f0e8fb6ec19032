"""What holds for each of several queues, laid beside their callers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from acd.curves import Floats

Figure = TypeVar("Figure", float, Floats)
"""A figure of one queue, or of each caller where the callers of several queues stand side by side."""


def per_caller(queues: Sequence[Sequence[float]], counts: Sequence[int]) -> Floats:
    """The figures of several queues with so many callers each: a row a figure, a column a caller."""
    found: Floats = np.repeat(np.array(queues).T, counts, axis=1)
    return found
