"""States of people, changed over the API."""

from __future__ import annotations

from typing import Any

import pytest

from calls.ids import PersonId
from console.roles import Role
from tests.console.desk import Console
from tests.console.floor import API, ORDERS, get, only
from tests.fakes.party import Answers


async def test_an_agent_pauses_and_is_ready_again(console: Console) -> None:
    client = await console.signed_in(Role.AGENT, person="1001")
    paused = await client.post(f"{API}/people/1001/state", json={"state": "paused", "reason": "lunch"})
    assert paused.status_code == 200, paused.text
    assert paused.json()["at_once"] is True
    assert (paused.json()["person"]["state"], paused.json()["person"]["reason"]) == ("NOT_READY", "lunch")
    ready = await client.post(f"{API}/people/1001/state", json={"state": "ready"})
    assert ready.json()["person"]["state"] == "READY"
    assert [noted.what for noted in await _audit(console)] == []  # it is in his own journal


async def test_a_leader_changes_somebody_and_it_is_noted(console: Console) -> None:
    client = await console.signed_in(Role.LEADER, parts=("south",))
    done = await client.post(f"{API}/people/1001/state", json={"state": "out", "reason": "went home ill"})
    assert (done.json()["person"]["state"], done.json()["person"]["reason"]) == ("LOGGED_OUT", "went home ill")
    [noted] = await _audit(console)
    assert (noted.what, noted.of) == ("person.state", "1001")
    assert noted.before["state"] == "READY"
    assert noted.after == {"state": "out", "reason": "went home ill"}
    other = await client.post(f"{API}/people/1003/state", json={"state": "out"})
    assert other.status_code == 404  # of another part
    assert console.house.floor.state_of(PersonId("1003")) == "READY"
    assert [each.what for each in await _audit(console)] == ["access.refused", "person.state"]


async def test_a_talk_is_ended_first(console: Console) -> None:
    only(console, "1001", script=Answers(after=1))
    caller = console.switch.call_in(ORDERS)
    await console.clock.until(lambda: caller.hears == "1001")
    client = await console.signed_in(Role.LEADER)
    done = (await client.post(f"{API}/people/1001/state", json={"state": "paused", "reason": "coaching"})).json()
    assert (done["at_once"], done["person"]["state"], done["person"]["wish"]) == (False, "TALKING", "NOT_READY")
    assert done["person"]["wish_reason"] == "coaching"


@pytest.mark.parametrize(
    ("person", "body", "status"),
    [
        ("1001", {"state": "paused"}, 422),
        ("1001", {"state": "paused", "reason": "  "}, 422),
        ("1001", {"state": "paused", "reason": "x" * 81}, 422),
        ("1001", {"state": "paused", "reason": "a\u202eb"}, 422),
        ("1001", {"state": "asleep"}, 422),
        ("1001", {"state": "done"}, 409),
        ("nobody", {"state": "ready"}, 404),
    ],
)
async def test_what_cannot_be_is_refused(console: Console, person: str, body: dict[str, str], status: int) -> None:
    client = await console.signed_in(Role.LEADER)
    reply = await client.post(f"{API}/people/{person}/state", json=body)
    assert reply.status_code == status, reply.text
    assert await _audit(console) == []


async def test_an_agent_changes_nobody_else(console: Console) -> None:
    client = await console.signed_in(Role.AGENT, person="1001")
    reply = await client.post(f"{API}/people/1002/state", json={"state": "out"})
    assert reply.status_code == 403
    assert console.house.floor.state_of(PersonId("1002")) == "READY"


async def test_a_wrap_up_is_ended(console: Console) -> None:
    only(console, "1001", script=Answers(after=1))
    caller = console.switch.call_in(ORDERS)
    await console.clock.until(lambda: caller.hears == "1001")
    caller.hang_up()
    await console.clock.settle()
    client = await console.signed_in(Role.AGENT, person="1001")
    done = (await client.post(f"{API}/people/1001/state", json={"state": "done"})).json()
    assert (done["at_once"], done["person"]["state"]) == (True, "READY")


async def test_reasons_have_words_in_both_languages(console: Console) -> None:
    reasons = await get(console, "/reasons", Role.AGENT)
    assert "lunch" in {reason["name"] for reason in reasons}
    assert all(set(reason["label"]) == {"zh", "en"} for reason in reasons)


async def _audit(console: Console) -> list[Any]:
    from store.audit import Sought

    return list(await console.rooms.audit.page(Sought()))
