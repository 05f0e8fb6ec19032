"""The audit log of the console: every change, every listen-in, every sign-in that failed, everything that was refused.

It is written before what it tells of is done, and on the disk when `note` returns: what cannot be noted is not done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from calls.clock import Clock
from console.security.refusals import Refusals
from console.visitor import Visitor
from store.audit import AuditLog, Noted, Sought

SECRET = frozenset({"password", "secret", "token", "csrf", "digest"})
"""Fields that are never written, whatever they belong to."""


class Audit:
    """Notes who did what."""

    def __init__(self, log: AuditLog, clock: Clock) -> None:
        self._log, self._clock, self._refusals = log, clock, Refusals()

    async def note(self, who: Visitor, what: str, of: str, before: object = None, after: object = None) -> None:
        """`what` is a verb with its subject (`account.change`), `of` names the thing; a dataclass is written by its
        fields. Raises StoreUnusable.
        """
        then = (plain(before), plain(after))
        noted = Noted(self._clock.now(), who.user, who.name, who.kind, who.address, what, of, *then)
        await self._log.add(noted)

    async def refused(self, who: Visitor, what: str, of: str, why: Mapping[str, object]) -> None:
        """He asked for what he may not. So many of each person an hour; a later line says how many were left out."""
        left_out = self._refusals.room(who.user, self._clock.now())
        if left_out is not None:
            await self.note(who, what, of, after={**why, "left_out": left_out} if left_out else dict(why))

    async def told(self, what: str, of: str, address: str = "", after: object = None, user: str = "") -> None:
        """The same for somebody who is not signed in, or for the service itself."""
        await self._log.add(Noted(self._clock.now(), user, "", "", address, what, of, None, plain(after)))

    async def page(self, sought: Sought, limit: int = 100) -> list[Noted]:
        """The newest first."""
        return await self._log.page(sought, limit)


def plain(value: object) -> Any:
    """The value in JSON's kinds, without secrets."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return str(value)
        case dict():
            return {str(key): plain(each) for key, each in value.items() if key not in SECRET}
        case frozenset() | set():
            return sorted(map(str, value))
        case list() | tuple():
            return [plain(each) for each in value]
        case _ if is_dataclass(value):
            return {each.name: plain(getattr(value, each.name)) for each in fields(value) if each.name not in SECRET}
        case _:
            return str(value)
