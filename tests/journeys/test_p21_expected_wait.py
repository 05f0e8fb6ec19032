"""P21: an expected wait is missing or wrong. Here it is a range, told in order, kept as a promise, and its error is kept.

Beside it the other words of a queue: his place, and the key by which he is called back with his place kept.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from calls.contact_parts import ForetoldRecord
from calls.switch import Seat
from tests.fakes.party import Answers, FakeCaller
from tests.journeys.queue_centre import QueueCentre, queue_centre

RANGE = ["wait_from", "number_1", "wait_to", "number_4", "wait_minutes"]


@pytest_asyncio.fixture
async def centre() -> AsyncIterator[QueueCentre]:
    async with queue_centre() as opened:
        yield opened


async def behind_another(centre: QueueCentre) -> FakeCaller:
    """Two callers wait for one agent, who never picks up; the second one is at place 1 behind the call that rings."""
    centre.sign_in()
    first = centre.call("9")
    await centre.clock.until(lambda: first.hears == "music", within=3)
    await centre.clock.advance(1)
    second = centre.call("9")
    await centre.clock.until(lambda: second.hears == "music", within=3)
    return second


def foretold(centre: QueueCentre, caller: FakeCaller) -> tuple[ForetoldRecord, ...]:
    return centre.record(caller).foretold


async def test_he_hears_his_place_and_a_range(centre: QueueCentre) -> None:
    caller = await behind_another(centre)
    await centre.clock.advance(8 + 2 * 8)
    words = [each for each in caller.heard if each != "music"]
    assert words == ["all_busy", "position_1", *RANGE]
    told = foretold(centre, caller)[0]
    assert (told.queue, told.position, told.low, told.high) == ("told", 1, 60.0, 240.0)
    assert told.expected == pytest.approx(120.0, rel=0.01)


async def test_the_error_of_what_he_was_told_is_in_the_record(centre: QueueCentre) -> None:
    caller = await behind_another(centre)
    await centre.clock.until(lambda: "all_busy" in caller.heard, within=10)
    phone = centre.sign_in("1002", Answers(after=2))
    await centre.clock.until(lambda: caller.hears == phone.voice, within=5)
    told = foretold(centre, caller)[0]
    assert told.error is not None
    assert told.error == pytest.approx(2.0 - told.expected, abs=1.0)
    assert told.kept


async def test_nothing_is_promised_while_nobody_is_there(centre: QueueCentre) -> None:
    caller = centre.call("9")
    await centre.clock.advance(70)
    assert not {*RANGE, "position_1"} & {*caller.heard}
    assert "all_busy" in caller.heard
    assert foretold(centre, caller) == ()


async def test_a_promise_that_is_not_kept_is_owned_up_to(centre: QueueCentre) -> None:
    caller = await behind_another(centre)
    await centre.clock.until(lambda: "wait_longer" in caller.heard, within=400)
    promises = foretold(centre, caller)
    assert [each.high for each in promises[:-1]] == sorted((each.high for each in promises[:-1]), reverse=True)


async def test_he_is_joined_in_the_middle_of_the_range(centre: QueueCentre) -> None:
    """P28, with words made of pieces."""
    caller = await behind_another(centre)
    await centre.clock.until(lambda: caller.hears == "wait_to", within=40)
    phone = centre.sign_in("1002", Answers(after=0.2))
    await centre.clock.until(lambda: caller.hears == phone.voice, within=1)


# --- the key to be called back


async def test_he_presses_the_key_and_keeps_his_place(centre: QueueCentre) -> None:
    caller = await behind_another(centre)
    began = centre.record(caller).queued_at
    await centre.clock.until(lambda: caller.hears == "callback_by_key", within=60)
    caller.press("1")
    await centre.clock.until(lambda: caller.hears == "callback_offer", within=1)
    caller.press("1")
    await centre.clock.until(lambda: caller.hears == "callback_confirm", within=60)
    caller.press("1")
    await centre.clock.until(lambda: caller.hears == "callback_kept", within=3)
    assert [each.joined_at for each in centre.memory.callbacks()] == [began]
    assert centre.given(caller) == [("told", "flow call_me")]
    assert centre.record(caller).given_away[0].because == "the caller pressed 1"


async def test_the_key_is_heard_while_music_plays_and_counts_once(centre: QueueCentre) -> None:
    caller = await behind_another(centre)
    await centre.clock.until(lambda: "press_key_1" in caller.heard and caller.hears == "music", within=80)
    caller.press("11")
    await centre.clock.until(lambda: caller.hears == "callback_offer", within=1)
    await centre.clock.advance(1)
    assert caller.hears == "callback_offer"


async def test_before_it_is_offered_no_key_counts(centre: QueueCentre) -> None:
    caller = await behind_another(centre)
    await centre.clock.advance(5)
    caller.press("1")
    await centre.clock.advance(3)
    assert centre.given(caller) == []


async def test_who_comes_back_to_wait_has_lost_no_time(centre: QueueCentre) -> None:
    caller = await behind_another(centre)
    began = centre.record(caller).queued_at
    await centre.clock.until(lambda: caller.hears == "press_key_1", within=80)
    caller.press("1")
    await centre.clock.until(lambda: caller.hears == "callback_offer", within=1)
    caller.press("2")
    await centre.clock.until(lambda: caller.hears in ("music", "all_busy", "still_waiting"), within=3)
    waiting = centre.house.floor.dispatcher.snapshot(centre.clock.now()).queue("told").waiting
    assert began in [each.joined_at for each in waiting]


async def test_the_music_is_that_of_the_queue_before_and_after_a_word(centre: QueueCentre) -> None:
    caller = await behind_another(centre)
    await centre.clock.until(lambda: caller.hears == "all_busy", within=10)
    assert centre.switch.asked("music")[-1].details == (True, "jazz")
    assert centre.switch.asked("announce")[-1].details[-1] == "jazz"


@pytest.mark.parametrize("at", ["all_busy", "position_1", "wait_to", "callback_by_key", "press_key_1"])
async def test_who_hangs_up_in_the_middle_of_a_word_leaves_nothing_behind(centre: QueueCentre, at: str) -> None:
    caller = await behind_another(centre)
    await centre.clock.until(lambda: caller.hears == at, within=90)
    caller.hang_up()
    await centre.clock.settle()
    assert centre.record(caller).ended_at is not None
    assert len(centre.house.floor.dispatcher.snapshot(centre.clock.now()).queue("told").waiting) == 1


async def test_who_hangs_up_as_he_presses_leaves_nothing_behind(centre: QueueCentre) -> None:
    caller = await behind_another(centre)
    await centre.clock.until(lambda: caller.hears == "press_key_1", within=90)
    caller.press("1")
    caller.hang_up()
    await centre.clock.settle()
    assert centre.record(caller).ended_at is not None
    assert centre.memory.callbacks() == []
    assert centre.switch.phone(Seat("1002")).rung == 0
