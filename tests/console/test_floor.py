"""The floor on the real house: rows of people, queues and calls, live; states changed; today as the report tells it."""

from __future__ import annotations

from typing import Any

import pytest

from calls.ids import PersonId
from calls.switch import Seat
from console.live import stream as stream_module
from console.roles import Role
from tests.console.desk import Console
from tests.console.floor import API, MENU, ORDERS, get, only
from tests.console.streams import EventStream, events
from tests.fakes.party import Answers


async def seen(
    console: Console, stream: EventStream, topic: str, key: str, field: str, value: object
) -> dict[str, Any]:
    """Read until a row has this value."""
    row: dict[str, Any] = {}
    for _ in range(100):
        await console.clock.advance(0.1)
        while told := stream.read():
            row |= told[1].get(topic, {}).get(key) or {}
            if row.get(field) == value:
                return row
    raise AssertionError(f"{key} was never {value!r}: {row}")


async def test_people_as_they_are(console: Console) -> None:
    people = {row["id"]: row for row in await get(console, "/people")}
    assert list(people) == ["1001", "1002", "1003", "xiamen_1"]
    anna = people["1001"]
    assert (anna["name"], anna["state"], anna["kind"], anna["queues"]) == ("Lin Mei", "READY", "agent", ["orders"])
    assert anna["unit"] == {"region": "south", "area": "fujian", "centre": "xiamen", "team": "a"}
    assert people["xiamen_1"]["kind"] == "manager"


async def test_a_leader_of_a_part_sees_its_people_only(console: Console) -> None:
    people = await get(console, "/people", parts=("north",))
    assert [row["id"] for row in people] == ["1003"]
    assert {row["name"] for row in await get(console, "/queues", parts=("north",))} == {"orders", "wealth", "desk"}


async def test_a_caller_in_a_menu_is_told_with_his_step(console: Console) -> None:
    caller = console.switch.call_in(MENU, number="13800001111")
    await console.clock.advance(3)
    [call] = (await get(console, "/snapshot"))["calls"].values()
    assert (call["stage"], call["step"], call["number"], call["queue"]) == ("in menu", "patient.1", "13800001111", "")
    [masked] = (await get(console, "/snapshot", Role.QUALITY))["calls"].values()
    assert masked["number"] == "138****1111"
    caller.hang_up()
    await console.clock.settle()
    assert (await get(console, "/snapshot"))["calls"] == {}


async def test_callers_who_wait_with_their_places_and_patience(live: Console) -> None:
    only(live)
    client = await live.signed_in(Role.LEADER)
    async with events(live.app, client, f"{API}/live") as stream:
        await stream.next()
        live.switch.call_in(ORDERS, number="13800001111")
        await live.clock.advance(5)
        live.switch.call_in(ORDERS, number="13800002222")
        await live.clock.advance(5)
        shown = (await get(live, "/snapshot"))["calls"]
        first, second = sorted(shown.values(), key=lambda row: row["joined_at"])
        assert (first["position"], second["position"]) == (1, 2)
        assert (first["stage"], first["queue"], first["number"]) == ("waiting", "orders", "13800001111")
        assert 0 < first["leaves"] < 1
        assert first["patience"] > 60
        assert first["expected"] is None  # nobody is on duty
        [orders] = [row for row in await get(live, "/queues") if row["name"] == "orders"]
        assert (orders["waiting"], orders["ready"], orders["longest_since"]) == (2, 0, first["joined_at"])
        await live.clock.advance(30)
        later = (await get(live, "/snapshot"))["calls"][first["id"]]
        assert later["leaves"] != first["leaves"]  # by time alone


async def test_a_call_from_menu_to_talk_is_followed(live: Console) -> None:
    only(live, "1001", script=Answers(after=4))
    client = await live.signed_in(Role.LEADER)
    async with events(live.app, client, f"{API}/live") as stream:
        name, _, number = await stream.next()
        assert (name, stream.status) == ("snapshot", 200)
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert number
        caller = live.switch.call_in(ORDERS, number="13800001111")
        await live.clock.settle()
        [call] = [record.call for record in live.house.chronicle.open_records()]
        offered = await seen(live, stream, "calls", call, "stage", "offered")
        assert offered["person"] == "1001"
        await seen(live, stream, "people", "1001", "state", "TALKING")
        assert (await get(live, "/snapshot"))["people"]["1001"]["contact"] == call
        caller.hang_up()
        wrap_up = await seen(live, stream, "people", "1001", "state", "WRAP_UP")
        assert wrap_up["until"] > live.clock.now()
    assert live.rooms.hub.viewers == 0


