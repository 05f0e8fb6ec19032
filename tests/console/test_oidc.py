"""Signing in by an identity provider: the whole flow over real HTTP, who gets in, and with which roles."""

from __future__ import annotations

from dataclasses import replace

from console.security.oidc_words import COOKIE
from tests.console.company import ADMIN, BACK, START, Company, why
from tests.console.people import LIN, audited

ROLES = {"cc-agents": "agent", "cc-leaders": "leader"}


async def test_somebody_who_has_an_account_gets_in(company: Company) -> None:
    await company.console.rooms.doors.accounts.add(LIN)
    browser = await company.console.browser()
    reply = await company.tried(browser)
    assert (reply.status_code, reply.headers["location"]) == (303, "/")
    assert COOKIE not in browser.cookies
    me = (await browser.get("/api/v1/session")).json()
    assert (me["user"], me["kind"], me["roles"]) == ("lin.mei", "session", ["agent"])
    assert await audited(company.console, "session.begin") == [("lin.mei", "lin.mei", "127.0.0.1")]


async def test_he_is_known_by_his_subject_from_then_on(company: Company) -> None:
    await company.console.rooms.doors.accounts.add(LIN)
    await company.tried()
    company.provider.claims["preferred_username"] = "lin.mei.married"
    assert (await company.tried()).headers["location"] == "/"
    company.provider.claims |= {"sub": "another", "preferred_username": "lin.mei"}
    assert why(await company.tried()) == "unknown"


async def test_an_unknown_name_and_a_shut_account_stay_out(company: Company) -> None:
    assert why(await company.tried()) == "unknown"
    await company.console.rooms.doors.accounts.add(replace(LIN, active=False))
    assert why(await company.tried()) == "closed"
    assert await audited(company.console, "session.refused") == [("", "lin.mei", "127.0.0.1")] * 2


async def test_groups_give_roles_at_each_sign_in(company: Company) -> None:
    company.use(roles=ROLES)
    await company.console.rooms.doors.accounts.add(LIN)
    company.provider.claims["groups"] = ["cc-leaders"]
    await company.tried()
    assert (await company.account()).roles == ("leader",)
    company.provider.claims["groups"] = ["gardeners"]
    assert why(await company.tried()) == "roles"
    assert (await company.account()).roles == ("leader",)


async def test_groups_do_not_take_the_role_of_the_last_admin(company: Company) -> None:
    company.use(roles=ROLES)
    company.provider.claims["preferred_username"] = ADMIN.user
    assert why(await company.tried()) == "roles"
    assert (await company.account(ADMIN.user)).roles == ("admin",)


async def test_somebody_new_gets_an_account_if_the_settings_say_so(company: Company) -> None:
    company.use(roles=ROLES, create=True)
    assert (await company.tried()).headers["location"] == "/"
    made = await company.account()
    assert (made.name, made.roles, made.password) == ("Lin Mei", ("agent",), "")
    company.provider.claims |= {"sub": "2", "preferred_username": "not a user name"}
    assert why(await company.tried()) == "unknown"


async def test_an_email_counts_only_if_it_is_verified(company: Company) -> None:
    company.use(user="email")
    await company.console.rooms.doors.accounts.add(replace(LIN, user="lin@example.com"))
    company.provider.claims["email"] = "lin@example.com"
    assert why(await company.tried()) == "unknown"
    company.provider.claims["email_verified"] = True
    assert (await company.tried()).headers["location"] == "/"


async def test_the_page_is_told_of_the_button(company: Company) -> None:
    browser = await company.console.browser()
    assert (await browser.get("/api/v1/oidc")).json() == {"on": True, "text": ""}
    company.console.rooms.oidc = None
    assert (await browser.get("/api/v1/oidc")).json() == {"on": False, "text": ""}
    assert [(await browser.get(path)).status_code for path in (START, BACK)] == [404, 404]
