"""What holds for every test."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.waiting import patient

# How long an example takes says more about the machine than about the code; a hang is caught by pytest-timeout.
settings.register_profile("house", settings(), deadline=None)
settings.load_profile("house")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The time after which a test counts as hung is stretched like every other deadline."""
    for item in items:
        marked = item.get_closest_marker("timeout")
        seconds = marked.args[0] if marked else config.getini("timeout")
        item.add_marker(pytest.mark.timeout(patient(float(seconds))), append=False)
