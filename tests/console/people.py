"""People of these tests, with a password."""

from __future__ import annotations

import httpx

from console.who import CSRF_HEADER
from store.accounts import Account
from store.audit import Sought
from tests.console.desk import Console

PASSWORD = "correct horse battery"
LIN = Account("lin.mei", "Lin Mei", ("agent",))
BOSS = Account("boss", "The Boss", ("admin",))


async def with_password(console: Console, account: Account = LIN, password: str = PASSWORD) -> None:
    """There is this account."""
    doors = console.rooms.doors
    hashed = await doors.sign_in.passwords.hashed(password)
    await doors.accounts.add(Account(account.user, account.name, account.roles, account.parts, password=hashed))


async def sign_in(
    client: httpx.AsyncClient, user: str = LIN.user, password: str = PASSWORD, **headers: str
) -> httpx.Response:
    """As the sign-in page does; the CSRF token goes along from then on."""
    reply = await client.post("/api/v1/session", json={"user": user, "password": password}, headers=headers)
    if reply.is_success:
        client.headers[CSRF_HEADER] = reply.json()["csrf"]
    return reply


async def audited(console: Console, what: str) -> list[tuple[str, str, str]]:
    """Who did this, to what, from where; the oldest first."""
    found = await console.rooms.audit.page(Sought(what=what))
    return [(each.user, each.of, each.address) for each in reversed(found)]
