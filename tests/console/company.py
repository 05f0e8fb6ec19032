"""A console, and the identity provider of its company."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx

from connectors.addresses import Allowed
from connectors.exchange import Exchange
from console.security.oidc import Oidc
from console.security.oidc_provider import Provider
from console.settings import OidcSettings
from console.who import COOKIE as SESSION
from store.accounts import Account
from tests.console.desk import ORIGIN, Console
from tests.console.identity_provider import CLIENT, SECRET, IdentityProvider, identity_provider
from tests.console.people import LIN

ADMIN = Account("admin", "Admin", ("admin",))
START, BACK, ERROR = "/api/v1/oidc/start", "/api/v1/oidc/back", "/sign-in?error="


@dataclass
class Company:
    """A console, and the provider of the company."""

    console: Console
    provider: IdentityProvider
    settings: OidcSettings

    def use(self, allow: tuple[str, ...] = ("127.0.0.1",), **changed: Any) -> None:
        """The console uses it, with these settings."""
        rooms = self.console.rooms
        wanted = replace(self.settings, **changed)
        provider = Provider(wanted, Exchange(Allowed.of(allow)), rooms.clock)
        doors, redirect = rooms.doors, ORIGIN + BACK
        rooms.oidc = Oidc(wanted, provider, doors.accounts, doors.sign_in, rooms.audit, rooms.clock, redirect)

    async def tried(self, browser: httpx.AsyncClient | None = None) -> httpx.Response:
        """What becomes of somebody who presses the button and shows there who he is."""
        browser = browser or await self.console.browser()
        started = await browser.get(START)
        assert started.status_code == 303, started.text
        if started.headers["location"].startswith(ERROR):
            return started
        return await browser.get(self.provider.sends_back(started.headers["location"]))

    async def account(self, user: str = LIN.user) -> Account:
        return await self.console.rooms.doors.accounts.one(user)


@asynccontextmanager
async def open_company(console: Console) -> AsyncIterator[Company]:
    """The console uses the provider, and has an admin."""
    async with identity_provider(console.clock.now) as provider:
        scopes = ("openid", "profile")
        wanted = OidcSettings(
            provider.issuer, CLIENT, SECRET, "", scopes, "preferred_username", "groups", {}, create=False
        )
        company = Company(console, provider, wanted)
        company.use()
        await console.rooms.doors.accounts.add(ADMIN)
        yield company


def why(reply: httpx.Response) -> str:
    assert reply.status_code == 303
    assert SESSION not in reply.cookies
    return reply.headers["location"].removeprefix(ERROR)
