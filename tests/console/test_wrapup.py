"""After a talk: drafts that nothing loses, finished wrap-ups with their history, and what the next call shows of them."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from calls.switch import Seat
from console.roles import Role
from store.audit import Sought
from store.patience import PatienceStore
from tests.console.desk import Console
from tests.console.test_work import API, NUMBER, Told, agent, calls, cards, only, pages
from tests.fakes.party import Answers
from tests.waiting import patient

__all__ = ["pages"]
WRITTEN = {"scenario": "order.status", "disposition": "resolved", "note": "订单已补发，周五前到", "done": True}


async def talked(console: Console, browser: httpx.AsyncClient, wait: float = 2.0) -> str:
    """He has talked to a caller, who has hung up; the call."""
    only(console, "1001", after=wait)
    caller = await calls(console)
    await console.clock.until(lambda: caller.hears == "1001")
    await console.clock.advance(1)
    (card,) = await cards(browser)
    caller.hang_up()
    await console.clock.advance(1)
    await console.written()
    return str(card["call"])


async def write(browser: httpx.AsyncClient, call: str, **written: Any) -> httpx.Response:
    return await browser.put(f"{API}/calls/{call}/wrapup", json=written)


async def test_the_lists_are_those_of_the_plan_and_the_settings(console: Console) -> None:
    browser = await agent(console)
    lists = (await browser.get(f"{API}/wrapups/choices")).json()
    assert [each["id"] for each in lists["scenarios"]] == ["order.status", "wealth.advice"]
    assert lists["scenarios"][0]["label"] == {"en": "your orders", "zh": "查询订单"}
    assert {"id": "resolved", "label": {"en": "Resolved", "zh": "已解决"}, "complaint": False} in lists["dispositions"]


async def test_what_is_typed_outlives_the_page_and_the_wrap_up(console: Console) -> None:
    browser = await agent(console)
    call = await talked(console, browser)
    assert (await write(browser, call, note="订单")).status_code == 200
    await console.clock.advance(60)
    assert await cards(browser) == []
    again = await console.browser_of("agent-1")
    (left,) = (await again.get(f"{API}/wrapups")).json()
    assert (left["call"], left["note"], left["done_at"], left["number"]) == (call, "订单", None, "138****1111")
    done = await write(again, call, **WRITTEN)
    assert done.json()["done_at"] == console.clock.now()
    assert (await again.get(f"{API}/wrapups")).json() == []
    assert (await again.get(f"{API}/calls/{call}/wrapup")).json()["note"] == WRITTEN["note"]


async def test_a_talk_that_nobody_wrote_of_is_to_be_finished(console: Console) -> None:
    browser = await agent(console)
    call = await talked(console, browser)
    (left,) = (await browser.get(f"{API}/wrapups")).json()
    assert (left["call"], left["queue"], left["saved_at"]) == (call, "orders", None)


async def test_a_finished_one_is_audited_with_every_change_and_a_draft_is_not(console: Console) -> None:
    browser = await agent(console)
    call = await talked(console, browser)
    await write(browser, call, note="a draft")
    await write(browser, call, **WRITTEN)
    await write(browser, call, **{**WRITTEN, "disposition": "follow_up"})
    said = (await browser.get(f"{API}/calls/{call}/wrapup/changes")).json()
    assert [(each["by"], each["disposition"]) for each in said] == [("agent-1", "resolved"), ("agent-1", "follow_up")]
    noted = [each for each in await console.rooms.audit.page(Sought()) if each.what == "wrapup.write"]
    assert [each.after["disposition"] for each in noted] == ["follow_up", "resolved"]
    assert [each.before["disposition"] for each in noted] == ["resolved", ""]
    assert {each.of for each in noted} == {call}


@pytest.mark.parametrize(
    "wrong",
    [{"disposition": "bribed"}, {"scenario": "nonsense"}, {"note": "x" * 4001}, {"done": True}, {"people": "1001"}],
)
async def test_what_there_is_not_is_refused_and_nothing_is_lost(console: Console, wrong: dict[str, Any]) -> None:
    browser = await agent(console)
    call = await talked(console, browser)
    await write(browser, call, note="mine")
    assert (await write(browser, call, **wrong)).status_code == 422
    assert (await browser.get(f"{API}/calls/{call}/wrapup")).json()["note"] == "mine"


async def test_only_who_talked_writes(console: Console) -> None:
    call = await talked(console, await agent(console))
    for other in (await agent(console, "1002"), await console.signed_in(Role.LEADER, person="1003")):
        assert (await write(other, call, note="mine")).status_code == 404
    assert (await write(await agent(console), "call-nobody", note="mine")).status_code == 404


async def test_the_note_shows_at_the_next_call_of_the_same_number(console: Console, pages: Told) -> None:
    browser = await agent(console)
    call = await talked(console, browser)
    await write(browser, call, **WRITTEN)
    await console.clock.advance(20)
    only(console, "1001")
    await calls(console)
    (card,) = await cards(browser)
    (past,) = card["history"]["contacts"]
    assert (past["call"], past["disposition"], past["note"], past["by"]) == (call, "resolved", WRITTEN["note"], "1001")
    assert (past["scenario"], past["queue"], past["outcome"]) == ("order.status", "orders", "served")


async def test_a_number_in_a_note_is_masked_for_who_may_not_see_numbers(console: Console) -> None:
    browser = await agent(console)
    call = await talked(console, browser)
    await write(browser, call, **{**WRITTEN, "note": "call 13912345678 instead"})
    await console.clock.advance(20)
    only(console, "1001")
    await calls(console)
    (card,) = await cards(browser)
    assert card["history"]["contacts"][0]["note"] == "call 139****5678 instead"


async def test_a_complaint_counts_in_what_is_believed_of_his_patience(console: Console) -> None:
    browser = await agent(console)
    only(console, "nobody")
    caller = await calls(console)
    await console.clock.advance(40)
    console.switch.phone(Seat("1001"), Answers(after=1)).register()
    await console.clock.until(lambda: caller.hears == "1001")
    (card,) = await cards(browser)
    caller.hang_up()
    await console.clock.advance(1)
    await write(browser, card["call"], disposition="complaint", done=True)
    assert await complaints(console) == pytest.approx(0.5, abs=0.01)
    contact = (await browser.get(f"{API}/contacts/{card['call']}")).json()
    assert any("投诉" in line for line in contact["patience"]["told"]["zh"])


async def test_who_talked_has_the_caller_called_back(console: Console) -> None:
    browser = await agent(console)
    call = await talked(console, browser)
    at = console.clock.now() + 3600
    asked = await browser.post(f"{API}/calls/{call}/callback", json={"at": at, "me": True})
    assert asked.status_code == 201, asked.text
    row = asked.json()
    assert (row["number"], row["queue"], row["next_at"], row["wanted"]) == ("138****1111", "orders", at, "1001")
    other = await agent(console, "1002")
    assert (await other.post(f"{API}/calls/{call}/callback", json={})).status_code == 404


async def complaints(console: Console) -> float:
    """What is kept of this caller, once the task that counts the complaint has been done."""
    deadline = time.monotonic() + patient(5)
    while time.monotonic() < deadline:
        await console.written()
        kept = await PatienceStore(console.database).caller(NUMBER)
        if kept is not None and kept.complaints:
            return kept.complaints
    return 0.0
