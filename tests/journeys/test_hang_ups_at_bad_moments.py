"""People hang up when it suits them, not when it suits us: while a switch is still joining them, while a colleague's
phone rings, in the second in which the next step begins. Whoever is left must be let go at once and be free for the
next caller; a phone that stays up with nobody behind it would cost its owner the day.
"""

from __future__ import annotations

from acd.messages import Paused, Readied
from calls.ids import PersonId
from calls.switch import Seat
from tests.fakes.clock import ManualClock
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, nobody, only, open_centre
from tests.journeys.slow_switch import SlowSwitch


def slow_bridge(clock: ManualClock) -> SlowSwitch:
    switch = SlowSwitch(clock)
    switch.slow_to_bridge = 0.5
    return switch


async def test_a_caller_who_hangs_up_while_he_is_joined_leaves_no_agent_on_the_phone() -> None:
    async with open_centre(slow_bridge) as centre:
        agent = only(centre, "1001", Answers(after=1))
        caller = centre.switch.call_in("95106", number="13800001111")
        await centre.clock.until(lambda: agent.up)
        await centre.clock.advance(0.1)
        caller.hang_up()
        await centre.clock.advance(1)
        assert agent.gone
        await centre.clock.advance(30)
        assert centre.memory.people["1001"].after == "READY"
        assert centre.house.chronicle.open_records() == []


async def test_a_caller_who_hangs_up_while_he_is_joined_by_a_transfer_leaves_nobody_either() -> None:
    async with open_centre(slow_bridge) as centre:
        nobody(centre)
        phone = centre.switch.phone(Seat("1002"), Answers(after=1))
        phone.register()
        caller = centre.switch.call_in("95109", number="13800001111")
        await centre.clock.until(lambda: phone.up)
        await centre.clock.advance(0.1)
        caller.hang_up()
        await centre.clock.advance(1)
        assert phone.gone
        await centre.clock.advance(30)
        assert centre.memory.people["1002"].after == "READY"


async def test_a_caller_who_hangs_up_when_a_phone_has_just_accepted_leaves_nobody_on_it() -> None:
    async with open_centre(SlowSwitch) as centre:
        assert isinstance(centre.switch, SlowSwitch)
        agent = only(centre, "1001", Answers(after=0.05))
        centre.switch.slow_to_play_music = 1.0
        caller = centre.switch.call_in("95106", number="13800001111")
        await centre.clock.until(lambda: agent.up)
        await centre.clock.advance(0.1)
        caller.hang_up()
        await centre.clock.until(lambda: agent.gone, within=5)
        await centre.clock.advance(30)
        assert centre.memory.people["1001"].after == "READY"


async def caller_of_the_second_queue(centre: Centre) -> None:
    """1001 serves the first queue of 95111; 1003, who is at the second one's, is back from a pause as 1001 hangs up."""
    only(centre, "1001", Answers(after=1))
    centre.switch.phone(Seat("1003"), Answers(after=1)).register()
    centre.house.floor.tell(Paused(PersonId("1003"), "coffee"))
    caller = centre.switch.call_in("95111", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    await centre.clock.advance(5)
    centre.switch.phone(Seat("1001")).hang_up()
    centre.house.floor.tell(Readied(PersonId("1003")))


async def test_the_late_news_of_one_conversation_does_not_end_the_next(centre: Centre) -> None:
    await caller_of_the_second_queue(centre)
    await centre.clock.advance(60)
    talks = centre.memory.record("13800001111").talks
    assert [talk.whom for talk in talks] == ["1001", "1003"]
    assert talks[0].until is not None
    assert talks[1].until is None
    assert centre.switch.phone(Seat("1003")).up
    assert centre.memory.people["1003"].after == "TALKING"


async def test_a_second_wait_begins_when_the_first_conversation_is_over(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95111", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    await centre.clock.advance(600)
    centre.switch.phone(Seat("1001")).hang_up()
    await centre.clock.advance(2)
    queues = centre.house.floor.dispatcher.snapshot(centre.clock.now()).queues
    (waited,) = [waiting.waited for queue in queues for waiting in queue.waiting]
    assert waited <= 2.0
