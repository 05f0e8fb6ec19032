"""Conversations in progress on the fake switch: parting, a third leg, a word into one ear."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from calls.errors import SwitchRefused
from calls.ids import LegId
from tests.fakes.exchange import Exchange
from tests.fakes.legs import FakeLeg


class FakeTalking(Exchange):
    """These commands of the port."""

    async def part(self, leg: LegId) -> None:
        self._door("part", leg)
        found = self._talking(leg)
        for one in (found, *self._with(found)):
            self.leave_alone(one)

    async def add(self, leg: LegId, talking: LegId) -> None:
        self._door("add", leg, talking)
        found = self._talking(talking)
        self.come_to(self._commandable(leg), found)

    async def whisper(self, leg: LegId, sounds: Sequence[Path]) -> None:
        self._door("whisper", leg, *(sound.stem for sound in sounds))
        found, at = self._talking(leg), self.clock.now()
        for sound in sounds:
            found.whisper(sound.stem, at, at + self._length(sound))
            at += self._length(sound)

    def _with(self, leg: FakeLeg) -> list[FakeLeg]:
        return [leg.partner, *leg.more] if leg.partner else []

    def _talking(self, leg: LegId) -> FakeLeg:
        found = self._living(leg)
        if found.partner is None:
            raise SwitchRefused(f"leg {leg} talks with nobody")
        return found

    # What the switch itself brings.

    def _door(self, name: str, leg: LegId = LegId(""), *details: object) -> None:
        raise NotImplementedError

    def _living(self, leg: LegId) -> FakeLeg:
        raise NotImplementedError

    def _commandable(self, leg: LegId) -> FakeLeg:
        raise NotImplementedError

    def _length(self, sound: Path) -> float:
        raise NotImplementedError
