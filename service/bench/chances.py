"""Chances of a bench: the same in every run, so that two runs measure the same."""

from __future__ import annotations

from random import Random


def seeded(seed: int) -> Random:
    """Draws the same from the same seed. Never for a secret."""
    return Random(seed)  # noqa: S311 - what a bench meets must come again, and nothing secret is drawn
