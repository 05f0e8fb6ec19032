"""API tokens: what programs may do, and for how long."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from console.roles import ALLOWED, Role
from tests.console.access_table import TABLE
from tests.console.desk import Console

TOKENS, ME = "/api/v1/tokens", "/api/v1/session"


async def made(console: Console, admin: httpx.AsyncClient, **wanted: Any) -> tuple[httpx.AsyncClient, dict[str, Any]]:
    """A program with a new token, and what was told of it."""
    reply = await admin.post(TOKENS, json={"name": "a program", **wanted})
    assert reply.status_code == 201, reply.text
    program = await console.browser()
    program.headers["Authorization"] = f"Bearer {reply.json()['secret']}"
    return program, reply.json()["token"]


async def test_a_program_signs_in_without_cookie_and_csrf(console: Console) -> None:
    admin = await console.signed_in(Role.ADMIN, user="admin")
    program, _ = await made(console, admin)
    assert (await program.get(ME)).json()["kind"] == "token"
    assert (
        await program.post("/api/v1/accounts", json={"user": "a", "name": "A", "roles": ["agent"]})
    ).status_code == 201


async def test_the_secret_is_shown_once_and_kept_nowhere(console: Console) -> None:
    admin = await console.signed_in(Role.ADMIN)
    reply = (await admin.post(TOKENS, json={"name": "a program"})).json()
    assert reply["secret"].startswith("hl_")
    assert reply["secret"] not in (await admin.get(TOKENS)).text
    async with console.database.reading() as connection:
        for table in ("api_tokens", "audit"):
            rows = (await connection.exec_driver_sql(f"SELECT * FROM {table}")).all()
            assert rows
            assert reply["secret"] not in repr(rows)


async def test_it_may_do_what_it_names_and_no_more(console: Console) -> None:
    admin = await console.signed_in(Role.ADMIN)
    program, _ = await made(console, admin, actions=["see_self", "see_reports"])
    assert (await program.get(ME)).json()["actions"] == ["see_reports", "see_self"]
    assert (await program.get("/api/v1/accounts")).status_code == 403


async def test_it_may_never_do_more_than_its_account(console: Console) -> None:
    admin = await console.signed_in(Role.ADMIN)
    await console.signed_in(Role.ANALYST, user="robot")
    program, _ = await made(console, admin, user="robot", actions=["see_self", "see_reports", "see_audit"])
    assert (await program.get(ME)).json()["actions"] == ["see_reports", "see_self"]
    assert (await program.get("/api/v1/audit")).status_code == 403
    await admin.patch("/api/v1/accounts/robot", json={"active": False})
    assert (await program.get(ME)).status_code == 401


async def test_a_token_makes_no_token_that_can_do_more(console: Console) -> None:
    admin = await console.signed_in(Role.ADMIN, user="admin")
    program, _ = await made(console, admin, actions=["see_self", "manage_accounts"])
    assert (await program.post(TOKENS, json={"name": "more"})).status_code == 403
    assert (await program.post(TOKENS, json={"name": "more", "actions": ["see_audit"]})).status_code == 403
    assert (await program.post(TOKENS, json={"name": "less", "actions": ["see_self"]})).status_code == 201


async def test_a_token_makes_and_opens_no_account_that_can_do_more(console: Console) -> None:
    boss = await console.signed_in(Role.ADMIN, user="boss")
    program, _ = await made(console, boss, actions=["manage_accounts", *ALLOWED[Role.AGENT]])
    chen = {"user": "chen", "name": "Chen", "roles": ["admin"]}
    assert (await program.post("/api/v1/accounts", json=chen)).status_code == 403
    assert (await program.post("/api/v1/accounts", json=chen | {"roles": ["agent"]})).status_code == 201
    assert (await program.patch("/api/v1/accounts/chen", json={"roles": ["leader"]})).status_code == 403
    assert (await program.post("/api/v1/accounts/boss/link")).status_code == 403


async def test_it_ends_by_time(console: Console) -> None:
    admin = await console.signed_in(Role.ADMIN)
    program, told = await made(console, admin, lasts=3600.0)
    assert told["ends_at"] == console.clock.now() + 3600.0
    await console.clock.advance(3599.0)
    assert (await program.get(ME)).status_code == 200
    await console.clock.advance(1.0)
    assert (await program.get(ME)).status_code == 401


async def test_it_ends_when_it_is_taken_back(console: Console) -> None:
    admin = await console.signed_in(Role.ADMIN)
    program, told = await made(console, admin)
    assert (await program.get(ME)).status_code == 200
    assert (await admin.delete(f"{TOKENS}/{told['id']}")).status_code == 204
    assert (await program.get(ME)).status_code == 401
    assert (await admin.get(TOKENS)).json() == []
    assert (await admin.delete(f"{TOKENS}/{told['id']}")).status_code == 404


async def test_when_it_was_last_used_is_known(console: Console) -> None:
    admin = await console.signed_in(Role.ADMIN)
    program, told = await made(console, admin)
    assert told["used_at"] is None
    await console.clock.advance(100.0)
    await program.get(ME)
    assert (await admin.get(TOKENS)).json()[0]["used_at"] == console.clock.now()


async def test_tokens_of_another_part_are_not_there(console: Console) -> None:
    boss, south = await console.signed_in(Role.ADMIN), await console.signed_in(Role.ADMIN, parts=["south"])
    await console.signed_in(Role.AGENT, parts=["north"], user="north")
    _, told = await made(console, boss, user="north")
    assert (await south.get(TOKENS)).json() == []
    assert (await south.delete(f"{TOKENS}/{told['id']}")).status_code == 404
    assert (await south.post(TOKENS, json={"name": "mine", "user": "north"})).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"lasts": 1}, {"lasts": "x"}, {"actions": []}, {"actions": ["rule"]}, {"more": 1}]
)
async def test_a_wrong_wish_makes_none(console: Console, wrong: dict[str, Any]) -> None:
    admin = await console.signed_in(Role.ADMIN)
    assert (await admin.post(TOKENS, json={"name": "a program", **wrong})).status_code == 422
    assert (await admin.get(TOKENS)).json() == []


async def test_a_token_in_a_browser_does_not_count_as_a_session(console: Console) -> None:
    """A wrong bearer is refused even where a good cookie goes along: nobody is let in by accident."""
    admin = await console.signed_in(Role.ADMIN)
    admin.headers["Authorization"] = "Bearer hl_made-up"
    assert (await admin.get(ME)).status_code == 401


HIMSELF = [name for name, row in TABLE.items() if not row.tokens]
GIVEN = {"PUT /session/password": {"old": "x", "new": "blue whales under tables"}, "PATCH /session": {"locale": "en"}}


def test_what_changes_oneself_is_for_no_token() -> None:
    own = {name for name in TABLE if " /session" in name and not name.startswith(("GET ", "POST "))}
    assert set(HIMSELF) == own


@pytest.mark.parametrize("route", HIMSELF)
async def test_a_token_leaves_its_owners_browsers_password_and_language_alone(console: Console, route: str) -> None:
    admin = await console.signed_in(Role.ADMIN, user="admin")
    browser = await console.signed_in(Role.AGENT, user="li")
    before = (await browser.get(ME)).json()
    (session,) = (await browser.get(f"{ME}/all")).json()
    program, _ = await made(console, admin, user="li", actions=["see_self"])
    method, path = route.split()
    url = "/api/v1" + path.format(session=session["id"])
    refused = await program.request(method, url, json=GIVEN.get(route))
    assert refused.status_code == 403, refused.text
    assert refused.json()["code"] == "HL802"
    after = await browser.get(ME)
    assert (after.status_code, after.json()["locale"]) == (200, before["locale"])
