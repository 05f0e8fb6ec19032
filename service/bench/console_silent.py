"""A switch without phones: the floor of the console's bench is moved by events alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Never

from calls.errors import SwitchRefused
from calls.events import SwitchEvent
from calls.ids import LegId
from calls.switch import Hearing, LegSeen, Switch

NO_PHONES = "the bench has no phones"


class Silent(Switch):
    """Nobody calls, nobody is rung."""

    async def _refuse(self, *_: object, **_named: object) -> Never:
        """There is no leg."""
        raise SwitchRefused(NO_PHONES)

    async def _no_sound(self, *_: object, **_named: object) -> None:
        """Nobody hears it, and nobody remembers it."""

    answer = play = collect = ring = bridge = part = add = overhear = whisper = transfer = record = _refuse
    music = announce = mark = hang_up = _no_sound

    def attach(self, receive: Callable[[SwitchEvent], None]) -> None:
        """Nothing ever happens."""

    def listen(self, _leg: LegId) -> AbstractAsyncContextManager[Hearing]:
        """There is no leg."""
        raise SwitchRefused(NO_PHONES)

    async def legs(self) -> Sequence[LegSeen]:
        """None."""
        return ()

    async def reachable_seats(self) -> frozenset[str]:
        """The bench tells whose phone is there."""
        return frozenset()


class Deaf:
    """No recogniser."""

    def hears(self, _language: str) -> bool:
        """No language."""
        return False

    async def collect(self, *_: object, **_named: object) -> Never:
        """Never asked: it hears no language."""
        raise SwitchRefused(NO_PHONES)
