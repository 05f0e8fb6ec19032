"""The hub: what changed is told once, to those whom it concerns."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest

from calls.ids import CallId, PersonId
from console.live.frames import Told
from console.live.hub import EVERY, SELDOMEST, SHARE, pause_after
from console.ports.floor import AlarmRow, Topic
from tests.console.board import Place, person, queue


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


async def test_another_plan_is_a_snapshot_for_everybody(place: Place) -> None:
    viewer = await place.enter()
    place.news(viewer)
    place.board.rows[Topic.PEOPLE] = {"cora": person("cora")}
    assert place.board.changes is not None
    place.board.changes.all_changed()
    await place.pass_()
    [shown] = place.news(viewer)
    assert (shown.name, set(shown.data["people"])) == ("snapshot", {"cora"})


def test_a_patch_is_what_makes_one_row_of_the_other() -> None:
    before, after = person("anna"), replace(person("anna", state="WRAP_UP"), until=30.0, contact=CallId("c9"))
    told = orjson.loads(orjson.dumps(before)) | {"state": "WRAP_UP", "until": 30.0, "contact": "c9"}
    assert orjson.loads(orjson.dumps(after)) == told
