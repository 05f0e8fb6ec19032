"""Sessions: begun with a new secret at each sign-in, ended by time, by the person, by an admin, by a new password.

An open page counts as use: an agent who waits for his next call at night must not be signed out under it. What ends a
session that nobody ended is its length, and the time since a page was last open.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from calls.clock import Clock
from calls.ids import PersonId
from console.roles import Action, Role
from console.security.secrets import digest, new_name, new_secret
from console.settings import ConsoleSettings
from store.sessions import Session, Sessions

TRUSTED_FOR = 1.0
"""Seconds for which a session that was read holds: another process may end it."""
WRITTEN_EVERY, SWEPT_EVERY = 30.0, 3600.0
LONGEST_DEVICE = 200


class SessionBook:
    """The sessions that are open."""

    def __init__(self, sessions: Sessions, clock: Clock, settings: ConsoleSettings) -> None:
        self._sessions, self._clock, self._settings = sessions, clock, settings
        self._read: dict[str, tuple[float, Session]] = {}
        self._used: dict[str, float] = {}

    async def begin(self, user: str, address: str, device: str) -> tuple[str, Session]:
        """Somebody has signed in: the secret for his cookie, and the session."""
        return await self._begin(
            Session("", "", "session", user, "", address, device, *self._times(self._settings.length))
        )

    async def begin_link(
        self,
        person: PersonId,
        name: str,
        roles: Collection[Role],
        only: Collection[Action],
        lasts: float,
        address: str = "",
    ) -> tuple[str, Session]:
        """Somebody came by a link of his, and may do `only` this, for `lasts` seconds."""
        blank = Session("", "", "link", f"link:{person}", "", address, "", *self._times(lasts))
        rights = replace(blank, person=person, name=name, roles=tuple(roles), actions=tuple(only))
        return await self._begin(rights)

    async def find(self, secret: str) -> Session | None:
        """The session of this secret, if it is not over; finding it is using it."""
        key, now = digest(secret), self._clock.now()
        session = await self._known(key, now)
        if session is None or self.is_over(session, now):
            return None
        self._used[key] = now
        return session

    def is_over(self, session: Session, now: float) -> bool:
        """Whether its time has passed, or nobody used it for too long."""
        seen = max(session.seen_at, self._used.get(session.digest, 0.0))
        return now >= session.ends_at or now >= seen + self._settings.idle

    async def of(self, user: str = "") -> list[Session]:
        """Those that are open, of one or of all."""
        now = self._clock.now()
        found = [
            replace(each, seen_at=max(each.seen_at, self._used.get(each.digest, 0.0)))
            for each in await self._sessions.of(user)
        ]
        return [each for each in found if not self.is_over(each, now)]

    async def end(self, ending: Collection[Session]) -> None:
        """They are over at once, here and in the store."""
        for each in ending:
            self._forget(each.digest)
        await self._sessions.end([each.digest for each in ending])

    async def end_all(self, user: str, but: str = "") -> int:
        """All of this user, but the one with this id; how many."""
        ending = [each for each in await self._sessions.of(user) if each.id != but]
        await self.end(ending)
        return len(ending)

    async def run(self) -> None:
        """Write now and then which were used, and forget those that are over; for ever."""
        swept = self._clock.now()
        while True:
            await self._clock.wait_until(self._clock.now() + WRITTEN_EVERY)
            await self.write_used()
            now = self._clock.now()
            if now >= swept + SWEPT_EVERY:
                swept = now
                await self.sweep()

    async def sweep(self) -> None:
        """Forget those that are over, here and in the store. Raises StoreUnusable."""
        now = self._clock.now()
        self._read = {key: known for key, known in self._read.items() if not self.is_over(known[1], now)}
        await self._sessions.sweep(now, now - self._settings.idle)

    async def write_used(self) -> None:
        """What was used since the last time."""
        used, self._used = self._used, {}
        for key, at in used.items():
            if key in self._read:
                read_at, session = self._read[key]
                self._read[key] = (read_at, replace(session, seen_at=at))
        if used:
            await self._sessions.seen(list(used.items()))

    async def _begin(self, blank: Session) -> tuple[str, Session]:
        secret = new_secret()
        device = "".join(each for each in blank.device if each.isprintable())[:LONGEST_DEVICE]
        session = replace(blank, digest=digest(secret), id=new_name(), csrf=new_secret(), device=device)
        await self._sessions.add(session)
        self._read[session.digest] = (session.begun_at, session)
        return secret, session

    def _times(self, lasts: float) -> tuple[float, float, float]:
        now = self._clock.now()
        return now, now, now + lasts

    async def _known(self, key: str, now: float) -> Session | None:
        known = self._read.get(key)
        if known is not None and now < known[0] + TRUSTED_FOR:
            return known[1]
        found = await self._sessions.one(key)
        if found is None:
            self._forget(key)
        else:
            self._read[key] = (now, found)
        return found

    def _forget(self, key: str) -> None:
        self._read.pop(key, None)
        self._used.pop(key, None)
