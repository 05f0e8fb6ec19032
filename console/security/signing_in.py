"""Signing in, by a password or by a one-time link, and what a new password ends."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from calls.clock import Clock
from console.audit import Audit
from console.errors import Conflict, NotSignedIn, TooMany, WrongValue
from console.roles import Role
from console.security.accounts import AccountBook, checked
from console.security.limits import Limits
from console.security.links import FIRST, LinkBook
from console.security.passwords import AT_ONCE, Passwords, checked_password
from console.security.sessions import SessionBook
from store.accounts import Account
from store.sessions import Session

MOST_WAITING = 500
"""Tries that wait for their turn; more are sent away, for each holds a connection."""
WRONG = "wrong user name or password"


@dataclass(frozen=True, slots=True)
class Caller:
    """From where somebody tries."""

    address: str
    device: str


class SignIn:
    """The way in."""

    def __init__(
        self,
        accounts: AccountBook,
        sessions: SessionBook,
        links: LinkBook,
        passwords: Passwords,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._accounts, self._sessions, self._links = accounts, sessions, links
        self.passwords, self._audit, self._clock = passwords, audit, clock
        self.limits = Limits()
        self._turns, self._waiting = asyncio.Semaphore(AT_ONCE), 0

    async def by_password(self, user: str, password: str, caller: Caller) -> tuple[str, Session]:
        """The secret for the cookie, and the session. Raises NotSignedIn, TooMany."""
        account = await self._proved(user, password, caller)
        if self.passwords.is_old(account.password):
            account = replace(account, password=await self.passwords.hashed(password))
        return await self.welcome(account, caller)

    async def welcome(self, account: Account, caller: Caller) -> tuple[str, Session]:
        """A session for somebody who has shown who he is."""
        await self._accounts.change(replace(account, signed_in_at=self._clock.now()))
        await self._audit.told("session.begin", account.user, caller.address, {"device": caller.device}, account.user)
        return await self._sessions.begin(account.user, caller.address, caller.device)

    async def change_password(self, user: str, old: str, new: str, caller: Caller) -> tuple[str, Session]:
        """A new password, a new session, and the end of every other. Raises TooMany, WrongValue."""
        try:
            account = await self._proved(user, old, caller)
        except NotSignedIn:
            raise WrongValue("the password as it is now is another one", "try again") from None
        await self._set(account, new, caller.address)
        return await self._sessions.begin(account.user, caller.address, caller.device)

    async def by_link(self, secret: str, user: str, name: str, password: str, caller: Caller) -> tuple[str, Session]:
        """The first admin is made, or whose link it is gets this password. Raises Unknown, WrongValue, Conflict."""
        whose = await self._links.user_of(secret)
        if whose == FIRST:
            account = await self._first_admin(secret, user, name, password)
        else:
            account = await self._accounts.one(whose)
            if not account.active:
                raise Conflict("this account is shut", "ask an admin")
            checked_password(password, account.user, account.name)
            await self._links.use(secret)
        await self._set(account, password, caller.address)
        self.limits.right(account.user)
        return await self.welcome(await self._accounts.one(account.user), caller)

    async def _first_admin(self, secret: str, user: str, name: str, password: str) -> Account:
        """Only while nobody is there: afterwards an old link of this kind opens nothing."""
        if not await self._accounts.is_empty():
            raise Conflict("there are accounts already", "sign in, or ask an admin for a link")
        checked_password(password, user, name)
        account = checked(Account(user, name or user, (Role.ADMIN.value,)))
        await self._links.use(secret)
        return await self._accounts.add(account)

    async def _set(self, account: Account, password: str, address: str) -> None:
        checked_password(password, account.user, account.name)
        hashed = await self.passwords.hashed(password)
        await self._audit.told("account.password", account.user, address, user=account.user)
        await self._accounts.change(replace(account, password=hashed, password_at=self._clock.now()))
        await self._sessions.end_all(account.user)

    async def _proved(self, user: str, password: str, caller: Caller) -> Account:
        if self._waiting >= MOST_WAITING:
            raise TooMany("too many people sign in at this moment", 5.0)
        self._waiting += 1
        try:
            async with self._turns:
                return await self._checked(user[:64].casefold(), password, caller)
        finally:
            self._waiting -= 1

    async def _checked(self, user: str, password: str, caller: Caller) -> Account:
        """The limits are looked at when the turn comes: whoever asks a thousand times at once gets no thousand tries."""
        await self._refuse_shut(user, caller)
        self.limits.tried(user, self._clock.now())
        account = await self._accounts.any(user)
        fits = await self.passwords.fits(password, account.password if account and account.active else "")
        if account is not None and fits:
            self.limits.right(user)
            return account
        shut = self.limits.wrong(user, caller.address, self._clock.now())
        after = {"device": caller.device, "shut": shut}
        await self._audit.told("session.refused", user, caller.address, after)
        raise NotSignedIn(WRONG, "try again, or ask an admin for a link")

    async def _refuse_shut(self, user: str, caller: Caller) -> None:
        wait = self.limits.wait(user, caller.address, self._clock.now())
        if wait > 0:
            raise TooMany(f"tried wrongly too often; wait {round(wait)} seconds", wait)
