"""P29: an agent forgets a caller on hold. Here the caller is told that he is not forgotten, the agent's phone rings, and at
last there is an alarm."""

from __future__ import annotations

from calls.happenings.talk import Reminded
from calls.switch import Seat
from tests.fakes.party import Answers, FakeCaller, FakePhone
from tests.journeys.centre import Centre, at_work, only

NUMBER = "13800001111"
ALARM = "caller_on_hold"


async def on_hold(centre: Centre) -> tuple[FakeCaller, FakePhone]:
    agent = only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95106", number=NUMBER)
    await centre.clock.until(lambda: caller.hears == "1001")
    agent.hold()
    await centre.clock.settle()
    assert caller.hears == "music"
    return caller, agent


def reminders(centre: Centre) -> list[bool]:
    entries = centre.memory.record(NUMBER).entries
    return [entry.what.by_alarm for entry in entries if isinstance(entry.what, Reminded)]


def rings(centre: Centre) -> int:
    """How often the agent's phone was rung to remind him."""
    return len([order for order in centre.switch.asked("ring") if order.details == (Seat("1001"),)]) - 1


async def test_a_short_hold_is_nothing(centre: Centre) -> None:
    caller, agent = await on_hold(centre)
    await centre.clock.advance(59)
    agent.resume()
    await centre.clock.advance(300)
    assert reminders(centre) == []
    assert "hold_words" not in caller.heard
    assert caller.hears == "1001"


async def test_after_a_minute_the_caller_is_told_and_the_agents_phone_rings(centre: Centre) -> None:
    caller, agent = await on_hold(centre)
    await centre.clock.advance(60)
    await centre.clock.until(lambda: caller.hears == "hold_words")
    await centre.clock.advance(5)
    assert caller.hears == "music"
    assert (reminders(centre), rings(centre)) == ([False], 1)
    agent.resume()
    await centre.clock.until(lambda: caller.hears == "1001")
    await centre.clock.advance(300)
    assert reminders(centre) == [False]
    assert at_work("hold") == []


async def test_after_three_minutes_there_is_an_alarm_until_he_is_back(centre: Centre) -> None:
    caller, agent = await on_hold(centre)
    await centre.clock.advance(200)
    assert reminders(centre) == [False, False, True, False]
    assert ALARM in centre.house.alarms.raised
    agent.resume()
    await centre.clock.settle()
    assert ALARM not in centre.house.alarms.raised
    caller.hang_up()
    await centre.clock.advance(30)
    assert at_work("call", "hold") == []


async def test_a_caller_who_gives_up_on_hold_ends_the_watch(centre: Centre) -> None:
    caller, _ = await on_hold(centre)
    await centre.clock.advance(190)
    caller.hang_up()
    await centre.clock.advance(30)
    assert ALARM not in centre.house.alarms.raised
    assert at_work("call", "hold") == []
    assert all(leg.ended is not None for leg in centre.switch.all_legs.values())


async def test_after_a_restart_the_hold_is_watched_on(centre: Centre) -> None:
    caller, _ = await on_hold(centre)
    await centre.clock.advance(30)
    await centre.kill()
    await centre.start_again()
    await centre.clock.advance(40)
    assert "hold_words" in caller.heard
    assert reminders(centre) == [False]


async def test_a_lost_link_is_no_reason_to_forget_him(centre: Centre) -> None:
    caller, agent = await on_hold(centre)
    await centre.clock.advance(200)
    centre.switch.lose_link()
    await centre.clock.advance(5)
    centre.switch.restore_link()
    await centre.clock.settle()
    told = caller.heard.count("hold_words")
    await centre.clock.advance(61)
    assert caller.heard.count("hold_words") > told
    assert ALARM in centre.house.alarms.raised
    agent.resume()
    await centre.clock.settle()
    assert ALARM not in centre.house.alarms.raised
