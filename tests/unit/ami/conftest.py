"""One connection to a manager on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from telephony.ami import (
    AmiClient,
)
from tests.fakes.ami_server import FakeAmiServer


@pytest_asyncio.fixture
async def server() -> AsyncIterator[FakeAmiServer]:
    async with FakeAmiServer() as running:
        yield running


@pytest_asyncio.fixture
async def client(server: FakeAmiServer) -> AsyncIterator[AmiClient]:
    async with AmiClient(server.account()) as connected:
        yield connected
