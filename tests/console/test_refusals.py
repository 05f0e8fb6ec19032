"""What somebody asked for and may not: it stands in the audit log, once, and cannot fill the disk."""

from __future__ import annotations

from typing import Any

import pytest

from console.roles import Role
from console.security.refusals import ALL, EACH, MOST_KNOWN, WINDOW, Refusals
from store.audit import Sought
from store.errors import StoreUnusable
from tests.console.access_world import furnish
from tests.console.desk import Console

API = "/api/v1"


async def refused(console: Console, what: str = "") -> list[tuple[str, str, str, Any]]:
    """(what, user, of, after) of every refusal, the oldest first."""
    found = await console.rooms.audit.page(Sought(what=what), 500)
    return [(each.what, each.user, each.of, each.after) for each in reversed(found) if each.what.endswith("refused")]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/calls/call-1/listen"),
        ("POST", "/calls/call-1/whisper"),
        ("POST", "/calls/call-1/join"),
        ("POST", "/calls/call-1/takeover"),
        ("GET", "/calls/call-1/recording"),
        ("POST", "/plan/publish"),
        ("POST", "/accounts"),
        ("DELETE", "/accounts/boss/sessions"),
        ("GET", "/audit"),
    ],
)
async def test_what_a_role_may_not_is_noted_once(console: Console, method: str, path: str) -> None:
    agent = await console.signed_in(Role.AGENT, user="agent")
    assert (await agent.request(method, API + path, json={})).status_code == 403
    [(what, user, of, after)] = await refused(console)
    assert (what, user) == ("access.refused", "agent")
    assert after["code"] == "HL802"
    assert after["asked"].partition(" ")[0] == method
    assert of in ("call=call-1", "user=boss", path)


async def test_what_is_of_another_part_is_noted_once(console: Console) -> None:
    north = (await furnish(console)).north
    leader = await console.signed_in(Role.LEADER, user="lea", parts=["south"], person="1001")
    asked = [
        leader.post(f"{API}/calls/{north.talk}/listen"),
        leader.post(f"{API}/calls/{north.talk}/takeover"),
        leader.get(f"{API}/calls/{north.call}/recording"),
        leader.delete(f"{API}/callbacks/{north.callback}"),
        leader.post(f"{API}/people/{north.person}/state", json={"state": "ready"}),
    ]
    for each in asked:
        assert (await each).status_code in (403, 404)
    whats = [(what, of) for what, _, of, _ in await refused(console)]
    assert whats == [
        ("call.listen.refused", north.talk),
        ("call.take_over.refused", north.talk),
        ("access.refused", f"call={north.call}"),
        ("access.refused", f"callback={north.callback}"),
        ("access.refused", f"person={north.person}"),
    ]


async def test_an_account_of_another_part_is_noted_and_one_that_is_not_there_is_not(console: Console) -> None:
    south = await console.signed_in(Role.ADMIN, user="south", parts=["south"])
    await console.signed_in(Role.AGENT, user="north", parts=["north"])
    there, nobody = [await south.patch(f"{API}/accounts/{user}", json={"name": "x"}) for user in ("north", "nobody")]
    assert there.json()["text"].replace("north", "nobody") == nobody.json()["text"], "both read alike"
    assert [of for _, _, of, _ in await refused(console)] == ["user=north"]


async def test_a_page_without_the_csrf_token_is_noted(console: Console) -> None:
    admin = await console.signed_in(Role.ADMIN, user="admin")
    assert (await admin.post(f"{API}/accounts", headers={"X-CSRF-Token": "made up"})).status_code == 403
    assert [(user, after["code"]) for _, user, _, after in await refused(console)] == [("admin", "HL803")]


async def test_a_thousand_tries_are_so_many_lines(console: Console) -> None:
    agent = await console.signed_in(Role.AGENT, user="agent")
    for number in range(EACH + 12):
        assert (await agent.get(f"{API}/calls/call-{number}/recording")).status_code == 403
    assert len(await refused(console)) == EACH
    await console.clock.advance(WINDOW)
    agent = await console.browser_of("agent")
    await agent.get(f"{API}/audit")
    assert (await refused(console))[-1][3]["left_out"] == 12


async def test_refused_listening_in_is_bounded_as_well(console: Console) -> None:
    north = (await furnish(console)).north
    leader = await console.signed_in(Role.LEADER, user="lea", parts=["south"])
    for _ in range(EACH + 5):
        assert (await leader.post(f"{API}/calls/{north.talk}/listen")).status_code == 403
    assert len(await refused(console)) == EACH


async def test_it_stays_refused_where_it_cannot_be_noted(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: object, **__: object) -> None:
        raise StoreUnusable("the disk is full")

    agent = await console.signed_in(Role.AGENT)
    monkeypatch.setattr(console.rooms.audit, "note", full)
    assert (await agent.get(f"{API}/audit")).status_code == 403


def test_many_people_together_have_a_bound_too() -> None:
    refusals = Refusals()
    noted = [refusals.room(f"u{number}", 0.0) for number in range(ALL + 50)]
    assert noted.count(0) == ALL
    assert refusals.room("u1", WINDOW) == 0
    assert refusals.room(f"u{ALL + 1}", WINDOW) == 1


def test_a_flood_of_names_costs_no_memory_and_a_clock_set_back_shuts_nobody_up() -> None:
    refusals = Refusals()
    for number in range(MOST_KNOWN + 100):
        refusals.room(f"u{number}", float(number))
    assert len(refusals._each) == MOST_KNOWN
    assert refusals.room("new", -5.0) == 0
