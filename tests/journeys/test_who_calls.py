"""The caller's profile: read beside the call, in time, and never in its way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calls.causes import EndedBy
from calls.happenings.visit import ProfileRead
from calls.switch import Outside, Seat
from service.asking import Outcome
from tests.fakes.party import Answers as PicksUp
from tests.journeys.centre import at_work, nobody
from tests.journeys.house import Shelf
from tests.journeys.knowing_centre import WANG, KnowingCentre, found, told


async def test_a_known_caller_goes_his_own_way(knowing: KnowingCentre) -> None:
    manager = knowing.switch.phone(Outside("13900001111"), PicksUp(after=3, presses="1", presses_after=2))
    knowing.source.answers[WANG] = found(segment="vip", value=5000.0, language="en", manager="xiamen_1")
    knowing.source.ready.set()
    caller = knowing.switch.call_in("95105", number=WANG)
    await knowing.clock.until(lambda: caller.hears == "13900001111")
    assert caller.heard[0] == "greeting"
    record = knowing.memory.record(WANG)
    assert (record.queue, record.priority, record.person, record.language) == ("wealth", 9, "xiamen_1", "en")
    assert told(knowing, ProfileRead) == [ProfileRead("found", 0.1, ("language", "manager", "segment", "value"), "vip")]
    assert manager.heard
    assert at_work("profile") == []


async def test_the_greeting_does_not_wait_for_the_profile_but_a_step_that_needs_it_does(knowing: KnowingCentre) -> None:
    knowing.source.answers[WANG] = found(segment="vip", manager="xiamen_1")
    caller = knowing.switch.call_in("95105", number=WANG)
    await knowing.clock.advance(0.5)
    assert caller.heard == ["greeting"]
    assert knowing.source.asked == [{"caller.number": WANG}]
    knowing.source.ready.set()
    await knowing.clock.until(lambda: knowing.memory.record(WANG).queue == "wealth")


async def test_a_late_profile_makes_a_stranger_of_him(knowing: KnowingCentre) -> None:
    caller = knowing.switch.call_in("95105", number=WANG)
    await knowing.clock.until(lambda: "ordinary" in caller.heard)
    assert knowing.memory.record(WANG).failures == ()
    [read] = told(knowing, ProfileRead)
    assert isinstance(read, ProfileRead)
    assert (read.outcome, read.fields) == ("late", ())
    assert knowing.source.given_up == 1
    knowing.source.ready.set()
    await knowing.clock.until(lambda: knowing.memory.record(WANG).queue == "orders")
    assert len(told(knowing, ProfileRead)) == 1
    assert at_work("profile") == []


async def test_a_plan_that_is_published_meanwhile_takes_nobodys_profile_away(knowing: KnowingCentre) -> None:
    knowing.source.answers[WANG] = found(segment="vip", manager="xiamen_1")
    now = knowing.house.configuration
    assert now.plan.profiles is not None
    patient = replace(now.plan.profiles, inquiry=replace(now.plan.profiles.inquiry, within=20.0))
    await knowing.house.reconfigure(replace(now, plan=replace(now.plan, profiles=patient), version=1), Shelf())
    knowing.switch.call_in("95105", number=WANG)
    await knowing.clock.advance(0.5)
    await knowing.house.reconfigure(replace(now, plan=replace(now.plan, profiles=None), version=2), Shelf())
    await knowing.clock.advance(10)
    knowing.source.ready.set()
    await knowing.clock.until(lambda: bool(knowing.memory.record(WANG).queue))
    assert knowing.memory.record(WANG).queue == "wealth"


async def test_who_hangs_up_while_it_is_read_leaves_nothing_behind(knowing: KnowingCentre) -> None:
    caller = knowing.switch.call_in("95105", number=WANG)
    await knowing.clock.advance(0.5)
    assert len(at_work("profile")) == 1
    caller.hang_up()
    await knowing.clock.settle()
    assert (at_work("profile", "call"), knowing.source.given_up) == ([], 1)
    assert knowing.memory.record(WANG).ended_by is EndedBy.CALLER


@pytest.mark.parametrize(
    ("outcome", "told_as"),
    [(Outcome("nothing", seconds=0.1), "unknown"), (Outcome("it is down", failed=True), "it is down")],
)
async def test_an_unknown_caller_and_a_source_that_fails(
    knowing: KnowingCentre, outcome: Outcome, told_as: str
) -> None:
    knowing.source.answers[WANG] = outcome
    knowing.source.ready.set()
    knowing.switch.call_in("95105", number=WANG)
    await knowing.clock.until(lambda: knowing.memory.record(WANG).queue == "orders")
    [read] = told(knowing, ProfileRead)
    assert isinstance(read, ProfileRead)
    assert read.outcome == told_as


async def test_a_manager_who_is_not_in_the_plan_is_told_and_ignored(knowing: KnowingCentre) -> None:
    knowing.source.answers[WANG] = found(segment="vip", manager="nobody_1")
    knowing.source.ready.set()
    knowing.switch.phone(Seat("1003"), PicksUp(after=2))
    caller = knowing.switch.call_in("95105", number=WANG)
    await knowing.clock.until(lambda: caller.hears in ("1003", "13900001111"))
    [failure] = knowing.memory.record(WANG).failures
    assert "'nobody_1' is not in the plan: ignored" in failure.what


async def test_who_hides_his_number_is_a_stranger_at_once(knowing: KnowingCentre) -> None:
    knowing.switch.call_in("95105", number="")
    await knowing.clock.until(lambda: knowing.memory.record("").queue == "orders")
    assert knowing.source.asked == []


async def test_a_branch_sees_the_queue(knowing: KnowingCentre) -> None:
    nobody(knowing)
    knowing.source.ready.set()
    knowing.switch.call_in("95105", number=WANG)
    await knowing.clock.until(lambda: knowing.memory.record(WANG).queue == "orders")
    second = knowing.switch.call_in("95105", number="13800002222")
    await knowing.clock.until(lambda: "busy" in second.heard)
