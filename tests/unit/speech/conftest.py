"""Fixtures for the tests of models."""

from __future__ import annotations

import pytest

from tests.unit.speech.model_fetching import Seen


@pytest.fixture
def seen() -> Seen:
    """What the fetch of this test tells."""
    return Seen()
