"""A switch without phones: the floor of the console's bench is moved by events alone."""
# ruff: noqa: ARG002 - a switch without phones needs none of its arguments

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from calls.causes import Cause
from calls.errors import SwitchRefused
from calls.events import SwitchEvent
from calls.ids import LegId
from calls.switch import Collected, Hearing, InputRules, LegSeen, Marks, RingOrder, Switch, Target
from ivr.actions import Collect
from ivr.events import Digits, Unheard, Uttered
from service.call import Call

NO_PHONES = "the bench has no phones"


class Silent(Switch):
    """Nobody calls, nobody is rung."""

    def attach(self, receive: Callable[[SwitchEvent], None]) -> None:
        """Nothing ever happens."""

    async def answer(self, leg: LegId) -> None:
        """There is no leg."""
        raise SwitchRefused(NO_PHONES)

    async def play(self, leg: LegId, sounds: Sequence[Path], stop_on: str = "") -> str:
        """There is no leg."""
        raise SwitchRefused(NO_PHONES)

    async def collect(self, leg: LegId, sounds: Sequence[Path], rules: InputRules) -> Collected:
        """There is no leg."""
        raise SwitchRefused(NO_PHONES)

    def listen(self, leg: LegId) -> AbstractAsyncContextManager[Hearing]:
        """There is no leg."""
        raise SwitchRefused(NO_PHONES)

    async def music(self, leg: LegId, on: bool, of: str = "") -> None:
        """Nobody hears it."""

    async def announce(self, leg: LegId, sounds: Sequence[Path], of: str = "") -> None:
        """Nobody hears it."""

    async def ring(self, order: RingOrder) -> None:
        """There is no phone."""
        raise SwitchRefused(NO_PHONES)

    async def bridge(self, leg: LegId, other: LegId) -> None:
        """There is no leg."""
        raise SwitchRefused(NO_PHONES)

    async def part(self, leg: LegId) -> None:
        """There is no leg."""
        raise SwitchRefused(NO_PHONES)

    async def add(self, leg: LegId, talking: LegId) -> None:
        """There is no leg."""
        raise SwitchRefused(NO_PHONES)

    async def overhear(self, leg: LegId, talking: LegId, whispering: bool = False) -> None:
        """There is no leg."""
        raise SwitchRefused(NO_PHONES)

    async def whisper(self, leg: LegId, sounds: Sequence[Path]) -> None:
        """There is no leg."""
        raise SwitchRefused(NO_PHONES)

    async def transfer(self, leg: LegId, target: Target, ring_for: float) -> None:
        """There is no leg."""
        raise SwitchRefused(NO_PHONES)

    async def record(self, leg: LegId, file: Path) -> None:
        """There is no leg."""
        raise SwitchRefused(NO_PHONES)

    async def mark(self, leg: LegId, marks: Marks) -> None:
        """Nothing is remembered."""

    async def hang_up(self, leg: LegId, cause: Cause = Cause.NORMAL) -> None:
        """It is gone already."""

    async def legs(self) -> Sequence[LegSeen]:
        """None."""
        return ()

    async def reachable_seats(self) -> frozenset[str]:
        """The bench tells whose phone is there."""
        return frozenset()


class Deaf:
    """No recogniser."""

    def hears(self, language: str) -> bool:
        """No language."""
        return False

    async def collect(self, call: Call, asked: Collect, sounds: Sequence[Path]) -> Digits | Uttered | Unheard:
        """Never asked: it hears no language."""
        raise SwitchRefused(NO_PHONES)
