"""One open stream: what it sees, how far it has come, and whether there is news for it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from calls.ids import PersonId
from console.live.scope import Scope


@dataclass(eq=False, slots=True)
class Viewer:
    """Nothing waits in it: it reads the hub's log at its own pace. `at`: the number it has seen; None: it needs a snapshot.

    `over` says why the stream is to end; empty as long as it is not.
    """

    scope: Scope
    person: PersonId
    user: str
    at: int | None = None
    heard: int = 0
    """Up to here it was told what is for its person alone."""
    over: str = ""
    news: asyncio.Event = field(default_factory=asyncio.Event)
    snapshots: int = 0

    def end(self, why: str) -> None:
        """Let the stream end."""
        self.over = self.over or why
        self.news.set()
