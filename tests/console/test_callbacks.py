"""Callbacks: asked for by people, seen by whom they concern, put off, cancelled, and carried out by the real service."""

from __future__ import annotations

import httpx
import pytest

from calls.switch import Outside, Seat
from console.roles import Role
from store.audit import Sought
from tests.console.desk import Console
from tests.console.test_work import API, agent, only
from tests.fakes.party import Answers

CUSTOMER = "13911112222"


async def leader(console: Console) -> httpx.AsyncClient:
    return await console.signed_in(Role.LEADER)


async def ask(browser: httpx.AsyncClient, **wish: object) -> httpx.Response:
    return await browser.post(f"{API}/callbacks", json={"number": CUSTOMER, "queue": "orders", **wish})


async def listed(browser: httpx.AsyncClient, **asked: str) -> list[str]:
    return [row["id"] for row in (await browser.get(f"{API}/callbacks", params=asked)).json()]


async def test_a_callback_asked_for_by_hand_is_carried_out(console: Console) -> None:
    only(console, "1001", after=1)
    phone = console.switch.phone(Outside(CUSTOMER), Answers(after=1))
    asked = await ask(await leader(console), name="陈明")
    assert asked.status_code == 201, asked.text
    await console.clock.until(lambda: phone.up and phone.hears == "1001")
    await console.written()
    (row,) = (await (await leader(console)).get(f"{API}/callbacks", params={"over": "true"})).json()
    assert (row["id"], row["state"], row["name"]) == (asked.json()["id"], "reached", "陈明")


async def test_one_for_tomorrow_waits_and_may_be_put_off_or_cancelled(console: Console) -> None:
    only(console, "1001", after=1)
    phone = console.switch.phone(Outside(CUSTOMER), Answers(after=1))
    browser, at = await leader(console), console.clock.now() + 3600
    row = (await ask(browser, at=at)).json()
    assert row["next_at"] == at
    await console.clock.advance(1800)
    assert phone.rung == 0
    moved = await browser.patch(f"{API}/callbacks/{row['id']}", json={"at": at + 3600})
    assert moved.json()["next_at"] == at + 3600
    await console.clock.advance(3600)
    assert phone.rung == 0
    browser = await leader(console)
    assert (await browser.delete(f"{API}/callbacks/{row['id']}")).json()["state"] == "cancelled"
    assert await listed(browser) == []
    await console.clock.advance(7200)
    assert phone.rung == 0
    browser = await leader(console)
    assert (await browser.delete(f"{API}/callbacks/{row['id']}")).status_code == 404
    noted = [each.what for each in await console.rooms.audit.page(Sought())]
    assert noted[:3] == ["callback.cancel", "callback.put_off", "callback.ask"]


async def test_put_off_and_due_it_is_carried_out(console: Console) -> None:
    only(console, "1001", after=1)
    phone = console.switch.phone(Outside(CUSTOMER), Answers(after=1))
    browser, at = await leader(console), console.clock.now() + 7200
    row = (await ask(browser, at=at)).json()
    await browser.patch(f"{API}/callbacks/{row['id']}", json={"at": console.clock.now() + 600})
    await console.clock.advance(590)
    assert phone.rung == 0
    await console.clock.until(lambda: phone.hears == "1001", 60)


async def test_an_agent_sees_those_of_his_queues_masked(console: Console) -> None:
    only(console, "nobody")
    browser = await leader(console)
    orders = (await ask(browser)).json()["id"]
    wealth = (await ask(browser, queue="wealth")).json()["id"]
    assert await listed(browser) == [orders, wealth]
    mine = await agent(console, "1002")
    assert await listed(mine) == [orders]
    assert (await mine.get(f"{API}/callbacks")).json()[0]["number"] == "139****2222"
    assert await listed(await agent(console, "1003")) == [orders, wealth]
    assert (await ask(mine)).status_code == 403
    assert (await mine.delete(f"{API}/callbacks/{orders}")).status_code == 403


async def test_one_callback_a_number_and_queue(console: Console) -> None:
    only(console, "nobody")
    browser = await leader(console)
    first, second = (await ask(browser)).json(), (await ask(browser)).json()
    assert first["id"] == second["id"]


@pytest.mark.parametrize(
    "wish",
    [
        {"number": "0085212345678"},
        {"number": "hello"},
        {"queue": "nonsense"},
        {"at": 4e9},
        {"at": -1},
        {"person": "nobody"},
        {"colour": "red"},
    ],
)
async def test_what_cannot_be_is_refused(console: Console, wish: dict[str, object]) -> None:
    browser = await leader(console)
    assert (await ask(browser, **wish)).status_code == 422
    assert await listed(browser) == []


async def test_what_is_being_tried_cannot_be_put_off(console: Console) -> None:
    only(console, "1001")
    browser = await leader(console)
    row = (await ask(browser)).json()
    await console.clock.until(lambda: console.switch.phone(Seat("1001")).ringing)
    refused = await browser.patch(f"{API}/callbacks/{row['id']}", json={"at": console.clock.now() + 60})
    assert (refused.status_code, refused.json()["code"]) == (409, "HL770")
