"""An Asterisk program on disk: how to call it and where its parts are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

OLDEST = 20
"""The first release with everything that we use; older ones get no more security fixes."""
_VERSION = re.compile(r"Asterisk\s+(?:certified[/-]|GIT-|SVN-)?(\d+)(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class Version:
    """Release numbers: 22.10 is major 22, minor 10."""

    major: int
    minor: int

    @property
    def structured_filters(self) -> bool:
        """Whether manager.conf knows `eventfilter(name(X))`: since 18.26, 20.11, 21.6 and 22.1."""
        return (self.major, self.minor) >= {20: (20, 11), 21: (21, 6)}.get(self.major, (22, 1))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


def read_version(words: str) -> Version | None:
    """The version in what `asterisk -V` prints, or None when it says something else."""
    found = _VERSION.search(words)
    return Version(int(found[1]), int(found[2] or 0)) if found else None


@dataclass(frozen=True, slots=True)
class Installation:
    """`command` starts the program (with its own loader when it has one); `data` holds its sounds and music."""

    command: tuple[str, ...]
    version: Version
    modules: Path
    data: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def has(self, module: str) -> bool:
        """Whether a module's file is there. Names are without `.so`."""
        return (self.modules / f"{module}.so").is_file()

    def lacks(self, modules: tuple[str, ...]) -> tuple[str, ...]:
        """Which of these modules are not there."""
        return tuple(each for each in modules if not self.has(each))
