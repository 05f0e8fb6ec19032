"""Conversations in progress on the fake switch: parting, a third leg, a word into one ear."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

from calls.errors import SwitchRefused
from calls.ids import LegId
from tests.fakes.exchange import Exchange
from tests.fakes.legs import FakeLeg
from tests.fakes.overhearing import others_of, overhear


class FakeTalking(Exchange, ABC):
    """These commands of the port."""

    async def part(self, leg: LegId) -> None:
        self._door("part", leg)
        found = self._talking(leg)
        for one in (found, *others_of(found)):
            self.leave_alone(one)

    async def add(self, leg: LegId, talking: LegId) -> None:
        self._door("add", leg, talking)
        found = self._talking(talking)
        one = self._living(leg)
        self.come_to(one if one.overhears else self._commandable(leg), found)

    async def overhear(self, leg: LegId, talking: LegId, whispering: bool = False) -> None:
        self._door("overhear", leg, talking, whispering)
        one, found = self._living(leg), self._talking(talking)
        if found is one:
            raise SwitchRefused(f"leg {leg} cannot overhear itself")
        overhear(one if one.overhears or one.more else self._commandable(leg), found, whispering)

    async def whisper(self, leg: LegId, sounds: Sequence[Path]) -> None:
        self._door("whisper", leg, *(sound.stem for sound in sounds))
        found, at = self._talking(leg), self.clock.now()
        for sound in sounds:
            found.whisper(sound.stem, at, at + self._length(sound))
            at += self._length(sound)

    def _talking(self, leg: LegId) -> FakeLeg:
        found = self._living(leg)
        if found.partner is None:
            raise SwitchRefused(f"leg {leg} talks with nobody")
        return found

    # What the switch itself brings.

    @abstractmethod
    def _door(self, name: str, leg: LegId = LegId(""), *details: object) -> None:
        """Every command passes here: it is noted, and may be refused."""

    @abstractmethod
    def _living(self, leg: LegId) -> FakeLeg:
        """The leg, which must not have ended."""

    @abstractmethod
    def _commandable(self, leg: LegId) -> FakeLeg:
        """The leg, if it takes commands now."""

    @abstractmethod
    def _length(self, sound: Path) -> float:
        """Seconds of a prompt."""
