"""P20, P27: who is called back keeps his place, waits his turn, and is rung only when somebody is there for him."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from calls.contact import Outcome
from calls.happenings.queue import CallingBack
from calls.switch import Outside, Seat
from store.callbacks import CallbackState
from tests.fakes.party import Answers
from tests.journeys.calling_back import MOBILE, NUMBER, ask, served, state, tries
from tests.journeys.centre import Centre, at_work, nobody, only


async def test_a_person_is_rung_first_and_then_the_customer(centre: Centre) -> None:
    agent, customer = only(centre, "1001", Answers(after=3)), centre.switch.phone(MOBILE, Answers(after=5))
    await ask(centre)
    assert customer.rung == 0
    await centre.clock.until(lambda: customer.ringing)
    assert agent.up
    await served(centre, customer, "1001")
    assert "callback_for_you" in customer.heard
    assert "callback_brief" in agent.heard
    await centre.clock.advance(30)
    customer.hang_up()
    await centre.clock.settle()
    first, back = centre.memory.records()
    assert (first.outcome, back.outcome, back.talked) == (Outcome.CALLBACK, Outcome.SERVED, 30.0)
    assert back.calling_back == CallingBack(first.call, NUMBER, "orders", 1)
    assert (back.number, back.queued_at, back.person) == (NUMBER, first.callbacks[0].joined_at, "1001")
    assert state(centre) is CallbackState.REACHED
    assert centre.memory.people["1001"].after == "WRAP_UP"
    assert agent.gone
    assert at_work("callback") == []
    assert centre.house.callbacks is not None
    assert centre.house.callbacks._tasks == {}


async def test_he_keeps_the_place_that_he_had(centre: Centre) -> None:
    nobody(centre)
    before = centre.switch.call_in("95106", number="13700000001")
    await centre.clock.advance(5)
    customer = centre.switch.phone(MOBILE, Answers(after=2))
    await ask(centre)
    await centre.clock.advance(5)
    after = centre.switch.call_in("95106", number="13700000002")
    await centre.clock.advance(5)
    centre.switch.phone(Seat("1001"), Answers(after=1)).register()
    await centre.clock.until(lambda: before.hears == "1001")
    assert customer.rung == 0
    before.hang_up()
    await served(centre, customer, "1001")
    assert after.hears != "1001"
    customer.hang_up()
    await centre.clock.until(lambda: after.hears == "1001")


async def test_nobody_is_rung_while_he_is_still_on_the_line(centre: Centre) -> None:
    customer = centre.switch.phone(MOBILE, Answers(after=2))
    caller = centre.switch.call_in("95112", number=NUMBER)
    await centre.clock.until(lambda: "callback_number_is" in caller.heard)
    caller.press("1")
    await centre.clock.until(lambda: "goodbye" in caller.heard)
    assert customer.rung == centre.switch.phone(Seat("1001")).rung == 0


async def test_who_is_served_in_the_same_call_after_all_is_not_called_back(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    customer = centre.switch.phone(MOBILE, Answers(after=2))
    caller = centre.switch.call_in("95114", number=NUMBER)
    await centre.clock.until(lambda: "callback_number_is" in caller.heard)
    caller.press("1")
    await centre.clock.until(lambda: caller.hears == "1001")
    caller.hang_up()
    await centre.clock.advance(120)
    assert (customer.rung, state(centre)) == (0, CallbackState.REACHED)


async def test_one_callback_a_number_and_queue_and_the_first_place_counts(centre: Centre) -> None:
    nobody(centre)
    await ask(centre)
    await centre.clock.advance(60)
    await ask(centre)
    first, second = (record.callbacks[0] for record in centre.memory.records() if record.callbacks)
    assert len(centre.memory.callbacks()) == 1
    assert first.joined_at == second.joined_at


async def test_a_number_that_may_not_be_dialled_is_refused(centre: Centre) -> None:
    caller = centre.switch.call_in("95112", number="00881234567")
    await centre.clock.until(lambda: "callback_number_is" in caller.heard)
    caller.press("1")
    await centre.clock.until(lambda: "callback_refused" in caller.heard)
    assert centre.memory.callbacks() == []


async def test_nobody_is_rung_in_the_quiet_hours(centre: Centre) -> None:
    nobody(centre)
    customer = centre.switch.phone(MOBILE, Answers(after=1))
    await ask(centre)
    await centre.clock.advance(12.5 * 3600)
    only(centre, "1001", Answers(after=1))
    await centre.clock.advance(2 * 3600)
    assert customer.rung == 0
    assert tries(centre)[0].why == "the quiet hours began"
    await centre.clock.advance(9 * 3600)
    await centre.clock.until(lambda: customer.rung == 1)
    now = datetime.fromtimestamp(centre.clock.now(), ZoneInfo("Asia/Shanghai"))
    assert (now.hour, centre.memory.callbacks()[0].tries) == (8, 0)


async def test_two_callbacks_and_one_person_are_served_one_after_the_other(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    first, second = (
        centre.switch.phone(MOBILE, Answers(after=1)),
        centre.switch.phone(Outside("13800002222"), Answers(after=1)),
    )
    nobody(centre)
    await ask(centre)
    await centre.clock.advance(1)
    await ask(centre, number="13800002222")
    only(centre, "1001", Answers(after=1))
    await served(centre, first, "1001")
    assert second.rung == 0
    first.hang_up()
    await served(centre, second, "1001")
