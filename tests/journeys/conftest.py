"""The whole service on a switch in memory and a clock that tests move."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.centre import Centre, open_centre
from tests.journeys.knowing_centre import KnowingCentre, open_knowing_centre


@pytest.fixture
async def centre(tmp_path: Path) -> AsyncIterator[Centre]:
    async with open_centre(folder=tmp_path / "messages") as running:
        yield running


@pytest.fixture
async def knowing() -> AsyncIterator[KnowingCentre]:
    async with open_knowing_centre() as running:
        yield running
