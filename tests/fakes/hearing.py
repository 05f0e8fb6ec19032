"""A fake leg being listened to."""

from __future__ import annotations

from collections.abc import AsyncIterator

from calls.errors import LegGone
from calls.switch import Hearing
from tests.fakes.legs import FakeLeg

FRAME_SECONDS = 0.02
SILENCE = bytes(320)


class FakeHearing(Hearing):
    """One frame every 20 ms of the clock: what the party says, else silence. Joining the leg ends it.

    A leg that is `mute` sends no frames; the sound of one that is `silent` breaks off.
    """

    def __init__(self, leg: FakeLeg) -> None:
        self.leg = leg

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self.leg.commandable and not self.leg.silent:
            await self.leg.wait(self.leg.clock.now() + FRAME_SECONDS, wanted="")
            if self.leg.mute:
                continue
            speech = self.leg.party.speech if self.leg.party else []
            yield speech.pop(0) if speech else SILENCE

    def key(self) -> str:
        """The next key that waits on the leg."""
        return self.leg.keyed.pop(0) if self.leg.keyed else ""

    async def say(self, frame: bytes) -> None:
        """Send one frame; the party keeps it in `told`."""
        if self.leg.ended is not None:
            raise LegGone(self.leg.name, self.leg.ended)
        assert len(frame) == len(SILENCE), "a frame is 20 ms of 16-bit 8 kHz audio: 320 bytes"
        if self.leg.party is not None:
            self.leg.party.told.append(frame)
