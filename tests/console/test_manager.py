"""A manager outside: the link that comes with the call opens his page, and there he takes the call and plans the visit."""

from __future__ import annotations

from datetime import timedelta

import httpx
from icalendar import Calendar

from calls.ids import PersonId
from calls.switch import Outside
from console.roles import Role
from service.desks.manager_pages import LASTS, pages_of
from tests.console.desk import Console
from tests.fakes.party import Answers

MANAGER = PersonId("xiamen_1")
VISIT = {"starts": 1767600000, "minutes": 45, "place": "鼓浪屿路 8 号", "note": "bring the brochure", "remind": 60}


async def linked(console: Console) -> tuple[httpx.AsyncClient, str]:
    """A phone's browser that has opened the link."""
    address = await pages_of(console.house, console.rooms)(MANAGER)
    page, _, secret = address.partition("#")
    assert page.endswith("/m")
    browser = await console.browser()
    reply = await browser.post("/api/v1/links", json={"link": secret})
    assert reply.status_code == 200, reply.text
    browser.headers["X-CSRF-Token"] = reply.json()["csrf"]
    return browser, secret


async def talked(console: Console, browser: httpx.AsyncClient) -> str:
    """A caller wants him, he takes the call on the page, they talk; the id of the call."""
    console.switch.phone(Outside("13900001111"), Answers(after=3))
    caller = console.switch.call_in("95107", number="13800001111")
    await console.clock.until(lambda: "xiamen_1" in str(console.house.chronicle.open_records()[0].offers))
    await console.clock.advance(5)
    (card,) = (await browser.get("/api/v1/offers")).json()
    assert card["who"]["number"] == "13800001111"
    came = await browser.post(f"/api/v1/offers/{card['offer']}/answer", json={"how": "accept"})
    assert came.json()["came"] in ("taken", "agreed")
    await console.clock.until(lambda: caller.hears == "13900001111")
    await console.clock.advance(60)
    caller.hang_up()
    await console.clock.advance(5)
    await console.written()
    return str(card["call"])


async def test_the_link_opens_his_page_and_little_else(console: Console) -> None:
    browser, secret = await linked(console)
    me = (await browser.get("/api/v1/session")).json()
    assert (me["person"], me["kind"]) == ("xiamen_1", "link")
    for path in ("/contacts?text=1380", "/calls", "/accounts", "/reports", "/plan"):
        assert (await browser.get(f"/api/v1{path}")).status_code == 403, path
    assert (await browser.post("/api/v1/links", json={"link": secret})).status_code == 200, "it may be opened again"
    assert (await browser.get("/api/v1/session")).status_code == 200
    await console.clock.advance(LASTS + 1)
    other = await console.browser()
    assert (await other.post("/api/v1/links", json={"link": secret})).status_code == 404
    assert (await browser.get("/api/v1/session")).status_code == 401


async def test_a_session_of_an_account_is_no_link(console: Console) -> None:
    admin = await console.signed_in(Role.ADMIN)
    other = await console.browser()
    stolen = admin.cookies["hotline_session"]
    assert (await other.post("/api/v1/links", json={"link": stolen})).status_code == 404


async def test_who_is_signed_in_as_the_same_person_stays_so(console: Console) -> None:
    browser = await console.signed_in(Role.MANAGER, person="xiamen_1")
    _, secret = await linked(console)
    assert (await browser.post("/api/v1/links", json={"link": secret})).json()["kind"] == "session"


async def test_he_takes_the_call_and_plans_the_visit(console: Console) -> None:
    browser, _ = await linked(console)
    call = await talked(console, browser)
    made = await browser.post(f"/api/v1/calls/{call}/visit", json=VISIT)
    assert made.status_code == 201, made.text
    visit = made.json()["id"]
    reply = await browser.get(f"/api/v1/visits/{visit}/ics")
    (event,) = Calendar.from_ical(reply.content).walk("VEVENT")
    length = event.decoded("dtend") - event.decoded("dtstart")
    assert (str(event["location"]), length) == (VISIT["place"], _minutes(45))
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == -_minutes(60)
    moved = await browser.put(f"/api/v1/visits/{visit}", json=VISIT | {"place": "office"})
    assert moved.json()["version"] == 1
    await browser.delete(f"/api/v1/visits/{visit}")
    (event,) = Calendar.from_ical((await browser.get(f"/api/v1/visits/{visit}/ics")).content).walk("VEVENT")
    assert (str(event["status"]), event.decoded("sequence")) == ("CANCELLED", 2)


async def test_a_visit_is_for_who_talked_to_the_caller(console: Console) -> None:
    browser, _ = await linked(console)
    call = await talked(console, browser)
    visit = (await browser.post(f"/api/v1/calls/{call}/visit", json=VISIT)).json()["id"]
    other = await console.signed_in(Role.AGENT, person="1001")
    assert (await other.post(f"/api/v1/calls/{call}/visit", json=VISIT)).status_code == 404
    assert (await other.get(f"/api/v1/visits/{visit}/ics")).status_code == 404
    assert (await other.get("/api/v1/visits")).json() == []


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)
