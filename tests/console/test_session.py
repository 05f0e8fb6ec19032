"""Signing in and out, and how long it lasts."""

from __future__ import annotations

from console.roles import ALLOWED, Role
from console.who import COOKIE
from store.sessions import Sessions
from tests.console.desk import Console
from tests.console.people import BOSS, PASSWORD, audited, sign_in, with_password

ME = "/api/v1/session"
HOUR = 3600.0


async def test_who_signs_in_learns_who_he_is_and_what_he_may(console: Console) -> None:
    await with_password(console)
    browser = await console.browser()
    signed_in = await sign_in(browser)
    assert signed_in.status_code == 200, signed_in.text
    me = (await browser.get(ME)).json()
    assert me == signed_in.json()
    assert (me["user"], me["name"], me["roles"], me["zone"]) == ("lin.mei", "Lin Mei", ["agent"], "Asia/Shanghai")
    assert set(me["actions"]) == ALLOWED[Role.AGENT]


async def test_the_cookie_is_for_us_alone(console: Console) -> None:
    await with_password(console)
    cookie = (await sign_in(await console.browser())).headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    for each in ("HttpOnly", "SameSite=strict", "Path=/", "Max-Age=43200"):
        assert each in cookie
    assert "Secure" not in cookie, "plain HTTP on loopback: a browser would not send it back"


async def test_the_store_has_nothing_that_opens_the_console(console: Console) -> None:
    await with_password(console)
    browser = await console.browser()
    await sign_in(browser)
    (kept,) = await Sessions(console.database).of("lin.mei")
    assert browser.cookies[COOKIE] not in repr([getattr(kept, name) for name in kept.__slots__])


async def test_nobody_is_told_nothing(console: Console) -> None:
    refused = await (await console.browser()).get(ME)
    assert (refused.status_code, refused.json()["code"]) == (401, "HL801")


async def test_every_sign_in_is_a_new_session_and_ends_the_one_before(console: Console) -> None:
    await with_password(console)
    browser = await console.browser()
    first = (await sign_in(browser), browser.cookies[COOKIE])[1]
    await sign_in(browser)
    assert browser.cookies[COOKIE] != first
    old = await console.browser()
    old.cookies.set(COOKIE, first)
    assert (await old.get(ME)).status_code == 401


async def test_a_made_up_session_id_is_not_taken_over(console: Console) -> None:
    """Session fixation: whoever puts a cookie into a browser gains nothing by it."""
    await with_password(console)
    browser = await console.browser()
    browser.cookies.set(COOKIE, "planted")
    await sign_in(browser)
    planted = await console.browser()
    planted.cookies.set(COOKIE, "planted")
    assert (await planted.get(ME)).status_code == 401


async def test_signing_out_is_for_good(console: Console) -> None:
    await with_password(console)
    browser = await console.browser()
    await sign_in(browser)
    secret = browser.cookies[COOKIE]
    assert (await browser.delete(ME)).status_code == 204
    browser.cookies.set(COOKIE, secret)
    assert (await browser.get(ME)).status_code == 401
    assert await audited(console, "session.end") == [("lin.mei", "lin.mei", "127.0.0.1")]


async def test_a_session_that_nobody_uses_ends(console: Console) -> None:
    leader = await console.signed_in(Role.LEADER)
    await console.clock.advance(HOUR - 1)
    assert (await leader.get(ME)).status_code == 200
    await console.clock.advance(HOUR - 1)
    assert (await leader.get(ME)).status_code == 200, "used meanwhile"
    await console.clock.advance(HOUR + 1)
    assert (await leader.get(ME)).status_code == 401


async def test_use_is_remembered_over_a_restart(console: Console) -> None:
    leader = await console.signed_in(Role.LEADER, user="leader")
    await console.clock.advance(HOUR / 2)
    await leader.get(ME)
    await console.rooms.doors.sessions.write_used()
    (kept,) = await Sessions(console.database).of("leader")
    assert kept.seen_at == kept.begun_at + HOUR / 2


async def test_no_session_lasts_for_ever(console: Console) -> None:
    leader = await console.signed_in(Role.LEADER)
    for _ in range(23):
        await console.clock.advance(HOUR / 2)
        assert (await leader.get(ME)).status_code == 200
    await console.clock.advance(HOUR / 2)
    assert (await leader.get(ME)).status_code == 401, "twelve hours"


