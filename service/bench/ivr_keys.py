"""Keys over the wire: a real phone presses one on a real Asterisk, and hears the next prompt begin."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from service.bench.speaking import LOUD, Speaker, speaker
from service.bench.speech_plan import KEY
from telephony.phones import dtmf
from telephony.phones.account import Account
from telephony.phones.audio import read_wav
from telephony.phones.recording import RATE

DOWN = dtmf.TONE_FRAMES * dtmf.FRAME / RATE
"""Seconds for which a phone of ours keeps a key down. Asterisk takes a key when it is up again."""


async def key_waits(account: Account, number: str, presses: int) -> list[float]:
    """Seconds from the first packet of a key to the first sound of the next prompt, key by key. Raises NoSound."""
    async with speaker(account, number) as caller:
        at, waits = 0.0, list[float]()
        for _ in range(presses):
            wait, at = await _one(caller, at)
            waits.append(wait)
        return waits


async def _one(caller: Speaker, at: float) -> tuple[float, float]:
    """Hear the prompt that begins after `at` to its end, press: the wait, and when the next prompt began."""
    await caller.silence(at)
    down = await caller.call.press(KEY)
    began = await caller.first_sound(down)
    return began - down, began


def head(recording: Path) -> float:
    """Seconds of silence with which a prompt begins, as a speaker's ears would have it."""
    return int(np.argmax(np.abs(read_wav(recording).astype(np.int32)) >= LOUD)) / RATE
