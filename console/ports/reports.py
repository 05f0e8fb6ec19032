"""Reports, as the console asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from acd.measures import By
from console.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Figure:
    """What one figure of a report is: its name, its unit (`share`, `s`, `agents`), and how it is made, with its source."""

    name: str
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class Wished:
    """Which report. Days as people write them, in the centre's zone; `first` and `last` for more than one."""

    by: By
    day: str = "today"
    first: str = ""
    last: str = ""


class ReportsPort(Protocol):
    """What the console asks of the service about days that were."""

    async def report(self, wished: Wished, who: Visitor) -> dict[str, Any]:
        """What `hotline report day --json` prints; for his part of the organisation. Raises WrongSettings, StoreUnusable."""
        ...

    async def csv(self, wished: Wished, who: Visitor) -> str:
        """The same for a spreadsheet."""
        ...

    def figures(self) -> list[Figure]:
        """Every ratio and mean, in the order in which they are told."""
        ...
