"""Versions of the dialplan: the one that is live, those before it, publishing and going back. Times are epoch seconds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from console.ports.plan_texts import PlanText
from console.ports.words import Words


@dataclass(frozen=True, slots=True)
class LiveView:
    """What calls begin on. `mode` FILES: the service follows the files in `folder`, and no version (then 0).

    `by`, `message`, `at`: who made it live, why and when. `digest`: of its texts. `trouble`: why a newer one does not run.
    """

    mode: Literal["versions", "files"]
    version: int
    plan: PlanText
    digest: str
    by: str
    message: str
    at: float
    folder: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class VersionView:
    """A published version without its texts."""

    number: int
    author: str
    message: str
    published_at: float
    digest: str
    files: int
    live: bool


@dataclass(frozen=True, slots=True)
class Went:
    """A version was made live: published, or gone back to."""

    change: int
    version: int
    by: str
    message: str
    at: float


@dataclass(frozen=True, slots=True)
class History:
    """Versions and what was made live when, newest first."""

    versions: Sequence[VersionView]
    went: Sequence[Went]


@dataclass(frozen=True, slots=True)
class Published:
    """What is live now, or is about to be (`version` 0 then). `new` False: it was these very files already.

    `changes`: against what was live before.
    """

    version: int
    new: bool
    before: int
    changes: Sequence[Words]
    digest: str
    digest_before: str


Note = Callable[[Published], Awaitable[None]]
"""Told what is about to be done, before it is; when it raises, nothing is done."""


class PlanVersions(Protocol):
    """What the console may do with versions."""

    async def live(self) -> LiveView:
        """The plan that runs, with its texts."""
        ...

    async def history(self, limit: int) -> History:
        """Versions, newest first."""
        ...

    async def publish(self, draft: PlanText, author: str, message: str, based_on: int | None, note: Note) -> Published:
        """Make it live for calls that begin from now on. Raises PlanRefused, AnotherIsLive, Conflict."""
        ...

    async def roll_back(self, version: int, author: str, message: str, note: Note) -> Published:
        """Make an earlier version live again. Raises UnknownVersion, PlanRefused, Conflict."""
        ...
