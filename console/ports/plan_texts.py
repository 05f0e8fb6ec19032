"""A plan as text and as data: which one is meant, and what a form changes in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class PlanText:
    """The text of every file of a plan, by its name beside `main`, which begins it."""

    main: str
    texts: Mapping[str, str]


Which = PlanText | int | None
"""A draft, the number of a version, or None: the plan that runs."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as data, every value as it is written. `lines`: where a section and its names stand (`agents/1001`)."""

    data: Any
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Change:
    """One change that a form makes to a file."""

    file: str
    do: Literal["set", "remove", "insert", "rename"]
    path: Sequence[str | int]
    value: Any = None
    name: str = ""
