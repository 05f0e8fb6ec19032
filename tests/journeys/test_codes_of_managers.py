"""Codes that a manager keys on his outside phone while he talks: the caller is always with somebody, or at his place."""

from __future__ import annotations

import pytest

from calls.causes import Cause
from calls.contact import Outcome
from calls.switch import Outside, Seat
from tests.fakes.party import BUSY, Answers, FakeCaller, FakePhone, Refuses
from tests.journeys.centre import Centre, at_work, nobody, only

PHONE, NUMBER = Outside("13900001111"), "13800001111"


async def talking(centre: Centre) -> tuple[FakeCaller, FakePhone]:
    """A caller and his manager; no agent is there unless a test lets one come."""
    nobody(centre)
    manager = centre.switch.phone(PHONE, Answers(after=1, presses="1"))
    caller = centre.switch.call_in("95107", number=NUMBER)
    await centre.clock.until(lambda: caller.hears == PHONE.number)
    return caller, manager


async def asking(centre: Centre, seat: str = "1002") -> tuple[FakeCaller, FakePhone, FakePhone]:
    """The manager asks a colleague, and the caller hears music."""
    caller, manager = await talking(centre)
    colleague = only(centre, seat, Answers(after=2))
    manager.press("*2")
    await centre.clock.until(lambda: manager.hears == "talk_number" and caller.hears == "music")
    manager.press(f"{seat}#")
    await centre.clock.until(lambda: manager.hears == seat and colleague.hears == PHONE.number)
    assert caller.hears == "music"
    return caller, manager, colleague


async def all_over(centre: Centre) -> None:
    """Nothing is left of any call."""
    await centre.clock.advance(30)
    assert at_work("call", "desk", "offer") == []
    assert all(leg.ended is not None for leg in centre.switch.all_legs.values())


async def test_the_caller_goes_back_to_his_queue_at_his_old_place(centre: Centre) -> None:
    caller, manager = await talking(centre)
    joined_at = centre.memory.record(NUMBER).queued_at
    manager.press("*1")
    await centre.clock.until(lambda: manager.gone)
    assert manager.heard[-1] == "talk_back"
    assert caller.hears == "music"
    await centre.clock.advance(60)
    assert manager.rung == 1, "the manager who gave him back was asked for him again"
    agent = only(centre, "1003", Answers(after=1))
    await centre.clock.until(lambda: caller.hears == "1003")
    agent.hang_up()
    await all_over(centre)
    record = centre.memory.record(NUMBER)
    assert [talk.whom for talk in record.talks] == ["xiamen_1", "1003"]
    assert (record.queued_at, record.outcome) == (joined_at, Outcome.SERVED)
    assert [(each.to, each.by) for each in record.transfers] == [("queue", "xiamen_1")]


async def test_a_visit_is_noted_and_the_conversation_goes_on(centre: Centre) -> None:
    caller, manager = await talking(centre)
    manager.press("*3")
    await centre.clock.until(lambda: manager.hears == "talk_marked")
    assert caller.hears == PHONE.number
    caller.hang_up()
    await all_over(centre)
    assert [(mark.person, mark.what) for mark in centre.memory.record(NUMBER).marks] == [("xiamen_1", "visit")]


async def test_the_manager_asks_a_colleague_and_hands_the_caller_over_by_hanging_up(centre: Centre) -> None:
    caller, manager, colleague = await asking(centre)
    manager.hang_up()
    await centre.clock.until(lambda: caller.hears == "1002" and colleague.hears == NUMBER)
    colleague.hang_up()
    await all_over(centre)
    record = centre.memory.record(NUMBER)
    assert [talk.whom for talk in record.talks] == ["xiamen_1", "1002"]
    assert [(each.to, each.by, each.attended) for each in record.transfers] == [("1002", "xiamen_1", True)]
    assert {leg.who for leg in record.legs} == {"", "xiamen_1", "1002"}
    assert record.outcome is Outcome.SERVED


@pytest.mark.parametrize("first", ["manager", "colleague", "caller"])
async def test_all_three_talk_until_two_are_left(centre: Centre, first: str) -> None:
    caller, manager, colleague = await asking(centre)
    manager.press("*2")
    await centre.clock.until(lambda: set(caller.hears.split("+")) == {PHONE.number, "1002"})
    {"manager": manager, "colleague": colleague, "caller": caller}[first].hang_up()
    await centre.clock.settle()
    if first == "manager":
        assert (caller.hears, colleague.hears) == ("1002", NUMBER)
    if first == "colleague":
        assert (caller.hears, manager.hears) == (PHONE.number, NUMBER)
    if first == "caller":
        assert manager.gone
        assert colleague.gone
    else:
        caller.hang_up()
    await all_over(centre)
    assert centre.memory.record(NUMBER).outcome is Outcome.SERVED
    assert centre.memory.people["xiamen_1"].after == "READY"


async def test_when_the_colleague_hangs_up_the_manager_has_the_caller_again(centre: Centre) -> None:
    caller, manager, colleague = await asking(centre)
    colleague.hang_up()
    await centre.clock.until(lambda: caller.hears == PHONE.number and manager.hears == NUMBER)
    caller.hang_up()
    await all_over(centre)
    assert [talk.whom for talk in centre.memory.record(NUMBER).talks] == ["xiamen_1"]


