"""Signing in by an identity provider: one browser begins it, and only that one ends it, once and in time."""

from __future__ import annotations

import httpx

from console.security.limits import FREE, PER_ADDRESS
from console.security.oidc_words import COOKIE, LASTS
from console.who import COOKIE as SESSION
from tests.console.company import BACK, START, Company, why
from tests.console.people import LIN, audited


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