async def test_sessions_that_are_over_are_forgotten(console: Console) -> None:
    await console.signed_in(Role.LEADER, user="leader")
    await console.clock.advance(2 * HOUR)
    now = console.clock.now()
    await Sessions(console.database).sweep(now, now - HOUR)
    assert await Sessions(console.database).of() == []


async def test_a_session_that_is_over_leaves_memory_too(console: Console) -> None:
    await console.signed_in(Role.LEADER, user="leader")
    book = console.rooms.doors.sessions
    await book.sweep()
    assert len(book._read) == 1
    await console.clock.advance(2 * HOUR)
    await book.sweep()
    assert not book._read
    assert await Sessions(console.database).of() == []


async def test_one_sees_and_ends_ones_other_browsers(console: Console) -> None:
    here = await console.signed_in(Role.LEADER, user="leader")
    there, elsewhere = await console.browser_of("leader"), await console.browser_of("leader")
    listed = (await here.get(f"{ME}/all")).json()
    assert [each["this"] for each in listed].count(True) == 1
    other = next(each for each in (await there.get(f"{ME}/all")).json() if each["this"])
    assert (await here.delete(f"{ME}/all/{other['id']}")).status_code == 204
    assert (await there.get(ME)).status_code == 401
    assert (await elsewhere.get(ME)).status_code == 200
    assert (await here.delete(f"{ME}/all")).status_code == 204
    assert (await elsewhere.get(ME)).status_code == 401
    assert (await here.get(ME)).status_code == 200


async def test_nobody_ends_somebody_elses_session_by_its_id(console: Console) -> None:
    leader, agent = await console.signed_in(Role.LEADER, user="leader"), await console.signed_in(Role.AGENT)
    (own,) = (await leader.get(f"{ME}/all")).json()
    await agent.delete(f"{ME}/all/{own['id']}")
    assert (await leader.get(ME)).status_code == 200


async def test_a_new_password_ends_every_session_but_this(console: Console) -> None:
    await with_password(console)
    here, there = await console.browser(), await console.browser()
    await sign_in(here)
    await sign_in(there)
    before = here.cookies[COOKIE]
    new = "blue whales under tables"
    changed = await here.put(f"{ME}/password", json={"old": PASSWORD, "new": new})
    assert changed.status_code == 200, changed.text
    assert here.cookies[COOKIE] != before
    assert (await there.get(ME)).status_code == 401
    assert (await here.get(ME)).status_code == 200
    assert (await sign_in(await console.browser(), password=PASSWORD)).status_code == 401
    assert (await sign_in(await console.browser(), password=new)).status_code == 200


async def test_a_password_is_changed_only_by_who_knows_it(console: Console) -> None:
    await with_password(console)
    browser = await console.browser()
    await sign_in(browser)
    wrong = await browser.put(f"{ME}/password", json={"old": "not this one at all", "new": "blue whales under tables"})
    assert wrong.status_code == 422
    assert (await browser.get(ME)).status_code == 200


async def test_what_somebody_may_follows_his_account_at_once(console: Console) -> None:
    leader, boss = await console.signed_in(Role.LEADER, user="leader"), await console.signed_in(Role.ADMIN)
    await boss.patch("/api/v1/accounts/leader", json={"roles": ["agent"]})
    assert (await leader.get(ME)).json()["roles"] == ["agent"]
    await boss.patch("/api/v1/accounts/leader", json={"active": False})
    assert (await leader.get(ME)).status_code == 401


async def test_another_process_that_ends_a_session_is_noticed(console: Console) -> None:
    """`hotline console`, or a second service on the same database."""
    leader = await console.signed_in(Role.LEADER, user="leader")
    sessions = Sessions(console.database)
    await sessions.end([each.digest for each in await sessions.of("leader")])
    await console.clock.advance(2.0)
    assert (await leader.get(ME)).status_code == 401


async def test_the_language_is_kept_with_the_account(console: Console) -> None:
    await with_password(console, BOSS)
    browser = await console.browser()
    await sign_in(browser, BOSS.user)
    assert (await browser.patch(ME, json={"locale": "en"})).json()["locale"] == "en"
    assert (await browser.get(ME)).json()["locale"] == "en"
    assert (await browser.patch(ME, json={"locale": "fr"})).status_code == 422
