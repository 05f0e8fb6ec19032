"""Keeping alive, with something that dies and starts on demand and a clock that does not wait."""

from __future__ import annotations

import asyncio

import pytest

from telephony.embedded import restarts, watching
from telephony.embedded.errors import NotReady, PortInUse
from telephony.embedded.watching import keep_alive
from tests.waiting import patient


class Mortal:
    """Dies when told; starts as often as its script says."""

    def __init__(self, *starts: Exception | None) -> None:
        self._starts = list(starts)
        self.death = asyncio.Event()
        self.tries = 0

    async def ended(self) -> str:
        await self.death.wait()
        return "signal 9"

    async def start(self) -> None:
        self.tries += 1
        self.death.clear()
        outcome = self._starts.pop(0) if self._starts else None
        if outcome is not None:
            raise outcome


async def test_each_death_is_told_once_and_each_readiness(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restarts, "FIRST_WAIT", 0.0)
    mortal = Mortal(NotReady("no"), PortInUse(5060, "sip.port"), OSError("disk full"), None)
    told: asyncio.Queue[str] = asyncio.Queue()
    task = asyncio.create_task(
        keep_alive(mortal, lambda: told.put_nowait("died"), lambda: told.put_nowait("ready"), jitter=lambda: 0.5)
    )
    async with asyncio.timeout(patient(5)):
        for tries in (4, 5):
            mortal.death.set()
            assert [await told.get(), await told.get()] == ["died", "ready"]
            assert mortal.tries == tries
    assert told.empty()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_an_error_of_ours_is_not_swallowed() -> None:
    mortal = Mortal(ZeroDivisionError())
    mortal.death.set()
    with pytest.raises(ZeroDivisionError):
        await watching.keep_alive(mortal, lambda: None, lambda: None)
