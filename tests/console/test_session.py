"""Signing in and out, and who one is."""

from __future__ import annotations

from console.roles import ALLOWED, Role
from console.who import COOKIE
from store.accounts import Account
from tests.console.desk import Console

PASSWORD = "correct horse battery"
SOMEBODY = Account("lin.mei", "Lin Mei", ("agent",))


async def with_account(console: Console, account: Account = SOMEBODY) -> None:
    passwords = console.rooms.doors.sign_in.passwords
    hashed = await passwords.hashed(PASSWORD)
    await console.rooms.doors.accounts.add(Account(account.user, account.name, account.roles, password=hashed))


async def test_who_signs_in_learns_who_he_is_and_what_he_may(console: Console) -> None:
    await with_account(console)
    browser = await console.browser()
    signed_in = await browser.post("/api/v1/session", json={"user": "lin.mei", "password": PASSWORD})
    assert signed_in.status_code == 200, signed_in.text
    me = (await browser.get("/api/v1/session")).json()
    assert me == signed_in.json()
    assert (me["user"], me["name"], me["roles"], me["zone"]) == ("lin.mei", "Lin Mei", ["agent"], "Asia/Shanghai")
    assert set(me["actions"]) == ALLOWED[Role.AGENT]
    cookie = signed_in.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Secure" not in cookie


async def test_nobody_is_told_nothing(console: Console) -> None:
    browser = await console.browser()
    refused = await browser.get("/api/v1/session")
    assert refused.status_code == 401
    assert refused.json()["code"] == "HL801"
