"""The caller's profile, lookups, switches: beside the call, in time, and never in its way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from acd.messages import Event, Joined, Recovered
from calls.causes import EndedBy
from calls.happenings.menu import LookedUp, Remembered
from calls.happenings.visit import ProfileRead
from calls.switch import Outside, Seat
from service.asking import Outcome
from service.call import wishes_of
from service.floor import Floor
from tests.fakes.party import Answers as PicksUp
from tests.journeys.centre import at_work, nobody
from tests.journeys.house import Shelf
from tests.journeys.knowing_centre import KnowingCentre, found, open_knowing_centre

WANG = "13800001111"


@pytest.fixture
async def centre() -> AsyncIterator[KnowingCentre]:
    async with open_knowing_centre() as running:
        yield running


def told(centre: KnowingCentre, kind: type) -> list[object]:
    return [entry.what for entry in centre.memory.entries if isinstance(entry.what, kind)]


async def test_a_known_caller_goes_his_own_way(centre: KnowingCentre) -> None:
    manager = centre.switch.phone(Outside("13900001111"), PicksUp(after=3, presses="1", presses_after=2))
    centre.source.answers[WANG] = found(segment="vip", value=5000.0, language="en", manager="xiamen_1")
    centre.source.ready.set()
    caller = centre.switch.call_in("95105", number=WANG)
    await centre.clock.until(lambda: caller.hears == "13900001111")
    assert caller.heard[0] == "greeting"
    record = centre.memory.record(WANG)
    assert (record.queue, record.priority, record.person, record.language) == ("wealth", 9, "xiamen_1", "en")
    assert told(centre, ProfileRead) == [ProfileRead("found", 0.1, ("language", "manager", "segment", "value"), "vip")]
    assert manager.heard
    assert at_work("profile") == []


async def test_the_greeting_does_not_wait_for_the_profile_but_a_step_that_needs_it_does(centre: KnowingCentre) -> None:
    centre.source.answers[WANG] = found(segment="vip", manager="xiamen_1")
    caller = centre.switch.call_in("95105", number=WANG)
    await centre.clock.advance(0.5)
    assert caller.heard == ["greeting"]
    assert centre.source.asked == [{"caller.number": WANG}]
    centre.source.ready.set()
    await centre.clock.until(lambda: centre.memory.record(WANG).queue == "wealth")


async def test_a_late_profile_makes_a_stranger_of_him(centre: KnowingCentre) -> None:
    caller = centre.switch.call_in("95105", number=WANG)
    await centre.clock.until(lambda: "ordinary" in caller.heard)
    assert centre.memory.record(WANG).failures == ()
    [read] = told(centre, ProfileRead)
    assert isinstance(read, ProfileRead)
    assert (read.outcome, read.fields) == ("late", ())
    assert centre.source.given_up == 1
    centre.source.ready.set()
    await centre.clock.until(lambda: centre.memory.record(WANG).queue == "orders")
    assert len(told(centre, ProfileRead)) == 1
    assert at_work("profile") == []


async def test_a_plan_that_is_published_meanwhile_takes_nobodys_profile_away(centre: KnowingCentre) -> None:
    centre.source.answers[WANG] = found(segment="vip", manager="xiamen_1")
    now = centre.house.configuration
    assert now.plan.profiles is not None
    patient = replace(now.plan.profiles, inquiry=replace(now.plan.profiles.inquiry, within=20.0))
    await centre.house.reconfigure(replace(now, plan=replace(now.plan, profiles=patient), version=1), Shelf())
    centre.switch.call_in("95105", number=WANG)
    await centre.clock.advance(0.5)
    await centre.house.reconfigure(replace(now, plan=replace(now.plan, profiles=None), version=2), Shelf())
    await centre.clock.advance(10)
    centre.source.ready.set()
    await centre.clock.until(lambda: bool(centre.memory.record(WANG).queue))
    assert centre.memory.record(WANG).queue == "wealth"


async def test_who_hangs_up_while_it_is_read_leaves_nothing_behind(centre: KnowingCentre) -> None:
    caller = centre.switch.call_in("95105", number=WANG)
    await centre.clock.advance(0.5)
    assert len(at_work("profile")) == 1
    caller.hang_up()
    await centre.clock.settle()
    assert (at_work("profile", "call"), centre.source.given_up) == ([], 1)
    assert centre.memory.record(WANG).ended_by is EndedBy.CALLER


@pytest.mark.parametrize(
    ("outcome", "told_as"),
    [(Outcome("nothing", seconds=0.1), "unknown"), (Outcome("it is down", failed=True), "it is down")],
)
async def test_an_unknown_caller_and_a_source_that_fails(centre: KnowingCentre, outcome: Outcome, told_as: str) -> None:
    centre.source.answers[WANG] = outcome
    centre.source.ready.set()
    centre.switch.call_in("95105", number=WANG)
    await centre.clock.until(lambda: centre.memory.record(WANG).queue == "orders")
    [read] = told(centre, ProfileRead)
    assert isinstance(read, ProfileRead)
    assert read.outcome == told_as


async def test_a_manager_who_is_not_in_the_plan_is_told_and_ignored(centre: KnowingCentre) -> None:
    centre.source.answers[WANG] = found(segment="vip", manager="nobody_1")
    centre.source.ready.set()
    centre.switch.phone(Seat("1003"), PicksUp(after=2))
    caller = centre.switch.call_in("95105", number=WANG)
    await centre.clock.until(lambda: caller.hears in ("1003", "13900001111"))
    [failure] = centre.memory.record(WANG).failures
    assert "'nobody_1' is not in the plan: ignored" in failure.what


async def test_who_hides_his_number_is_a_stranger_at_once(centre: KnowingCentre) -> None:
    centre.switch.call_in("95105", number="")
    await centre.clock.until(lambda: centre.memory.record("").queue == "orders")
    assert centre.source.asked == []


async def test_a_branch_sees_the_queue(centre: KnowingCentre) -> None:
    nobody(centre)
    centre.source.ready.set()
    centre.switch.call_in("95105", number=WANG)
    await centre.clock.until(lambda: centre.memory.record(WANG).queue == "orders")
    second = centre.switch.call_in("95105", number="13800002222")
    await centre.clock.until(lambda: "busy" in second.heard)


# --- switches ---------------------------------------------------------------------------------------------------


async def test_hours_that_people_closed(centre: KnowingCentre) -> None:
    centre.switches["hours.office"] = False
    caller = centre.switch.call_in("95105", number=WANG)
    await centre.clock.until(lambda: caller.gone)
    assert caller.heard == ["closed"]


async def test_hours_that_people_opened_at_night(centre: KnowingCentre) -> None:
    centre.source.ready.set()
    await centre.clock.advance(12 * 3600)
    shut_out = centre.switch.call_in("95105", number=WANG)
    await centre.clock.until(lambda: shut_out.gone)
    assert shut_out.heard == ["closed"]
    centre.switches["hours.office"] = True
    caller = centre.switch.call_in("95105", number=WANG)
    await centre.clock.until(lambda: "greeting" in caller.heard)


async def test_a_notice_is_heard_while_it_is_on(centre: KnowingCentre) -> None:
    centre.source.ready.set()
    centre.switches["notice.storm"] = True
    first = centre.switch.call_in("95105", number=WANG)
    await centre.clock.until(lambda: "greeting" in first.heard)
    del centre.switches["notice.storm"]
    second = centre.switch.call_in("95105", number="13800002222")
    await centre.clock.until(lambda: "greeting" in second.heard)
    assert (first.heard[0], second.heard[0]) == ("notice_storm", "greeting")


# --- lookups ----------------------------------------------------------------------------------------------------


async def test_the_answer_is_said_and_its_values_are_masked_in_the_record(centre: KnowingCentre) -> None:
    centre.source.answers["1003"] = found(state="open", total="12.50")
    centre.source.ready.set()
    caller = centre.switch.call_in("95106", number=WANG)
    await centre.clock.until(lambda: caller.gone)
    assert caller.heard[0] == "order_is"
    assert len(caller.heard) > 2
    assert told(centre, LookedUp) == [LookedUp("ask.2", "found", 0.1)]
    kept = {each.name: each.value for each in told(centre, Remembered) if isinstance(each, Remembered)}
    assert kept == {"order": "1003", "state": "****", "total": "*****"}


@pytest.mark.parametrize(
    ("outcome", "heard"), [(Outcome("nothing"), "unknown"), (Outcome("crm says 500", failed=True), "broken")]
)
async def test_no_answer_goes_its_own_way(centre: KnowingCentre, outcome: Outcome, heard: str) -> None:
    centre.source.answers["1003"] = outcome
    centre.source.ready.set()
    caller = centre.switch.call_in("95106", number=WANG)
    await centre.clock.until(lambda: caller.gone)
    assert caller.heard == [heard]


async def test_who_hangs_up_during_a_lookup_leaves_nothing_behind(centre: KnowingCentre) -> None:
    caller = centre.switch.call_in("95106", number=WANG)
    await centre.clock.until(lambda: len(centre.source.asked) == 2)
    caller.hang_up()
    await centre.clock.settle()
    assert (at_work("profile", "call"), centre.source.given_up) == ([], 2)
    assert centre.memory.record(WANG).ended_by is EndedBy.CALLER


async def test_a_lookup_that_never_ends_ends_with_the_time_in_the_menus(centre: KnowingCentre) -> None:
    caller = centre.switch.call_in("95106", number=WANG)
    await centre.clock.until(lambda: caller.gone)
    assert "60 s in the menus" in centre.memory.record(WANG).failures[-1].what


# --- wishes -----------------------------------------------------------------------------------------------------


async def test_wishes_reach_the_floor_and_the_record(centre: KnowingCentre, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody(centre)
    floor, seen = centre.house.floor, list[Event]()
    tell = floor.tell

    def listen(event: Event) -> None:
        seen.append(event)
        tell(event)

    monkeypatch.setattr(floor, "tell", listen)
    centre.source.answers[WANG] = found(branch="xiamen")
    centre.source.ready.set()
    centre.switch.call_in("95107", number=WANG)
    await centre.clock.until(lambda: centre.memory.record(WANG).queue == "wealth")
    record = centre.memory.record(WANG)
    assert record.wishes == ("branch: xiamen",)
    assert wishes_of(record.wishes) == (("branch", "xiamen"),)
    assert [event.wishes for event in seen if isinstance(event, Joined)] == [(("branch", "xiamen"),)]


async def test_wishes_and_place_come_back_after_a_restart(
    centre: KnowingCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody(centre)
    centre.source.answers[WANG] = found(branch="xiamen", manager="xiamen_1")
    centre.source.ready.set()
    centre.switch.call_in("95107", number=WANG)
    await centre.clock.until(lambda: centre.memory.record(WANG).queue == "wealth")
    before = centre.memory.record(WANG)
    await centre.kill()
    seen = list[Event]()
    tell = Floor.tell

    def listen(floor: Floor, event: Event) -> None:
        seen.append(event)
        tell(floor, event)

    monkeypatch.setattr(Floor, "tell", listen)
    await centre.start_again()
    [recovered] = [event for event in seen if isinstance(event, Recovered)]
    [joined] = recovered.waiting
    assert (joined.wishes, joined.joined_at) == ((("branch", "xiamen"),), before.queued_at)
    assert centre.memory.record(WANG).ended_at is None
