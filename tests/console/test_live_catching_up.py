"""The hub: who was away or is slow goes on where he was, or sees everything anew; and the log has a bound."""

from __future__ import annotations

import pytest

from calls.ids import PersonId
from console.live.hub import MOST_BEHIND
from console.live.log import Log
from tests.console.board import Place, call, placed, queue


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


async def test_what_was_told_while_he_was_away_is_told_again(place: Place) -> None:
    viewer = await place.enter(who="anna")
    [first] = place.news(viewer)
    place.hub.leave(viewer)
    place.hub.tell(PersonId("anna"), "offer", {"call": "c1"})
    again = await place.enter(who="anna", last=first.id)
    assert [frame.name for frame in place.news(again)] == ["offer"]
    fresh = await place.enter(who="anna")
    assert [frame.name for frame in place.news(fresh)] == ["snapshot"]
