"""What a bench found: each figure with its unit and its target, and whether all is well."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

SHORT_RUN = "short run: not the target"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `value` None: it could not be measured, which is never well where a target stands.

    `at_most` and `at_least` are the target; neither: for information.
    """

    name: str
    value: float | None
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None
    short: bool = False
    """From a run shorter, smaller or judged less strictly than the target asks for."""

    @property
    def ok(self) -> bool:
        """Whether the target is reached."""
        if self.at_most is None and self.at_least is None:
            return True
        if self.value is None:
            return False
        low = self.at_least is None or self.value >= self.at_least
        return low and (self.at_most is None or self.value <= self.at_most)

    @property
    def target(self) -> str:
        """The target in words; empty where there is none."""
        words = [f"≥ {self.at_least:g}"] if self.at_least is not None else []
        words += [f"≤ {self.at_most:g}"] if self.at_most is not None else []
        return " and ".join(words)

    @property
    def verdict(self) -> str:
        """In words; empty where there is no target. A short run never says that a target is reached without saying so."""
        if not self.target:
            return ""
        return ("ok" if self.ok else "FAILED") + (f" ({SHORT_RUN})" if self.short else "")

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "at_most": self.at_most,
            "at_least": self.at_least,
            "short": self.short,
            "ok": self.ok,
        }


@dataclass(frozen=True, slots=True)
class Found:
    """Everything one bench found. `remarks` are for people, `detail` is what the figures were made from."""

    bench: str
    figures: Sequence[Figure]
    remarks: Sequence[str] = ()
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Every target reached."""
        return all(figure.ok for figure in self.figures)

    @property
    def short(self) -> bool:
        """Some figure is of a short run: `ok` does not mean that every target is reached as it is asked for."""
        return any(figure.short for figure in self.figures)

    @property
    def missed(self) -> list[str]:
        """The figures that miss their target."""
        return [figure.name for figure in self.figures if not figure.ok]

    def as_dict(self) -> dict[str, Any]:
        """For JSON: every figure, its target and the overall `ok`."""
        return {
            "bench": self.bench,
            "ok": self.ok,
            "short": self.short,
            "figures": [figure.as_dict() for figure in self.figures],
            "remarks": list(self.remarks),
            "detail": self.detail,
        }

    def as_json(self) -> bytes:
        """One document."""
        return orjson.dumps(self.as_dict(), option=orjson.OPT_INDENT_2)


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: the smallest value that `share` (0 to 1) of all values do not exceed.

    Raises ValueError without values.
    """
    if not values or not 0 < share <= 1:
        raise ValueError("a percentile needs values, and a share above 0 and up to 1")
    rank = -int(-share * len(values) // 1)
    return sorted(values)[rank - 1]


@dataclass(frozen=True, slots=True)
class Spread:
    """How values lie."""

    count: int
    least: float
    median: float
    p95: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Raises ValueError without values."""
        return cls(len(values), min(values), statistics.median(values), percentile(values, 0.95), max(values))
