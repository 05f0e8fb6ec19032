"""What holds for every test."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.waiting import patient

# How long an example takes says more about the machine than about the code; a hang is caught by pytest-timeout.
# The same examples in every run: a change is judged by what it changes. Others are searched for by --hypothesis-profile=search.
settings.register_profile("house", deadline=None, derandomize=True, database=None)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("house")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The time after which a test counts as hung is stretched like every other deadline."""
    for item in items:
        marked = item.get_closest_marker("timeout")
        seconds = marked.args[0] if marked else config.getini("timeout")
        item.add_marker(pytest.mark.timeout(patient(float(seconds))), append=False)
