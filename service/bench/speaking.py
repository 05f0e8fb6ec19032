"""Callers who speak, for the bench of speech: real phones that say recorded sentences and hear when they are answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np

from calls.errors import HotlineError
from telephony.phones.account import Account
from telephony.phones.audio import at_level, read_wav
from telephony.phones.call import PhoneCall
from telephony.phones.events import Answered
from telephony.phones.phone import Phone
from telephony.phones.recording import RATE, Samples

LOUD = 180.0
"""RMS in samples (-45 dBFS) from which a frame is sound: prompts are at -20 dBFS, an idle line is digital silence."""
FRAME = RATE // 50
QUIET_FOR = 0.5
"""Seconds of silence after which a prompt is over; no pause inside one is that long."""
PATIENCE = 20.0
VOICE = -22.0
"""dBFS of a caller's voice."""


class NoSound(HotlineError):
    """A caller of the bench heard nothing where he should have."""

    code = "HL415"


def clip(file: Path, dbfs: float = VOICE) -> Samples:
    """A recording without the silence before and after it, at a caller's level."""
    samples = read_wav(file)
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 300)
    return at_level(samples[loud[0] : loud[-1] + 1], dbfs)


class Speaker:
    """One call of a phone. Positions are seconds since the answer."""

    def __init__(self, call: PhoneCall) -> None:
        self.call = call

    @property
    def now(self) -> float:
        """How long the call has lasted."""
        return self.call.recording.seconds

    async def first_sound(self, after: float, within: float = PATIENCE) -> float:
        """When the first sound after this moment began. Raises NoSound."""
        while not len(loud := self._loud(after)):
            await self._goes_on(after + within)
        start = round(after * RATE) + int(loud[0]) * FRAME
        frame = np.abs(self.call.recording.samples(start, start + FRAME).astype(np.int32))
        return (start + int(np.argmax(frame >= LOUD))) / RATE

    async def silence(self, after: float, within: float = PATIENCE) -> float:
        """When the prompt that sounds after this moment was over. Raises NoSound."""
        await self.first_sound(after, within)
        while (last := self.last_sound(after)) > self.now - QUIET_FOR:
            await self._goes_on(after + within)
        return last

    def last_sound(self, after: float, before: float | None = None) -> float:
        """The end of the last sound between these moments; `after` when there is none."""
        loud = self._loud(after, before)
        return after + float(loud[-1] + 1) * FRAME / RATE if len(loud) else after

    def _loud(self, after: float, before: float | None = None) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        end = round(before * RATE) if before is not None else None
        heard = self.call.recording.samples(round(after * RATE), end)
        frames = heard[: len(heard) // FRAME * FRAME].reshape(-1, FRAME).astype(np.float64)
        return np.flatnonzero(np.sqrt((frames**2).mean(axis=1)) >= LOUD)

    async def _goes_on(self, until: float) -> None:
        if self.now > until:
            raise NoSound(f"caller {self.call.number} heard nothing he waited for")
        if not await self.call.recorded(self.now + 0.1):
            raise NoSound(f"the call to {self.call.number} ended while its caller waited")


@asynccontextmanager
async def speaker(account: Account, number: str) -> AsyncIterator[Speaker]:
    """A caller who was answered; he hangs up at the end. Raises NoSound."""
    phone = Phone(account)
    try:
        call = await phone.call(number)
        async with asyncio.timeout(PATIENCE):
            if not isinstance(await call.outcome(), Answered):
                raise NoSound(f"the call to {number} was not answered")
        yield Speaker(call)
    finally:
        await phone.close()
