"""Each reason for which a queue gives a caller away, from the call to the record; and a hang-up in the middle of each."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from acd.states import ContactState
from calls.contact import Outcome
from tests.fakes.party import Answers
from tests.journeys.queue_centre import QueueCentre, queue_centre


@pytest_asyncio.fixture
async def centre() -> AsyncIterator[QueueCentre]:
    async with queue_centre() as opened:
        yield opened


async def test_a_closed_queue_gives_its_callers_to_a_flow(centre: QueueCentre) -> None:
    caller = centre.call("1")
    await centre.clock.until(lambda: caller.hears == "leave_message", within=3)
    assert centre.given(caller) == [("closed", "flow message")]
    assert "music" not in caller.heard
    assert not centre.house.floor.dispatcher.snapshot(centre.clock.now()).queue("closed").waiting


@pytest.mark.parametrize(("number", "heard"), [("1", "leave_message"), ("2", "goodbye")], ids=["flow", "back"])
async def test_whom_we_hang_up_on_was_turned_away_and_who_hangs_up_himself_abandoned(
    centre: QueueCentre, number: str, heard: str
) -> None:
    patient, hasty = centre.call(number), centre.call(number)
    await centre.clock.until(lambda: hasty.hears == heard, within=3)
    hasty.hang_up()
    await centre.clock.until(lambda: patient.gone, within=30)
    assert centre.record(patient).outcome is Outcome.TURNED_AWAY
    assert centre.record(hasty).outcome is Outcome.ABANDONED


@pytest.mark.parametrize("number", ["2"])
async def test_a_closed_queue_without_a_rule_gives_them_back_to_the_step(centre: QueueCentre, number: str) -> None:
    caller = centre.call(number)
    await centre.clock.until(lambda: caller.hears == "goodbye", within=3)
    assert centre.given(caller) == [("shut", "back")]


async def test_who_finds_a_queue_full_is_given_back_and_who_waits_stays(centre: QueueCentre) -> None:
    first = centre.call("3")
    await centre.clock.until(lambda: first.hears == "music", within=3)
    second = centre.call("3")
    await centre.clock.until(lambda: second.hears == "goodbye", within=3)
    assert (centre.given(first), centre.given(second)) == ([], [("full", "back")])
    assert first.hears == "music"


async def test_where_others_wait_already_he_waits_elsewhere(centre: QueueCentre) -> None:
    first = centre.call("4")
    await centre.clock.until(lambda: first.hears == "music", within=3)
    second = centre.call("4")
    await centre.clock.until(lambda: second.hears == "music", within=3)
    assert centre.given(second) == [("long", "queue late")]
    assert centre.record(second).queue == "late"


async def test_who_would_wait_too_long_goes_to_a_flow(centre: QueueCentre) -> None:
    centre.sign_in()
    served = centre.call("5")
    await centre.clock.until(lambda: served.hears == "music", within=3)
    second = centre.call("5")
    await centre.clock.until(lambda: second.hears == "music", within=3)
    await centre.clock.advance(0.5)
    third = centre.call("5")
    await centre.clock.until(lambda: third.hears == "leave_message", within=3)
    assert centre.given(third) == [("slow", "flow message")]
    assert "expected" in centre.happened(third)[0].because


async def test_all_the_time_that_he_waited_counts_in_the_next_queue(centre: QueueCentre) -> None:
    caller = centre.call("6")
    await centre.clock.until(lambda: caller.hears == "music", within=3)
    began = centre.record(caller).queued_at
    await centre.clock.until(lambda: centre.given(caller) == [("late", "queue round")], within=61)
    waiting = centre.house.floor.dispatcher.snapshot(centre.clock.now()).queue("round").waiting[0]
    assert waiting.joined_at == began
    assert waiting.waited == pytest.approx(60, abs=1)
    await centre.clock.until(lambda: caller.hears == "leave_message", within=31)
    assert centre.given(caller) == [("late", "queue round"), ("round", "flow message")]
    assert centre.record(caller).waited == pytest.approx(90, abs=1)


async def test_the_next_queue_plays_its_own_music(centre: QueueCentre) -> None:
    caller = centre.call("6")
    await centre.clock.until(lambda: bool(centre.given(caller)) if caller.up else False, within=70)
    await centre.clock.settle()
    assert centre.switch.asked("music")[-1].details == (True, "calm")
    marks = next(leg.marks for leg in await centre.switch.legs() if leg.leg == caller.leg)
    assert marks is not None
    assert marks.queue == "round"


async def test_with_nobody_signed_in_he_goes_to_a_flow(centre: QueueCentre) -> None:
    caller = centre.call("7")
    await centre.clock.until(lambda: caller.hears == "leave_message", within=3)
    assert centre.happened(caller)[0].because == "nobody is signed in"


async def test_who_waits_goes_as_soon_as_the_last_one_signs_out(centre: QueueCentre) -> None:
    phone = centre.sign_in()
    caller = centre.call("7")
    await centre.clock.until(lambda: phone.ringing, within=5)
    phone.unregister()
    phone.decline()
    await centre.clock.until(lambda: caller.hears == "leave_message", within=15)


async def test_a_person_is_asked_first_and_the_place_is_kept(centre: QueueCentre) -> None:
    manager = centre.manager(Answers(after=2, presses="1"))
    caller = centre.call("8")
    await centre.clock.until(lambda: caller.hears == MANAGER_VOICE, within=40)
    assert centre.given(caller) == [("vip", "person xiamen_1")]
    assert manager.rung == 1
    assert centre.record(caller).queue == "vip"


async def test_who_would_give_up_before_his_turn_is_told_at_once(centre: QueueCentre) -> None:
    centre.sign_in()
    first = centre.call("10")
    await centre.clock.until(lambda: first.hears == "music", within=3)
    second = centre.call("10")
    await centre.clock.until(lambda: second.hears == "leave_message", within=3)
    assert centre.given(second) == [("balk", "flow message")]


async def test_after_a_restart_he_waits_where_he_was_sent_and_is_sent_on_from_there(centre: QueueCentre) -> None:
    caller = centre.call("6")
    await centre.clock.until(lambda: caller.hears == "music", within=3)
    began = centre.record(caller).queued_at
    await centre.clock.until(lambda: centre.given(caller) == [("late", "queue round")], within=61)
    await centre.clock.settle()
    await centre.start_again()
    [waiting] = centre.house.floor.dispatcher.snapshot(centre.clock.now()).queue("round").waiting
    assert waiting.joined_at == began
    assert centre.switch.asked("music")[-1].details == (True, "calm")
    await centre.clock.until(lambda: caller.hears == "leave_message", within=31)
    assert centre.given(caller) == [("late", "queue round"), ("round", "flow message")]


async def test_a_rule_that_was_used_is_not_used_again_after_a_restart(centre: QueueCentre) -> None:
    manager = centre.manager(Answers(after=2))
    caller = centre.call("8")
    await centre.clock.until(lambda: centre.given(caller) == [("vip", "person xiamen_1")], within=30)
    await centre.clock.advance(1)
    await centre.start_again()
    await centre.clock.advance(60)
    assert centre.given(caller) == [("vip", "person xiamen_1")]
    assert manager.rung == 1


@pytest.mark.parametrize("number", [*"123456789", "10", "11"])
@pytest.mark.parametrize("after", [0.0, 0.5, 8.5, 30.0, 61.0, 95.0])
async def test_who_hangs_up_leaves_nothing_behind(centre: QueueCentre, number: str, after: float) -> None:
    centre.manager(Answers(after=2))
    caller = centre.call(number)
    await centre.clock.advance(after)
    if not caller.gone:
        caller.hang_up()
    await centre.clock.advance(25)
    record = centre.record(caller)
    assert record.ended_at is not None
    assert record.outcome is not Outcome.IN_PROGRESS
    snapshot = centre.house.floor.dispatcher.snapshot(centre.clock.now())
    assert [view for queue in snapshot.queues for view in queue.waiting] == []
    assert {offer.state for offer in snapshot.offers} <= {ContactState.TALKING}


MANAGER_VOICE = "13900001111"