async def test_a_phone_that_is_lost_is_seen(live: Console) -> None:
    client = await live.signed_in(Role.LEADER)
    async with events(live.app, client, f"{API}/live?topics=people,queues") as stream:
        _, first, _ = await stream.next()
        assert set(first) == {"people", "queues"}
        assert (first["queues"]["orders"]["ready"], first["queues"]["wealth"]["ready"]) == (3, 2)
        live.switch.phone(Seat("1001")).unregister()
        await live.clock.advance(0.2)
        _, delta, _ = await stream.next()
        assert delta["people"]["1001"]["reachable"] is False
        assert delta["people"]["1001"]["state"] == "LOGGED_OUT"
        assert delta["queues"]["orders"] == {"ready": 2, "on_duty": 2}


async def test_an_alarm_comes_and_goes(live: Console) -> None:
    client = await live.signed_in(Role.ADMIN)
    async with events(live.app, client, f"{API}/live?topics=alarms") as stream:
        await stream.next()
        live.house.alarms.raise_("store", "the disk is full")
        await live.clock.advance(0.2)
        _, delta, _ = await stream.next()
        assert delta["alarms"]["store"]["text"] == "the disk is full"
        live.house.alarms.clear("store")
        await live.clock.advance(0.2)
        assert (await stream.next())[1] == {"alarms": {"store": None}}


async def test_an_agent_sees_himself(live: Console) -> None:
    client = await live.signed_in(Role.AGENT, person="1001")
    async with events(live.app, client, f"{API}/live") as stream:
        _, first, _ = await stream.next()
        assert {topic: set(rows) for topic, rows in first.items()} == {"people": {"1001"}, "calls": set()}
        live.rooms.hub.tell(PersonId("1001"), "offer", {"call": "x"})
        assert (await stream.next())[:2] == ("offer", {"call": "x"})


async def test_he_goes_on_after_a_moment_away(live: Console) -> None:
    client = await live.signed_in(Role.LEADER)
    async with events(live.app, client, f"{API}/live") as stream:
        _, _, number = await stream.next()
    live.switch.phone(Seat("1002")).unregister()
    await live.clock.advance(0.3)
    async with events(live.app, client, f"{API}/live", last=number) as stream:
        name, delta, _ = await stream.next()
        assert name == "delta"
        assert delta["people"]["1002"]["state"] == "LOGGED_OUT"


async def test_a_stream_ends_with_its_session(live: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "ASKED_EVERY", 0.05)
    client = await live.signed_in(Role.LEADER, user="lea")
    async with events(live.app, client, f"{API}/live") as stream:
        await stream.next()
        await live.rooms.doors.sessions.end_all("lea")
        assert (await stream.next())[:2] == ("bye", {"why": "signed out"})
        await stream.closed()
    assert live.rooms.hub.viewers == 0


async def test_a_stream_ends_with_the_service(live: Console) -> None:
    client = await live.signed_in(Role.LEADER)
    async with events(live.app, client, f"{API}/live") as stream:
        await stream.next()
        live.rooms.hub.close()
        assert (await stream.next())[:2] == ("bye", {"why": "closing"})
        await stream.closed()


async def test_a_quiet_stream_shows_a_sign_of_life(live: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "ASKED_EVERY", 0.02)
    monkeypatch.setattr(stream_module, "BEAT_EVERY", 0.05)
    client = await live.signed_in(Role.LEADER)
    async with events(live.app, client, f"{API}/live") as stream:
        await stream.next()
        with pytest.raises(TimeoutError):
            await stream.next(within=0.3)
        assert ": here" not in stream._text  # read over, as a browser does


async def test_a_stream_may_be_short_and_its_topics_must_be_known(console: Console) -> None:
    client = await console.signed_in(Role.LEADER)
    reply = await client.get(f"{API}/live?lasts=0")  # nothing runs that would fill it
    assert (reply.status_code, "bye" in reply.text) == (200, True)
    wrong = await client.get(f"{API}/live?topics=people,weather")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "HL806")
    assert (await (await console.browser()).get(f"{API}/live")).status_code == 401