async def test_the_code_for_back_leaves_the_colleague(centre: Centre) -> None:
    caller, manager, colleague = await asking(centre)
    manager.press("*1")
    await centre.clock.until(lambda: caller.hears == PHONE.number)
    assert colleague.gone
    caller.hang_up()
    await all_over(centre)


@pytest.mark.parametrize("script", [BUSY, Refuses(Cause.REJECTED, after=1.0), None], ids=["busy", "says no", "silent"])
async def test_a_colleague_who_is_not_reached_leaves_them_as_they_were(centre: Centre, script: Refuses | None) -> None:
    caller, manager = await talking(centre)
    colleague = only(centre, "1002", script)
    manager.press("*2")
    await centre.clock.until(lambda: manager.hears == "talk_number")
    manager.press("1002#")
    await centre.clock.until(lambda: caller.hears == PHONE.number and manager.hears == NUMBER, within=60)
    assert "talk_not_reached" in manager.heard
    assert colleague.gone
    caller.hang_up()
    await all_over(centre)


@pytest.mark.parametrize("keyed", ["", "#", "99999999#", "00881234#"])
async def test_a_number_that_is_none_leaves_them_as_they_were(centre: Centre, keyed: str) -> None:
    caller, manager = await talking(centre)
    manager.press("*2")
    await centre.clock.until(lambda: manager.hears == "talk_number")
    manager.press(keyed)
    await centre.clock.until(lambda: caller.hears == PHONE.number and manager.hears == NUMBER, within=60)
    manager.hang_up()
    await all_over(centre)


@pytest.mark.parametrize("after", [0, 1, 3, 6])
@pytest.mark.parametrize("who", ["manager", "caller"])
async def test_a_hang_up_at_any_moment_of_the_asking(centre: Centre, who: str, after: int) -> None:
    """The caller is back in the queue where the manager leaves him; where the caller leaves, every phone stops."""
    caller, manager = await talking(centre)
    only(centre, "1002", Answers(after=5))
    manager.press("*2")
    await centre.clock.until(lambda: manager.hears == "talk_number")
    if after:
        manager.press("1002#")
    await centre.clock.advance(after)
    {"manager": manager, "caller": caller}[who].hang_up()
    await centre.clock.advance(3)
    if who == "manager":
        assert caller.hears in ("music", "1002", "all_busy", "still_waiting"), caller.hears
        caller.hang_up()
    await all_over(centre)
    assert centre.memory.record(NUMBER).ended_at is not None


async def test_keys_that_are_no_code_are_only_talk(centre: Centre) -> None:
    caller, manager = await talking(centre)
    for keys in ("1", "2", "3", "*9", "*", "**9", "#"):
        manager.press(keys)
        await centre.clock.advance(4)
    assert caller.hears == PHONE.number
    caller.press("*1")
    await centre.clock.advance(4)
    assert caller.hears == PHONE.number, "the caller's keys gave a command"
    caller.hang_up()
    await all_over(centre)


async def test_an_agents_keys_are_only_talk(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95106", number=NUMBER)
    await centre.clock.until(lambda: caller.hears == "1001")
    agent.press("*1")
    await centre.clock.advance(4)
    assert caller.hears == "1001"


async def test_a_phone_sends_the_caller_to_a_queue_and_his_wait_counts(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=4))
    caller = centre.switch.call_in("95106", number=NUMBER)
    await centre.clock.until(lambda: caller.hears == "1001")
    joined_at = centre.memory.record(NUMBER).queued_at
    other = centre.switch.phone(Seat("1003"), Answers(after=1))
    agent.transfer_to("*7desk")
    await centre.clock.until(lambda: caller.hears == "music")
    other.register()
    await centre.clock.until(lambda: caller.hears == "1003", within=90)
    other.hang_up()
    await all_over(centre)
    record = centre.memory.record(NUMBER)
    assert record.queue == "desk"
    assert record.queued_at == joined_at
    assert [(each.to, each.by) for each in record.transfers] == [("*7desk", "1001")]
    assert [wait.whom for wait in record.waits] == ["orders", "desk"]


@pytest.mark.parametrize("joined", [False, True], ids=["asking", "all three"])
async def test_after_a_restart_the_caller_is_with_his_manager(centre: Centre, joined: bool) -> None:
    """A colleague who was only asked is let go; three who talked go on."""
    caller, manager, colleague = await asking(centre)
    if joined:
        manager.press("*2")
        await centre.clock.until(lambda: "+" in caller.hears)
    await centre.kill()
    await centre.start_again()
    await centre.clock.advance(3)
    assert colleague.gone is not joined
    assert PHONE.number in caller.hears
    if joined:
        manager.hang_up()
        await centre.clock.settle()
        assert caller.hears == "1002"
    caller.hang_up()
    await all_over(centre)
    assert centre.memory.record(NUMBER).outcome is Outcome.SERVED


async def test_after_a_restart_while_the_number_is_keyed_they_talk_again(centre: Centre) -> None:
    caller, manager = await talking(centre)
    manager.press("*2")
    await centre.clock.until(lambda: manager.hears == "talk_number")
    await centre.kill()
    await centre.start_again()
    await centre.clock.until(lambda: caller.hears == PHONE.number)
    manager.hang_up()
    await all_over(centre)
