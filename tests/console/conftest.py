"""A console for each test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from console.live.log import Log
from tests.console.board import Place, placed
from tests.console.company import Company, open_company
from tests.console.desk import Console, open_console


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[Console]:
    async with open_console(tmp_path) as running:
        yield running


@pytest.fixture
async def live(console: Console) -> AsyncIterator[Console]:
    """The console with its hub at work."""
    running = asyncio.create_task(console.rooms.hub.run())
    yield console
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


@pytest.fixture
async def company(console: Console) -> AsyncIterator[Company]:
    """The console with the identity provider of its company."""
    async with open_company(console) as running:
        yield running


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    """A board, the hub that looks at it, and its clock."""
    async for found in placed(Log()):
        yield found
