"""Accounts: what one may look like, and who is kept from locking everybody out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from calls.clock import Clock
from calls.ids import PersonId
from console.errors import Conflict, Unknown, WrongValue
from console.roles import Role
from store.accounts import Account, Accounts

_USER = re.compile(r"[a-z0-9](?:[a-z0-9._@-]{0,62}[a-z0-9])?")
_PART = re.compile(r"[^/\x00-\x1f\x7f]{1,80}(?:/[^/\x00-\x1f\x7f]{1,80}){0,3}")
LONGEST_NAME, MOST_PARTS = 80, 50
LOCALES = ("zh", "en")
TRUSTED_FOR = 1.0
"""Seconds for which an account that was read holds: another process may change it (`hotline console`)."""


class AccountBook:
    """The accounts, checked at their door."""

    def __init__(self, accounts: Accounts, clock: Clock) -> None:
        self._accounts, self._clock = accounts, clock
        self._read: dict[str, tuple[float, Account]] = {}

    async def all(self) -> list[Account]:
        """By user name."""
        return await self._accounts.all()

    async def is_empty(self) -> bool:
        """Whether nobody could ever sign in."""
        return await self._accounts.count() == 0

    async def find(self, user: str) -> Account | None:
        """The account, perhaps a second old."""
        now = self._clock.now()
        known = self._read.get(user)
        if known is not None and now < known[0] + TRUSTED_FOR:
            return known[1]
        found = await self._accounts.one(user)
        self._keep(user, found, now)
        return found

    async def one(self, user: str) -> Account:
        """The account as it is in the store. Raises Unknown."""
        found = await self._accounts.one(user)
        if found is None:
            raise Unknown(f"no account is called {user!r:.80}")
        return found

    async def any(self, user: str) -> Account | None:
        """The account as it is in the store, if there is one."""
        return await self._accounts.one(user)

    async def of_subject(self, subject: str) -> Account | None:
        """The account of somebody whom an identity provider knows."""
        return await self._accounts.of_subject(subject)

    async def add(self, account: Account) -> Account:
        """Make it. Raises WrongValue, Conflict."""
        made = replace(checked(account), made_at=self._clock.now())
        if not await self._accounts.add(made):
            raise Conflict(f"there is an account {made.user!r} already", "take another user name")
        return made

    async def change(self, account: Account) -> Account:
        """Write it as it is now. Raises WrongValue, Unknown; Conflict if nobody would be left to manage accounts."""
        before = await self.one(account.user)
        if _is_admin(before) and not _is_admin(account) and not await self._another_admin(account.user):
            raise Conflict(f"{account.user} is the last admin", "make another account an admin first")
        await self._accounts.change(checked(account))
        self._read.pop(account.user, None)
        return account

    async def _another_admin(self, user: str) -> bool:
        return any(_is_admin(each) and each.user != user for each in await self._accounts.all())

    def _keep(self, user: str, found: Account | None, now: float) -> None:
        if found is None:
            self._read.pop(user, None)
        else:
            self._read[user] = (now, found)


def _is_admin(account: Account) -> bool:
    return account.active and Role.ADMIN in account.roles


def checked(account: Account) -> Account:
    """The account, if it can be one. Raises WrongValue."""
    if account.locale not in LOCALES:
        raise WrongValue(f"{account.locale!r:.20} is no language of the console", f"one of {', '.join(LOCALES)}")
    return replace(
        account,
        user=checked_user(account.user),
        name=checked_name(account.name),
        roles=checked_roles(account.roles),
        parts=checked_parts(account.parts),
        person=checked_person(account.person),
    )


def checked_user(user: str) -> str:
    """A name to sign in with. Raises WrongValue."""
    if not _USER.fullmatch(user):
        raise WrongValue(
            f"{user!r:.80} is no user name",
            "small letters, digits, and dot, dash, underscore or @ between them; at most 64",
        )
    return user


def checked_name(name: str) -> str:
    """One line that people read. Raises WrongValue."""
    if not 1 <= len(name.strip()) <= LONGEST_NAME or not name.isprintable():
        raise WrongValue(f"{name!r:.90} is no name", f"one line of 1 to {LONGEST_NAME} characters")
    return name.strip()


def checked_roles(roles: Iterable[str]) -> tuple[str, ...]:
    """One or more of our roles. Raises WrongValue."""
    known = {role.value for role in Role}
    wanted = tuple(sorted({str(role) for role in roles}))
    if not wanted or not known.issuperset(wanted):
        raise WrongValue(
            f"not roles: {', '.join(wanted) or 'none'!s:.80}", f"one or more of {', '.join(sorted(known))}"
        )
    return wanted


def checked_parts(parts: Iterable[str]) -> tuple[str, ...]:
    """Prefixes of the organisation. Raises WrongValue."""
    wanted = tuple(sorted(set(parts)))
    wrong = [part for part in wanted if not _PART.fullmatch(part)]
    if wrong or len(wanted) > MOST_PARTS:
        raise WrongValue(
            f"no part of an organisation: {wrong[:1]!r:.90}", "region/area/centre/team, as the people file has it"
        )
    return wanted


def checked_person(person: str) -> PersonId:
    """A name from the people file, or ''. Raises WrongValue."""
    if person and (len(person) > LONGEST_NAME or not re.fullmatch(r"\w[\w.@-]*", person)):
        raise WrongValue(f"{person!r:.90} is no person", "take the id from the people file")
    return PersonId(person)
