"""A hundred callers in key menus, a few of whom are listened to: what speakers cost those who press keys."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from service.bench.scenarios import pressing_on
from service.bench.sipp import Load, Sipp
from service.bench.speaking import Speaker, speaker
from service.bench.speech_ground import SpeechHotline
from service.bench.speech_plan import KEY, KEYS

EVERY = 3.0
"""Seconds between two keys of a caller in the crowd."""
RATE = 10.0
"""Callers of the crowd who come in a second."""


@asynccontextmanager
async def crowd(hotline: SpeechHotline, callers: int, seconds: float) -> AsyncIterator[Sipp]:
    """So many callers who press a key now and then for so long; open when all of them are there. SIPp makes them."""
    folder = hotline.here.place("crowd")
    presses = int((seconds + callers / RATE) / EVERY) + 1
    port = hotline.process.settings.sip.port
    assert isinstance(port, int)
    scenario = pressing_on(folder, KEYS, KEY, presses, EVERY)
    async with Sipp(Load(scenario, port, RATE, callers, seconds * 3 + 60), folder) as sipp:
        await asyncio.sleep(callers / RATE)
        yield sipp


async def key_waits(hotline: SpeechHotline, callers: int, presses: int) -> list[float]:
    """Seconds from a key to the first sound of the next menu, of callers who listen."""
    async with asyncio.TaskGroup() as tasks:
        probes = [tasks.create_task(_presses(hotline, presses)) for _ in range(callers)]
    return [wait for probe in probes for wait in probe.result()]


async def _presses(hotline: SpeechHotline, presses: int) -> list[float]:
    async with speaker(hotline.account, KEYS) as caller:
        at, waits = 0.0, list[float]()
        for _ in range(presses):
            wait, at = await _one_press(caller, at)
            waits.append(wait)
        return waits


async def _one_press(caller: Speaker, at: float) -> tuple[float, float]:
    await caller.silence(at)
    pressed = caller.now
    await caller.call.press(KEY)
    answered = await caller.first_sound(pressed)
    return answered - pressed, answered
