"""Callers as people look at them: found, masked, with notes, calls, patience, callbacks."""

from __future__ import annotations

import pytest

from console.roles import Role
from store.audit import Sought
from tests.console.desk import Console
from tests.console.test_work import API, NUMBER, agent, calls, only
from tests.console.test_wrapup import WRITTEN, talked, write


async def known(console: Console) -> str:
    """A caller who was served once; his call."""
    browser = await agent(console)
    call = await talked(console, browser)
    await write(browser, call, **WRITTEN)
    return call


async def test_a_caller_is_found_by_number_and_name_and_opened_by_his_call(console: Console) -> None:
    call = await known(console)
    leader = await console.signed_in(Role.LEADER)
    for words in ("13800", "1111", "王芳", NUMBER):
        found = (await leader.get(f"{API}/contacts", params={"q": words})).json()
        assert [(each["number"], each["name"], each["calls"], each["call"]) for each in found] == [
            (NUMBER, "王芳", 1, call)
        ], words
    whole = (await leader.get(f"{API}/contacts/{call}")).json()
    assert (whole["who"]["number"], whole["on_line"]) == (NUMBER, "")
    assert whole["history"]["contacts"][0]["note"] == WRITTEN["note"]
    assert whole == (await leader.get(f"{API}/contacts/{NUMBER}")).json()
    assert NUMBER[-4:] in whole["patience"]["told"]["zh"][0]


async def test_who_may_not_see_numbers_cannot_guess_them_either(console: Console) -> None:
    call = await known(console)
    browser = await agent(console)
    assert (await browser.get(f"{API}/contacts", params={"q": NUMBER[:7]})).json() == []
    (found,) = (await browser.get(f"{API}/contacts", params={"q": NUMBER})).json()
    assert (found["number"], found["call"]) == ("138****1111", call)
    assert NUMBER not in (await browser.get(f"{API}/contacts/{call}")).text


async def test_a_note_on_a_caller_stands_on_his_next_card(console: Console) -> None:
    call = await known(console)
    browser = await agent(console)
    added = await browser.post(f"{API}/contacts/{call}/notes", json={"text": "calls in the mornings"})
    assert added.status_code == 201
    await console.clock.advance(20)
    only(console, "1001")
    await calls(console)
    (card,) = (await browser.get(f"{API}/offers")).json()
    assert [note["text"] for note in card["history"]["notes"]] == ["calls in the mornings"]
    assert (await browser.get(f"{API}/contacts/{call}")).json()["on_line"] == card["call"]
    note = added.json()["id"]
    assert (await browser.delete(f"{API}/contacts/10086/notes/{note}")).status_code == 404
    assert (await browser.delete(f"{API}/contacts/{call}/notes/{note}")).status_code == 204
    assert (await browser.get(f"{API}/contacts/{call}")).json()["history"]["notes"] == []
    noted = [each.what for each in await console.rooms.audit.page(Sought())]
    assert noted[:2] == ["note.delete", "note.add"]


@pytest.mark.parametrize("key", ["10086", "call-20200101-000000-00000000", "'; drop table", "%%%", "0"])
async def test_nobody_of_this_name(console: Console, key: str) -> None:
    browser = await agent(console)
    assert (await browser.get(f"{API}/contacts/{key}")).status_code in (404, 422)


async def test_an_empty_note_and_a_short_search_are_refused(console: Console) -> None:
    call = await known(console)
    browser = await agent(console)
    assert (await browser.post(f"{API}/contacts/{call}/notes", json={"text": "   "})).status_code == 422
    assert (await browser.get(f"{API}/contacts", params={"q": "1"})).status_code == 422
