"""One-time links: the first admin, a new account, a lost password. Who has the link sets the password, once."""

from __future__ import annotations

from calls.clock import Clock
from console.errors import Unknown
from console.security.secrets import digest, new_secret
from console.settings import ConsoleSettings
from store.access_links import AccessLink, AccessLinks

FIRST = ""
"""The user of the link for the first admin, who has no name yet."""
_GONE = "this link was used, has expired, or was replaced by a newer one"
REMEDY = "`hotline console link` on the machine of the service makes a new one, or ask an admin"


class LinkBook:
    """Makes and redeems them. A new one for the same user ends the one before."""

    def __init__(self, links: AccessLinks, clock: Clock, settings: ConsoleSettings) -> None:
        self._links, self._clock, self._settings = links, clock, settings

    async def make(self, user: str = FIRST) -> tuple[str, float]:
        """The address to open, and until when."""
        secret, now = new_secret(), self._clock.now()
        ends = now + self._settings.link_lasts
        await self._links.add(AccessLink(digest(secret), user, now, ends))
        return self.address(secret), ends

    def address(self, secret: str) -> str:
        """The secret stands behind #: browsers send that part to nobody, so it gets into no log."""
        return f"{self._settings.address}/first#{secret}"

    async def user_of(self, secret: str) -> str:
        """Whose it is, without using it up. Raises Unknown."""
        link = await self._links.one(digest(secret))
        if link is None or link.used_at is not None or link.ends_at <= self._clock.now():
            raise Unknown(_GONE, REMEDY)
        return link.user

    async def use(self, secret: str) -> str:
        """Whose it is; it is used up. Raises Unknown."""
        user = await self.user_of(secret)
        if not await self._links.use(digest(secret), self._clock.now()):
            raise Unknown(_GONE, REMEDY)
        return user
