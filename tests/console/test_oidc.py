"""Signing in by an identity provider: the whole flow over real HTTP, and everything by which it is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

from connectors.addresses import Allowed
from connectors.exchange import MOST_BYTES, Exchange
from console.security.limits import FREE, PER_ADDRESS
from console.security.oidc import Oidc
from console.security.oidc_provider import KEPT, KEYS_AGAIN, LEEWAY, PAUSE, Provider
from console.security.oidc_words import COOKIE, LASTS
from console.settings import OidcSettings
from console.who import COOKIE as SESSION
from store.accounts import Account
from tests.console.desk import ORIGIN, Console
from tests.console.identity_provider import (
    CLIENT,
    SECRET,
    IdentityProvider,
    identity_provider,
    key_of,
    signed_by_a_secret,
    unsigned,
)
from tests.console.people import LIN, audited

START, BACK, ERROR = "/api/v1/oidc/start", "/api/v1/oidc/back", "/sign-in?error="
ROLES = {"cc-agents": "agent", "cc-leaders": "leader"}
ADMIN = Account("admin", "Admin", ("admin",))


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


@pytest.fixture
async def company(console: Console) -> AsyncIterator[Company]:
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


async def test_somebody_who_has_an_account_gets_in(company: Company) -> None:
    await company.console.rooms.doors.accounts.add(LIN)
    browser = await company.console.browser()
    reply = await company.tried(browser)
    assert (reply.status_code, reply.headers["location"]) == (303, "/")
    assert COOKIE not in browser.cookies
    me = (await browser.get("/api/v1/session")).json()
    assert (me["user"], me["kind"], me["roles"]) == ("lin.mei", "session", ["agent"])
    assert await audited(company.console, "session.begin") == [("lin.mei", "lin.mei", "127.0.0.1")]


async def test_the_cookies_are_for_this_browser_and_no_script(company: Company) -> None:
    await company.console.rooms.doors.accounts.add(LIN)
    browser = await company.console.browser()
    started = await browser.get(START)
    on_the_way = started.headers["set-cookie"].lower()
    assert all(each in on_the_way for each in ("httponly", "samesite=lax", "path=/api/v1/oidc", f"max-age={LASTS}"))
    back = await browser.get(company.provider.sends_back(started.headers["location"]))
    session = next(each for each in back.headers.get_list("set-cookie") if each.startswith(SESSION)).lower()
    assert "httponly" in session
    assert "samesite=strict" in session


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


async def test_another_browser_cannot_finish_it(company: Company) -> None:
    await company.console.rooms.doors.accounts.add(LIN)
    browser, other = await company.console.browser(), await company.console.browser()
    back = company.provider.sends_back((await browser.get(START)).headers["location"])
    assert why(await other.get(back)) == "state"
    await other.get(START)
    assert why(await other.get(back)) == "state"
    assert (await browser.get(back)).headers["location"] == "/"


async def test_it_is_over_after_ten_minutes(company: Company) -> None:
    browser = await company.console.browser()
    back = company.provider.sends_back((await browser.get(START)).headers["location"])
    await company.console.clock.advance(LASTS + 1)
    assert why(await browser.get(back)) == "state"


async def test_a_cookie_with_another_time_is_another_cookie(company: Company) -> None:
    browser = await company.console.browser()
    back = company.provider.sends_back((await browser.get(START)).headers["location"])
    value = browser.cookies[COOKIE]
    browser.cookies.clear()
    browser.cookies.set(COOKIE, value.replace(".", ".9"))
    assert why(await browser.get(back)) == "state"


async def test_a_code_is_good_once(company: Company) -> None:
    await company.console.rooms.doors.accounts.add(LIN)
    browser = await company.console.browser()
    back = company.provider.sends_back((await browser.get(START)).headers["location"])
    cookie = browser.cookies[COOKIE]
    assert (await browser.get(back)).headers["location"] == "/"
    thief = await company.console.browser()
    thief.cookies.set(COOKIE, cookie)
    assert why(await thief.get(back)) == "provider"


async def test_a_refusal_by_the_provider_is_told(company: Company) -> None:
    browser = await company.console.browser()
    sent = httpx.URL((await browser.get(START)).headers["location"])
    denied = {"state": sent.params["state"], "error": "access_denied"}
    assert why(await browser.get(BACK, params=denied)) == "denied"


async def test_another_issuer_in_the_answer_is_refused(company: Company) -> None:
    browser = await company.console.browser()
    back = httpx.URL(company.provider.sends_back((await browser.get(START)).headers["location"]))
    assert why(await browser.get(back.copy_set_param("iss", "https://evil.example"))) == "state"


WRONG: dict[str, Callable[[IdentityProvider, dict[str, Any]], str]] = {
    "another nonce": lambda provider, said: provider.token(**said | {"nonce": "another"}),
    "no nonce": lambda provider, said: provider.token(**{name: said[name] for name in said if name != "nonce"}),
    "another issuer": lambda provider, said: provider.token(**said | {"iss": "https://evil.example"}),
    "another audience": lambda provider, said: provider.token(**said | {"aud": "somebody else"}),
    "another party": lambda provider, said: provider.token(**said | {"aud": [CLIENT, "b"], "azp": "b"}),
    "expired": lambda provider, said: provider.token(**said | {"exp": int(provider.now()) - LEEWAY - 1}),
    "no end": lambda provider, said: provider.token(**{name: said[name] for name in said if name != "exp"}),
    "from tomorrow": lambda provider, said: provider.token(**said | {"iat": int(provider.now()) + 86400}),
    "nobody": lambda provider, said: provider.token(**{name: said[name] for name in said if name != "sub"}),
    "signed by a secret": lambda _, said: signed_by_a_secret(said),
    "unsigned": lambda _, said: unsigned(said),
    "no token": lambda *_: "nonsense",
}


@pytest.mark.parametrize("kind", WRONG)
async def test_a_wrong_token_is_refused(company: Company, kind: str) -> None:
    await company.console.rooms.doors.accounts.add(LIN)
    company.provider.forge = lambda said: WRONG[kind](company.provider, said)
    assert why(await company.tried()) == "token"
    assert await audited(company.console, "session.refused") == [("", "", "127.0.0.1")]


async def test_a_token_by_another_key_is_refused(company: Company) -> None:
    await company.console.rooms.doors.accounts.add(LIN)
    company.provider.key = key_of("a thief's", "one")
    assert why(await company.tried()) == "token"


async def test_new_keys_of_the_provider_are_read(company: Company) -> None:
    await company.console.rooms.doors.accounts.add(LIN)
    assert (await company.tried()).headers["location"] == "/"
    company.provider.key = key_of("two")
    company.provider.shown.append(company.provider.key)
    await company.console.clock.advance(KEYS_AGAIN)
    assert (await company.tried()).headers["location"] == "/"
    assert company.provider.asked.count("/keys") == 2


async def test_a_provider_that_is_away_is_told_and_not_asked_by_everybody(company: Company) -> None:
    company.provider.is_broken = True
    assert [why(await company.tried()) for _ in range(3)] == ["provider"] * 3
    assert len(company.provider.asked) == 1
    company.provider.is_broken = False
    await company.console.clock.advance(PAUSE)
    await company.console.rooms.doors.accounts.add(LIN)
    assert (await company.tried()).headers["location"] == "/"


async def test_a_provider_that_goes_away_meanwhile_is_told(company: Company) -> None:
    browser = await company.console.browser()
    back = company.provider.sends_back((await browser.get(START)).headers["location"])
    company.provider.is_broken = True
    assert why(await browser.get(back)) == "provider"
    await company.console.clock.advance(KEPT)
    assert why(await company.tried()) == "provider"


@pytest.mark.parametrize(
    "document", [{"issuer": "https://evil.example"}, {"token_endpoint": None}, {"jwks_uri": "file:///etc/passwd"}]
)
async def test_a_document_of_another_provider_is_refused(company: Company, document: dict[str, Any]) -> None:
    company.provider.document = document
    assert why(await company.tried()) == "provider"


async def test_a_private_address_must_be_allowed(company: Company) -> None:
    company.use(allow=())
    assert why(await company.tried()) == "provider"
    assert company.provider.asked == []


async def test_an_answer_without_end_is_cut(company: Company) -> None:
    company.provider.document = {"more": "x" * MOST_BYTES}
    assert why(await company.tried()) == "provider"


async def test_a_wrong_secret_is_no_way_in(company: Company) -> None:
    company.use(secret="another")
    assert why(await company.tried()) == "provider"


async def test_too_many_failures_from_one_address(company: Company) -> None:
    browser = await company.console.browser()
    for _ in range(PER_ADDRESS):
        assert why(await browser.get(BACK)) == "state"
    assert why(await browser.get(BACK)) == "often"
    assert len(await audited(company.console, "session.refused")) == PER_ADDRESS


async def test_a_password_without_a_name_shuts_nobody_out(company: Company) -> None:
    stranger = await company.console.browser()
    for _ in range(FREE):
        await stranger.post("/api/v1/session", json={"user": "", "password": "x"})
    assert why(await (await company.console.browser()).get(BACK)) == "state"


async def test_the_page_is_told_of_the_button(company: Company) -> None:
    browser = await company.console.browser()
    assert (await browser.get("/api/v1/oidc")).json() == {"on": True, "text": ""}
    company.console.rooms.oidc = None
    assert (await browser.get("/api/v1/oidc")).json() == {"on": False, "text": ""}
    assert [(await browser.get(path)).status_code for path in (START, BACK)] == [404, 404]
