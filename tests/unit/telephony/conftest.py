"""What many tests of telephony start with: a switch that one caller has reached."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from telephony import commands, unmade
from telephony.audiosocket import AudioSocketServer
from telephony.dialling import Dialling
from tests.unit.telephony.rig import Rig, open_rig

ALLOWED = Dialling(trunk="carrier", allowed=("1[3-9]XXXXXXXXX",))


@pytest_asyncio.fixture
async def rig(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rig]:
    """No wait for what follows is long; a file whose switch differs has its own."""
    monkeypatch.setattr(commands, "HANG_UP_FOLLOWS", 0.01)
    monkeypatch.setattr(unmade, "CHANNEL_FOLLOWS", 0.01)
    async with open_rig(dialling=ALLOWED) as opened:
        opened.arrive()
        yield opened


@pytest_asyncio.fixture
async def server() -> AsyncIterator[AudioSocketServer]:
    """Where AudioSockets connect to."""
    running = AudioSocketServer()
    await running.start()
    yield running
    await running.stop()
