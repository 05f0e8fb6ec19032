"""The hub: what changed is told once, to those who may see it; who was away or is slow goes on where he was."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace

import orjson
import pytest

from calls.ids import CallId, PersonId
from console.live.frames import Told
from console.live.hub import ASKS_AGAIN, EVERY, KEPT_AFTER_THE_LAST, MOST_BEHIND, SELDOMEST, SHARE, Hub, pause_after
from console.live.log import Log
from console.live.scope import EVERYTHING, Scope
from console.ports.floor import AlarmRow, Topic
from tests.console.board import Board, Place, call, person, placed, queue
from tests.fakes.clock import ManualClock


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async for found in placed(Log()):
        yield found


@pytest.mark.parametrize(("took", "pause"), [(0.0, EVERY), (0.004, EVERY), (0.008, 0.008 / SHARE), (1.0, SELDOMEST)])
def test_a_dear_look_is_taken_less_often(took: float, pause: float) -> None:
    assert pause_after(took) == pytest.approx(pause)


async def test_first_everything_then_what_changes(place: Place) -> None:
    viewer = await place.enter()
    [first] = place.news(viewer)
    assert first.name == "snapshot"
    assert set(first.data) == {"people", "queues", "calls", "alarms"}
    assert first.data["people"]["anna"]["state"] == "READY"
    assert first.data["people"]["anna"]["unit"] == {
        "region": "south",
        "area": "fujian",
        "centre": "xiamen",
        "team": "a",
    }
    place.board.put(person("anna", state="TALKING", since=5.0))
    assert not viewer.news.is_set()
    await place.pass_()
    assert viewer.news.is_set()
    [delta] = place.news(viewer)
    assert (delta.name, delta.data) == ("delta", {"people": {"anna": {"state": "TALKING", "since": 5.0}}})
    assert place.news(viewer) == []


async def test_new_rows_are_whole_and_gone_ones_are_null(place: Place) -> None:
    viewer = await place.enter()
    place.news(viewer)
    place.board.put(AlarmRow("store", "the disk is full", 3.0))
    place.board.drop(Topic.CALLS, "c1")
    await place.pass_()
    [delta] = place.news(viewer)
    assert delta.data == {
        "calls": {"c1": None},
        "alarms": {"store": {"name": "store", "text": "the disk is full", "since": 3.0}},
    }


async def test_what_did_not_change_is_not_told(place: Place) -> None:
    viewer = await place.enter()
    place.news(viewer)
    place.board.put(person("anna"))
    await place.pass_()
    assert not viewer.news.is_set()


async def test_all_of_one_scope_get_the_same_bytes(place: Place) -> None:
    one, two = await place.enter(), await place.enter()
    assert place.hub.news_for(one) is not None
    place.hub.news_for(two)
    place.board.put(queue("orders", 7))
    await place.pass_()
    entry = place.hub._log.after(place.hub._log.last - 1)
    assert place.hub.news_for(one) == place.hub.news_for(two)
    assert entry is not None
    assert not isinstance(entry[0], Told)
    assert len(entry[0]._made) == 1


async def test_he_goes_on_where_he_was(place: Place) -> None:
    viewer = await place.enter()
    [first] = place.news(viewer)
    place.hub.leave(viewer)
    place.board.put(queue("orders", 1))
    await place.pass_()
    place.board.put(queue("orders", 2))
    await place.pass_()
    again = await place.enter(last=first.id)
    assert [frame.data for frame in place.news(again)] == [
        {"queues": {"orders": {"waiting": 1}}},
        {"queues": {"orders": {"waiting": 2}}},
    ]


@pytest.mark.parametrize("last", ["other-1", "boot-99999", "boot-x", "boot", "", "boot--1", "boot-" + "9" * 40])
async def test_an_id_that_is_not_known_gets_a_snapshot(place: Place, last: str) -> None:
    await place.enter()
    viewer = await place.enter(last=last)
    assert [frame.name for frame in place.news(viewer)] == ["snapshot"]


async def test_who_is_slow_gets_a_snapshot_and_everything_that_was_for_him() -> None:
    async for place in placed(Log(most_entries=8)):
        viewer = await place.enter(who="anna")
        place.news(viewer)
        place.hub.tell(PersonId("anna"), "offer", {"call": "c1"})
        for waiting in range(6):
            place.board.put(queue("orders", waiting + 1))
            await place.pass_()
        assert [frame.name for frame in place.news(viewer)] == ["offer", *["delta"] * 6]
        place.hub.tell(PersonId("anna"), "offer_closed", {"call": "c1"})
        for waiting in range(12):
            place.board.put(queue("orders", waiting + 100))
            await place.pass_()
        found = place.news(viewer)
        assert [frame.name for frame in found] == ["snapshot"]  # what was told so long ago is forgotten
        assert found[0].data["queues"]["orders"]["waiting"] == 111
        assert len(place.hub._log) == 8


async def test_who_is_far_behind_gets_a_snapshot_and_what_was_told_to_him_alone(place: Place) -> None:
    viewer = await place.enter(who="anna")
    place.news(viewer)
    place.hub.tell(PersonId("anna"), "offer", {"call": "c1"})
    for waiting in range(MOST_BEHIND + 1):
        place.board.put(queue("orders", waiting + 1))
        await place.pass_()
    assert [frame.name for frame in place.news(viewer)] == ["snapshot", "offer"]
    assert place.news(viewer) == []


async def test_the_log_is_bounded_by_its_changes() -> None:
    async for place in placed(Log(most_changes=10)):
        viewer = await place.enter()
        place.news(viewer)
        place.board.put(*(call(f"more-{number}") for number in range(30)))
        await place.pass_()
        assert len(place.news(viewer)[0].data["calls"]) == 30
        place.board.put(queue("orders", 1))
        await place.pass_()
        assert len(place.hub._log) == 1


async def test_what_concerns_one_person_is_told_at_once_and_to_nobody_else(place: Place) -> None:
    anna, bert = await place.enter(who="anna"), await place.enter(who="bert")
    place.news(anna), place.news(bert)
    place.hub.tell(PersonId("anna"), "offer", {"call": "c1"})
    assert anna.news.is_set()
    assert not bert.news.is_set()
    [told] = place.news(anna)
    assert (told.name, told.data) == ("offer", {"call": "c1"})
    assert place.news(bert) == []
    assert place.hub.watched_by(PersonId("anna"))
    assert not place.hub.watched_by(PersonId("nobody"))


async def test_what_was_told_while_he_was_away_is_told_again(place: Place) -> None:
    viewer = await place.enter(who="anna")
    [first] = place.news(viewer)
    place.hub.leave(viewer)
    place.hub.tell(PersonId("anna"), "offer", {"call": "c1"})
    again = await place.enter(who="anna", last=first.id)
    assert [frame.name for frame in place.news(again)] == ["offer"]
    fresh = await place.enter(who="anna")
    assert [frame.name for frame in place.news(fresh)] == ["snapshot"]


# --- nobody looks on


async def test_nobody_pays_while_nobody_looks_on(place: Place) -> None:
    assert place.board.changes is None
    viewer = await place.enter()
    [first] = place.news(viewer)
    place.hub.leave(viewer)
    await place.clock.advance(KEPT_AFTER_THE_LAST + 1)
    assert place.board.changes is None
    read = place.board.read
    place.board.put(queue("orders", 5))
    await place.clock.advance(60)
    assert place.board.read == read
    again = await place.enter(last=first.id)
    [shown] = place.news(again)
    assert shown.name == "snapshot"
    assert shown.data["queues"]["orders"]["waiting"] == 5


async def test_another_plan_is_a_snapshot_for_everybody(place: Place) -> None:
    viewer = await place.enter()
    place.news(viewer)
    place.board.rows[Topic.PEOPLE] = {"cora": person("cora")}
    assert place.board.changes is not None
    place.board.changes.all_changed()
    await place.pass_()
    [shown] = place.news(viewer)
    assert (shown.name, set(shown.data["people"])) == ("snapshot", {"cora"})


async def test_rows_for_who_does_not_stay(place: Place) -> None:
    assert set((await place.hub.everything())[Topic.PEOPLE]) == {"anna", "bert"}
    await place.clock.advance(ASKS_AGAIN + EVERY)
    assert place.board.changes is None


async def test_who_asks_often_finds_the_rows_kept_up_and_fresh(place: Place) -> None:
    await place.hub.everything()
    await place.pass_()
    read = place.board.read
    assert set((await place.hub.everything())[Topic.QUEUES]) == {"orders"}
    assert place.board.read == read
    paused = person("anna", state="PAUSED")
    place.board.put(paused)
    assert (await place.hub.everything())[Topic.PEOPLE]["anna"] == paused
    assert place.board.read == read + 1


# --- the end


async def test_streams_end_with_the_service(place: Place) -> None:
    viewer = await place.enter()
    place.hub.close()
    assert (viewer.over, viewer.news.is_set()) == ("closing", True)
    late = await place.enter()
    assert late.over == "closing"


async def test_streams_of_a_user_are_ended(place: Place) -> None:
    viewer = await place.enter()
    place.hub.end("somebody else", "signed out")
    assert viewer.over == ""
    place.hub.end("user", "signed out")
    assert viewer.over == "signed out"
    place.hub.leave(viewer)
    assert place.hub.viewers == 0


async def test_who_goes_before_there_is_anything_to_see_leaves_nothing() -> None:
    hub = Hub(Board(), ManualClock())
    entering = asyncio.create_task(hub.enter(Scope(EVERYTHING, False), PersonId("anna"), "user"))
    await asyncio.sleep(0)
    assert hub.viewers == 1
    entering.cancel()
    with suppress(asyncio.CancelledError):
        await entering
    assert hub.viewers == 0
    assert not hub.watched_by(PersonId("anna"))


def test_a_patch_is_what_makes_one_row_of_the_other() -> None:
    before, after = person("anna"), replace(person("anna", state="WRAP_UP"), until=30.0, contact=CallId("c9"))
    told = orjson.loads(orjson.dumps(before)) | {"state": "WRAP_UP", "until": 30.0, "contact": "c9"}
    assert orjson.loads(orjson.dumps(after)) == told
