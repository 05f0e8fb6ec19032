"""One-time links: the first admin, a new account, a lost password."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from console.roles import Role
from store.sessions import Sessions
from tests.console.desk import ORIGIN, Console
from tests.console.people import LIN, PASSWORD, audited, sign_in, with_password

NEW = "blue whales under tables"


async def link(console: Console, user: str = "") -> str:
    """The secret of a new link."""
    address, _ = await console.rooms.doors.links.make(user)
    assert address.startswith(f"{ORIGIN}/first#")
    return address.partition("#")[2]


async def redeem(client: httpx.AsyncClient, secret: str, **more: str) -> httpx.Response:
    return await client.post("/api/v1/first", json={"link": secret, "password": NEW, **more})


async def test_the_first_admin_gets_in_by_his_link_and_is_signed_in(console: Console) -> None:
    browser, secret = await console.browser(), await link(console)
    assert (await browser.get("/api/v1/health")).json() == {"ok": True, "first": True}
    assert (await browser.post("/api/v1/first/look", json={"link": secret})).json() == {"user": "", "first": True}
    me = await redeem(browser, secret, user="boss", name="The Boss")
    assert (me.status_code, me.json()["roles"]) == (200, ["admin"]), me.text
    assert (await browser.get("/api/v1/session")).json()["user"] == "boss"
    assert (await browser.get("/api/v1/health")).json()["first"] is False
    assert (await sign_in(await console.browser(), "boss", NEW)).status_code == 200


async def test_a_link_opens_once(console: Console) -> None:
    secret = await link(console)
    assert (await redeem(await console.browser(), secret, user="boss")).status_code == 200
    again = await redeem(await console.browser(), secret, user="other")
    assert (again.status_code, again.json()["code"]) == (404, "HL805")


async def test_of_two_who_open_it_at_once_one_gets_in(console: Console) -> None:
    await with_password(console)
    secret = await link(console, LIN.user)
    browsers = [await console.browser() for _ in range(4)]
    replies = await asyncio.gather(*(redeem(each, secret) for each in browsers))
    assert sorted(each.status_code for each in replies) == [200, 404, 404, 404]


async def test_a_link_expires(console: Console) -> None:
    secret = await link(console)
    await console.clock.advance(24 * 3600.0)
    assert (await redeem(await console.browser(), secret, user="boss")).status_code == 404


async def test_a_newer_link_ends_the_one_before(console: Console) -> None:
    before, after = await link(console), await link(console)
    assert (await redeem(await console.browser(), before, user="boss")).status_code == 404
    assert (await redeem(await console.browser(), after, user="boss")).status_code == 200


async def test_the_first_admins_link_opens_nothing_once_somebody_is_there(console: Console) -> None:
    secret = await link(console)
    await with_password(console)
    assert (await redeem(await console.browser(), secret, user="boss")).status_code == 409


@pytest.mark.parametrize(
    ("user", "password"),
    [
        ("boss", "short"),
        ("boss", "passwordpassword"),
        ("boss", "123456789012"),
        ("boss", "abcdefghijklm"),
        ("boss", "bossbossboss1"),
        ("boss", "aaaaaaaaaaaaaaaa"),
        ("boss", "x" * 257),
        ("Boss!", NEW),
        ("", NEW),
    ],
)
async def test_a_bad_name_or_password_does_not_use_it_up(console: Console, user: str, password: str) -> None:
    browser, secret = await console.browser(), await link(console)
    refused = await browser.post("/api/v1/first", json={"link": secret, "user": user, "password": password})
    assert refused.status_code == 422
    assert len(password) < 6 or password not in refused.text
    assert (await redeem(browser, secret, user="boss")).status_code == 200


async def test_a_lost_password_is_set_anew_and_every_session_ends(console: Console) -> None:
    await with_password(console)
    there = await console.browser()
    await sign_in(there)
    admin = await console.signed_in(Role.ADMIN, user="admin")
    made = (await admin.post(f"/api/v1/accounts/{LIN.user}/link")).json()
    assert (await sign_in(await console.browser(), password=PASSWORD)).status_code == 200, "until it is used"
    browser = await console.browser()
    assert (await redeem(browser, made["address"].partition("#")[2])).json()["user"] == LIN.user
    assert (await there.get("/api/v1/session")).status_code == 401
    assert (await sign_in(await console.browser(), password=PASSWORD)).status_code == 401
    assert ("admin", LIN.user, "127.0.0.1") in await audited(console, "account.link")
    assert (LIN.user, LIN.user, "127.0.0.1") in await audited(console, "account.password")


async def test_a_link_opens_no_account_that_is_shut(console: Console) -> None:
    admin = await console.signed_in(Role.ADMIN)
    await with_password(console)
    secret = await link(console, LIN.user)
    await admin.patch(f"/api/v1/accounts/{LIN.user}", json={"active": False})
    assert (await redeem(await console.browser(), secret)).status_code == 409
    assert await Sessions(console.database).of(LIN.user) == []


async def test_who_is_shut_out_by_wrong_tries_gets_in_by_a_link(console: Console) -> None:
    await with_password(console)
    browser = await console.browser()
    for _ in range(6):
        last = await sign_in(browser, password="not the one")
    assert last.status_code == 429
    assert (await redeem(browser, await link(console, LIN.user))).status_code == 200
    assert (await sign_in(await console.browser(), password=NEW)).status_code == 200


async def test_the_store_does_not_have_the_link(console: Console) -> None:
    secret = await link(console)
    async with console.database.reading() as connection:
        rows = (await connection.exec_driver_sql("SELECT * FROM access_links")).all()
    assert len(rows) == 1
    assert secret not in repr(rows)
