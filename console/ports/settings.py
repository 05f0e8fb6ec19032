"""The settings as an admin may read them on a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SettingTold:
    """One setting. A secret's `value` is never here, only whether there is one (`is_set`)."""

    section: str
    name: str
    meaning: str
    secret: bool
    is_set: bool
    value: Any
    default: Any


ReadSettings = Callable[[], Sequence[SettingTold]]
"""All of them, in the order of the manual."""
