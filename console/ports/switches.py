"""Switches that people turn without a publish: hours forced open or closed, announcements. Times are epoch seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Stand = Literal["on", "off", "auto"]


@dataclass(frozen=True, slots=True)
class SwitchView:
    """A switch and how it stands. AUTO: nobody turned it, or its time is over: the plan decides. `until` None: for good.

    `kind` HOURS: ON is open, OFF closed. `now`: whether it is open, or the announcement is heard, in this moment; None: nobody
    can tell. `next_change`: when the clock of the hours opens or closes next. `prompts`: what the announcement says. `used_by`:
    queues and people whose hours these are.
    """

    name: str
    kind: Literal["hours", "notice"]
    stand: Stand
    since: float
    until: float | None
    by: str
    now: bool | None = None
    next_change: float | None = None
    prompts: Sequence[str] = ()
    used_by: Sequence[str] = ()


class SwitchRoom(Protocol):
    """What the console may do with switches."""

    async def switches(self) -> Sequence[SwitchView]:
        """Every switch of the live plan."""
        ...

    def refuse(self, name: str, stand: Stand, until: float | None) -> None:
        """Raises Unknown for a switch that the live plan has not, WrongValue for a time that is past."""
        ...

    async def turn(self, name: str, stand: Stand, until: float | None, by: str) -> SwitchView:
        """Turn one: how it stands now. Raises as `refuse` does."""
        ...
