"""The caller in the menus: his way through the plan, and what is remembered and written down of it."""

from __future__ import annotations

import asyncio

import pytest

from calls.causes import Cause
from calls.errors import LegGone
from calls.happenings.menu import Chose, Heard, Missed, Spoke
from calls.happenings.visit import Answered
from calls.switch import Marks, Role
from ivr.actions import Enqueue, HangUp, Transfer
from ivr.events import Served
from ivr.session import NumberUnknown
from tests.unit.service.dialogue_rooms import DialogueRooms, end_of
from tests.unit.service.rooms import CALL


async def test_the_way_from_the_answer_to_a_queue(walking: DialogueRooms) -> None:
    task = await walking.begin()
    await walking.clock.advance(2.5)
    assert walking.party.hears == "main_menu"
    walking.party.press("1")
    wish = await walking.clock.run(end_of(task))
    assert isinstance(wish, Enqueue)
    assert wish.queue == "orders"
    kinds = [type(what).__name__ for what in walking.noted()]
    assert kinds.index("Answered") < kinds.index("Heard") < kinds.index("Pressed") < kinds.index("Chose")
    assert Chose("welcome.2", "1", "orders", "order") in walking.noted()


async def test_the_session_is_told_how_an_entry_ended(walking: DialogueRooms) -> None:
    task = await walking.begin("95107")
    for key in "12#34":
        walking.party.press(key)
    assert isinstance(await walking.clock.run(end_of(task)), Enqueue)
    assert not [what for what in walking.noted() if isinstance(what, Missed)]


async def test_the_leg_remembers_where_the_caller_is(walking: DialogueRooms) -> None:
    task = await walking.begin()
    await walking.clock.advance(2.5)
    [leg] = await walking.switch.legs()
    assert leg.marks == Marks(CALL, Role.CALLER, step=walking.call.step, language="zh")
    assert walking.call.step.startswith("welcome")
    task.cancel()


async def test_a_caller_who_leaves_in_a_prompt_heard_it_in_part(walking: DialogueRooms) -> None:
    task = await walking.begin()
    await walking.clock.advance(1)
    walking.party.hang_up()
    await walking.clock.settle()
    with pytest.raises(LegGone):
        task.result()
    heard = [what for what in walking.noted() if isinstance(what, Heard)]
    assert [(what.prompt, what.whole) for what in heard] == [("greeting", False)]


async def test_the_language_is_the_callers_from_his_choice_on(walking: DialogueRooms) -> None:
    task = await walking.begin()
    await walking.clock.advance(2.5)
    walking.party.press("2")
    await walking.clock.settle()
    assert walking.call.language == "en"
    assert Spoke("en") in walking.noted()
    played = walking.switch.asked("collect")
    assert len(played) == 2
    task.cancel()


async def test_silence_ends_where_the_plan_says(walking: DialogueRooms) -> None:
    task = await walking.begin()
    wish = await walking.clock.run(end_of(task))
    assert isinstance(wish, HangUp)
    assert wish.cause is Cause.NORMAL
    assert any(isinstance(what, Missed) and what.why == "noinput" for what in walking.noted())
    assert walking.party.heard[-1] == "goodbye"


async def test_after_he_was_served_the_plan_goes_on(walking: DialogueRooms) -> None:
    walk = walking.walk()
    task = asyncio.create_task(walk.begin())
    await walking.clock.advance(2.5)
    walking.party.press("1")
    await walking.clock.run(end_of(task))
    assert isinstance(await walking.clock.run(walk.go_on(Served())), HangUp)
    assert walking.party.heard[-1] == "goodbye"


async def test_a_plan_may_send_him_to_a_phone(walking: DialogueRooms) -> None:
    task = await walking.begin("95106")
    wish = await walking.clock.run(end_of(task))
    assert isinstance(wish, Transfer)
    assert (wish.to, wish.ring_for) == ("1002", 10.0)


async def test_a_call_that_was_answered_before_us_goes_on_at_its_step(walking: DialogueRooms) -> None:
    walking.call.step = "welcome.2"
    task = asyncio.create_task(walking.dialogues().found(walking.call).begin())
    await walking.clock.settle()
    assert walking.party.heard[0] == "main_menu"
    assert Answered() not in walking.noted()
    task.cancel()


async def test_a_number_that_no_plan_has_is_told(walking: DialogueRooms) -> None:
    with pytest.raises(NumberUnknown, match="95199"):
        walking.walk("95199")
