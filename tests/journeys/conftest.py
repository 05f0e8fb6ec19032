"""The whole service on a switch in memory and a clock that tests move."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from service.queue_numbers import with_numbers
from tests.journeys.centre import Centre, open_centre
from tests.journeys.house import Shelf
from tests.journeys.knowing_centre import KnowingCentre, open_knowing_centre


@pytest.fixture
async def centre(tmp_path: Path) -> AsyncIterator[Centre]:
    async with open_centre(folder=tmp_path / "messages") as running:
        yield running


@pytest.fixture
async def knowing() -> AsyncIterator[KnowingCentre]:
    async with open_knowing_centre() as running:
        yield running


@pytest.fixture
async def numbered() -> AsyncIterator[Centre]:
    """The queue `desk` is 7001."""
    async with open_centre() as running:
        old = running.house.configuration
        queues = tuple(replace(each, number="7001") if each.name == "desk" else each for each in old.queues)
        plan = with_numbers(old.plan, queues)
        await running.house.reconfigure(replace(old, plan=plan, queues=queues), Shelf())
        yield running
