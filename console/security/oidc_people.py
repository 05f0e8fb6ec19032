"""Whose account it is that an identity provider vouches for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from console.errors import ConsoleError
from console.security.accounts import LONGEST_NAME, AccountBook, checked_user
from console.settings import OidcSettings
from store.accounts import Account

Claims = Mapping[str, Any]


class NotLetIn(Exception):
    """`why` is a word for the sign-in page: `unknown`, `closed`, `roles`. `user`: whom the provider named."""

    def __init__(self, why: str, user: str) -> None:
        super().__init__(why)
        self.why, self.user = why, user


async def account_of(claims: Claims, book: AccountBook, settings: OidcSettings) -> Account:
    """The account, with the roles that it has now; it is bound to who he is there. Raises NotLetIn."""
    subject, user = f"{settings.issuer} {claims['sub']}", _user(claims, settings)
    known = await book.of_subject(subject) or await _unbound(user, book)
    if known is not None and not known.active:
        raise NotLetIn("closed", known.user)
    roles = _roles(claims, settings) if settings.roles else known.roles if known else ()
    if known is None and not settings.create:
        raise NotLetIn("unknown", user)
    if not roles:
        raise NotLetIn("roles", user)
    try:
        if known is None:
            return await book.add(Account(user, _name(claims, user), roles, subject=subject))
        return await book.change(replace(known, roles=roles, subject=subject))
    except ConsoleError:
        raise NotLetIn("unknown" if known is None else "roles", user) from None


async def _unbound(user: str, book: AccountBook) -> Account | None:
    """The account of this name, unless it is bound to somebody else there: names are given anew, subjects never."""
    found = await book.any(user) if user else None
    return None if found is None or found.subject else found


def _user(claims: Claims, settings: OidcSettings) -> str:
    """His name here, or ''. An address that the provider has not verified is anybody's."""
    found = claims.get(settings.user)
    if not isinstance(found, str) or (settings.user == "email" and claims.get("email_verified") is not True):
        return ""
    try:
        return checked_user(found.casefold())
    except ConsoleError:
        return ""


def _roles(claims: Claims, settings: OidcSettings) -> tuple[str, ...]:
    found = claims.get(settings.claim)
    values = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return tuple(sorted({settings.roles[each] for each in values if isinstance(each, str) and each in settings.roles}))


def _name(claims: Claims, user: str) -> str:
    found = claims.get("name")
    name = found.strip()[:LONGEST_NAME] if isinstance(found, str) else ""
    return name if name and name.isprintable() else user
