"""A caller waits: his place is written down, on his leg and on the floor, and he is kept company until he is taken."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from acd.messages import Joined, Leaving, Left, Refusal, TalkFailed
from acd.offers import Offer
from acd.queues import Queue, Words
from calls.errors import LegGone, SwitchRefused
from calls.happenings.menu import Heard
from calls.happenings.queue import Queued
from calls.ids import CallId
from calls.switch import Marks, Role
from service.call import Call, Place
from service.company import Company
from service.waiting import GoesElsewhere, Waiting
from tests.fakes.clock import EPOCH
from tests.fakes.party import FakeCaller
from tests.unit.service.rooms import CALL, LIN, WEI, Rooms, offer, open_rooms

PLACE = Place("wealth", 5, EPOCH, LIN)
FIRST_WORD, NEXT_WORD = Words().first, Words().every


class Scene(Rooms):
    """A caller who is about to wait."""

    room: Waiting
    party: FakeCaller
    call: Call

    async def begin(self, place: Place = PLACE) -> asyncio.Task[Offer | GoesElsewhere]:
        await self.room.join(self.call, place)
        task = asyncio.create_task(self.room.for_somebody(self.call))
        await self.clock.settle()
        return task

    async def marks(self) -> Marks | None:
        return next(leg.marks for leg in await self.switch.legs() if leg.leg == self.call.leg)


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[Scene]:
    async with open_rooms(Scene) as rooms:
        company = Company(rooms.switch, rooms.clock, rooms.chronicle, rooms.sounds, Queue, lambda _call: None)
        rooms.room = Waiting(rooms.switch, rooms.floor, rooms.chronicle, company, Queue)
        rooms.party, rooms.call = await rooms.caller()
        yield rooms


async def test_a_place_is_in_the_record_on_the_leg_and_on_the_floor(scene: Scene) -> None:
    scene.call.step = "welcome.3"
    await scene.room.join(scene.call, PLACE)
    assert scene.noted() == [Queued("wealth", 5, EPOCH)]
    assert scene.floor.told == [Joined(CALL, "wealth", 5, EPOCH, LIN, "13800001111", "zh", on_line_since=EPOCH)]
    assert await scene.marks() == Marks(
        CALL, Role.CALLER, queue="wealth", priority=5, joined_at=EPOCH, step="welcome.3", language="zh", wanted=LIN
    )
    assert scene.party.hears == "music"


async def test_who_does_not_wait_any_more_has_no_place_on_his_leg(scene: Scene) -> None:
    await scene.room.join(scene.call, PLACE)
    scene.room.leave(scene.call, Leaving.SERVED)
    assert scene.call.marks() == Marks(CALL, Role.CALLER, language="zh")
    assert scene.floor.told[1:] == [Left(CALL, Leaving.SERVED)]
    assert scene.floor.forgotten == [CALL]


async def test_he_is_told_that_all_are_busy_and_then_that_he_is_not_forgotten(scene: Scene) -> None:
    task = await scene.begin()
    await scene.clock.advance(FIRST_WORD - 0.1)
    assert scene.party.heard == ["music"]
    await scene.clock.advance(0.2)
    assert scene.party.hears == "all_busy"
    await scene.clock.advance(NEXT_WORD + 2)
    assert scene.party.hears == "still_waiting"
    await scene.clock.advance(2.0)
    assert scene.party.heard == ["music", "all_busy", "music", "still_waiting", "music"]
    assert scene.noted()[1:] == [Heard("", "all_busy"), Heard("", "still_waiting")]
    task.cancel()


async def test_who_keeps_his_place_hears_at_once_that_he_still_waits(scene: Scene) -> None:
    task = await scene.begin(Place("wealth", 5, EPOCH - 100))
    assert scene.party.hears == "all_busy"
    task.cancel()


async def test_he_is_taken_at_once_even_in_the_middle_of_a_word(scene: Scene) -> None:
    task = await scene.begin()
    await scene.clock.advance(FIRST_WORD + 0.5)
    assert scene.party.hears == "all_busy"
    scene.floor.accepted[CALL].set_result(offer())
    await scene.clock.settle()
    assert task.result() == offer()
    assert Heard("", "all_busy") not in scene.noted()


async def test_who_was_accepted_before_he_looked_is_taken_at_once(scene: Scene) -> None:
    scene.floor.expect(CALL).set_result(offer())
    task = await scene.begin()
    assert task.result() == offer()


async def test_a_word_that_cannot_be_said_costs_nobody_his_place(scene: Scene) -> None:
    task = await scene.begin()
    scene.switch.fail_next("announce", SwitchRefused("there is no sound"))
    await scene.clock.advance(FIRST_WORD + 1)
    assert not task.done()
    assert scene.noted()[1:] == []
    await scene.clock.advance(NEXT_WORD + 3)
    assert scene.noted()[1:] == [Heard("", "still_waiting")]
    task.cancel()


async def test_a_caller_who_leaves_in_the_middle_of_a_word_is_a_leg_gone(scene: Scene) -> None:
    task = await scene.begin()
    await scene.clock.advance(FIRST_WORD + 0.5)
    scene.party.hang_up()
    await scene.clock.settle()
    with pytest.raises(LegGone):
        task.result()


async def test_who_gives_up_waiting_leaves_no_voice_behind(scene: Scene) -> None:
    task = await scene.begin()
    task.cancel()
    await scene.clock.advance(FIRST_WORD + 1)
    assert scene.party.heard == ["music"]
    assert not scene.floor.accepted[CALL].cancelled()


async def test_a_person_lost_before_he_was_joined_is_told_to_the_floor(scene: Scene) -> None:
    scene.room.lost_person(offer(WEI))
    assert scene.floor.told == [TalkFailed(offer().id, Refusal.HUNG_UP)]


async def test_two_callers_do_not_take_each_others_offers(scene: Scene) -> None:
    first = await scene.begin()
    _, other = await scene.caller(CallId("call-2"))
    await scene.room.join(other, PLACE)
    second = asyncio.create_task(scene.room.for_somebody(other))
    await scene.clock.settle()
    scene.floor.accepted[CallId("call-2")].set_result(offer(LIN, 2))
    await scene.clock.settle()
    assert (second.result(), first.done()) == (offer(LIN, 2), False)
    first.cancel()
