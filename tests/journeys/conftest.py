"""The whole service on a switch in memory and a clock that tests move."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.journeys.centre import Centre, open_centre


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    async with open_centre() as running:
        yield running
