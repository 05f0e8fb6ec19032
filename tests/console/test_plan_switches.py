"""Switches over the API: forced hours and announcements hold for the next call at once."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from acd.states import PersonState
from calls.ids import PersonId
from console.roles import Role
from store.audit import Sought
from tests.console.desk import Console

SWITCHES = "/api/v1/switches"
HOURS = """
hours:
  office: {zone: Asia/Shanghai, week: {mon-fri: "09:00-18:00"}}
"""


@pytest.fixture
async def admin(console: Console) -> httpx.AsyncClient:
    """A plan with hours of a queue and of a person, and an announcement."""
    client = await console.signed_in(Role.ADMIN, user="lin")
    plan = (await client.get("/api/v1/plan")).json()["plan"]
    main, queues, people = (plan["texts"][name] for name in ("main.yaml", "queues.yaml", "people.yaml"))
    texts = {
        "main.yaml": main.replace(
            "  straight:\n", "  straight:\n    - notice: {name: storm, prompt: notice_default}\n", 1
        )
        + HOURS,
        "queues.yaml": queues.replace("desk: {", "desk: {hours: office, ", 1),
        "people.yaml": people.replace("xiamen_1:\n", "xiamen_1:\n    hours: office\n", 1),
    }
    assert texts["queues.yaml"] != queues
    assert texts["people.yaml"] != people
    done = await client.post("/api/v1/plan/publish", json={"draft": {"main": "main.yaml", "texts": texts}})
    assert done.status_code == 200, done.text
    return client


async def turned(client: httpx.AsyncClient, name: str, status: int = 200, **how: object) -> Any:
    reply = await client.put(f"{SWITCHES}/{name}", json=how)
    assert reply.status_code == status, reply.text
    return reply.json()


async def test_every_switch_says_how_it_stands_and_who_uses_it(admin: httpx.AsyncClient) -> None:
    found = {each["name"]: each for each in (await admin.get(SWITCHES)).json()}
    office, storm = found["hours.office"], found["notice.storm"]
    assert (office["stand"], office["now"]) == ("auto", True)
    assert office["used_by"] == ["queue desk", "person xiamen_1"]
    assert office["next_change"] is not None
    assert (storm["kind"], storm["now"], storm["prompts"]) == ("notice", False, ["notice_default"])


async def test_hours_forced_closed_hold_for_queues_and_people_at_once(
    admin: httpx.AsyncClient, console: Console
) -> None:
    now = await turned(admin, "hours.office", stand="off")
    assert (now["stand"], now["now"], now["by"]) == ("off", False, "lin")
    assert console.house.floor.state_of(PersonId("xiamen_1")) is PersonState.NOT_READY
    caller = console.switch.call_in("95108", number="13800001111")
    await console.clock.advance(5)
    assert caller.gone
    await turned(admin, "hours.office", stand="auto")
    assert console.house.floor.state_of(PersonId("xiamen_1")) is PersonState.READY


async def test_an_announcement_is_heard_by_the_next_caller(admin: httpx.AsyncClient, console: Console) -> None:
    await turned(admin, "notice.storm", stand="on", until=console.clock.now() + 600)
    caller = console.switch.call_in("95106", number="13800001111")
    await console.clock.until(lambda: caller.hears == "notice_default")
    noted = next(each for each in await console.rooms.audit.page(Sought()) if each.what == "switch.turn")
    assert (noted.user, noted.of) == ("lin", "notice.storm")


async def test_what_cannot_be_turned(admin: httpx.AsyncClient, console: Console) -> None:
    told = await turned(admin, "hours.ofice", 404, stand="off")
    assert "hours.office" in told["remedy"]
    await turned(admin, "hours.office", 422, stand="off", until=console.clock.now() - 1)
    await turned(admin, "hours.office", 422, stand="maybe")
    await turned(admin, "hours.gone", 200, stand="auto")
    leader = await console.signed_in(Role.LEADER)
    await turned(leader, "hours.office", stand="on")
    analyst = await console.signed_in(Role.ANALYST)
    await turned(analyst, "hours.office", 403, stand="on")
