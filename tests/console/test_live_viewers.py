"""The hub: it looks only while somebody looks on, and streams end with the service, their user or their viewer."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from calls.ids import PersonId
from console.live.hub import ASKS_AGAIN, EVERY, KEPT_AFTER_THE_LAST, Hub
from console.live.scope import EVERYTHING, Scope
from console.ports.floor import Topic
from tests.console.board import Board, Place, person, queue
from tests.fakes.clock import ManualClock
from tests.waiting import until


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
    await until(lambda: hub.viewers == 1, what="the viewer who comes")
    entering.cancel()
    with suppress(asyncio.CancelledError):
        await entering
    assert hub.viewers == 0
    assert not hub.watched_by(PersonId("anna"))
