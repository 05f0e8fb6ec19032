"""P20, P27: who is called back keeps his place, waits his turn, and is rung only when somebody is there for him."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from calls.causes import Cause
from calls.contact import ContactRecord, Outcome
from calls.happenings.queue import CallingBack
from calls.switch import Outside, Seat
from store.callbacks import CallbackState
from tests.fakes.party import Answers, FakePhone, Refuses, Rings
from tests.journeys.centre import Centre, at_work, nobody, only
from tests.journeys.house import RULES

NUMBER = "13800001111"
MOBILE = Outside(NUMBER)


async def ask(centre: Centre, number: str = NUMBER, dialled: str = "95112") -> None:
    """Somebody asks for a callback and hangs up."""
    caller = centre.switch.call_in(dialled, number=number)
    await centre.clock.until(lambda: "callback_number_is" in caller.heard)
    caller.press("1")
    await centre.clock.until(lambda: "callback_kept" in caller.heard)
    caller.hang_up()
    await centre.clock.settle()


def tries(centre: Centre) -> list[ContactRecord]:
    return [record for record in centre.memory.records() if record.calling_back]


def state(centre: Centre) -> CallbackState:
    return centre.memory.callbacks()[0].state


async def served(centre: Centre, customer: FakePhone, by: str) -> None:
    await centre.clock.until(lambda: customer.up and customer.hears == by)


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


async def test_a_busy_customer_is_tried_again_and_the_person_is_free_at_once(centre: Centre) -> None:
    agent, customer = only(centre, "1001", Answers(after=1)), centre.switch.phone(MOBILE, Refuses(Cause.BUSY))
    await ask(centre)
    await centre.clock.until(lambda: bool(tries(centre)) and tries(centre)[0].ended_at is not None)
    await centre.clock.settle()
    (record,) = tries(centre)
    assert (record.outcome, record.why) == (Outcome.NOT_REACHED, Cause.BUSY.words)
    assert centre.memory.people["1001"].after == "READY"
    assert "callback_not_reached" in agent.heard
    await centre.clock.until(lambda: agent.gone)
    await centre.clock.advance(RULES.pause - 60)
    assert agent.rung == 1
    centre.switch.phone(MOBILE, Answers(after=1))
    await centre.clock.advance(61)
    await served(centre, customer, "1001")
    assert tries(centre)[1].calling_back == CallingBack(tries(centre)[1].calling_back.asked_in, NUMBER, "orders", 2)  # type: ignore[union-attr] # it has one
    assert tries(centre)[1].queued_at == record.queued_at


async def test_who_never_answers_is_given_up(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    customer = centre.switch.phone(MOBILE, Rings())
    await ask(centre)
    await centre.clock.advance(3 * RULES.pause)
    assert (customer.rung, state(centre)) == (2, CallbackState.GIVEN_UP)
    assert [record.outcome for record in tries(centre)] == [Outcome.NOT_REACHED] * 2
    assert centre.memory.people["1001"].after == "READY"


async def test_a_person_who_hangs_up_while_the_customer_rings_is_replaced(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1, hangs_up_after=3))
    customer = centre.switch.phone(MOBILE, Answers(after=10))
    await ask(centre)
    await centre.clock.until(lambda: customer.ringing)
    centre.switch.phone(Seat("1002"), Answers(after=1)).register()
    await served(centre, customer, "1002")
    (record,) = tries(centre)
    assert (record.person, customer.rung) == ("1002", 2)


async def test_a_person_who_declines_costs_no_try(centre: Centre) -> None:
    agent = only(centre, "1001", Refuses(Cause.REJECTED, after=1))
    customer = centre.switch.phone(MOBILE, Answers(after=1))
    await ask(centre)
    await centre.clock.until(lambda: agent.rung == 1)
    await centre.clock.advance(5)
    centre.switch.phone(Seat("1002"), Answers(after=1)).register()
    await served(centre, customer, "1002")
    assert tries(centre)[0].refused == ("1001",)


async def test_a_customer_who_hangs_up_in_the_greeting_frees_the_person(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    customer = centre.switch.phone(MOBILE, Answers(after=1, hangs_up_after=1))
    await ask(centre)
    await centre.clock.until(lambda: customer.rung == 1 and customer.gone)
    await centre.clock.until(lambda: agent.gone)
    assert centre.memory.people["1001"].after == "READY"
    assert tries(centre)[0].ended_at is not None


async def test_a_person_who_is_gone_when_the_customer_answers_is_replaced(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    customer = centre.switch.phone(MOBILE, Answers(after=1))
    await ask(centre)
    await centre.clock.until(lambda: "callback_for_you" in customer.heard)
    agent.hang_up()
    await centre.clock.advance(5)
    centre.switch.phone(Seat("1002"), Answers(after=1)).register()
    await served(centre, customer, "1002")
    assert customer.rung == 1


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


async def test_after_a_restart_the_callbacks_are_there_with_their_places(centre: Centre) -> None:
    nobody(centre)
    customer = centre.switch.phone(MOBILE, Answers(after=1))
    await ask(centre)
    await centre.clock.advance(20)
    await centre.kill()
    await centre.start_again()
    only(centre, "1001", Answers(after=1))
    await served(centre, customer, "1001")
    lost, back = tries(centre)
    assert (lost.ended_at is not None, back.queued_at, back.outcome) == (True, lost.queued_at, Outcome.IN_PROGRESS)


async def test_killed_while_the_customer_rings_nobody_is_rung_twice_at_once(centre: Centre) -> None:
    agent, customer = only(centre, "1001", Answers(after=1)), centre.switch.phone(MOBILE, Answers(after=8))
    await ask(centre)
    await centre.clock.until(lambda: customer.ringing)
    await centre.kill()
    await centre.start_again(away=1)
    assert not customer.ringing
    await served(centre, customer, "1001")
    assert (customer.rung, agent.rung) == (2, 2)
    assert state(centre) is CallbackState.REACHED


async def test_killed_while_they_talk_the_talk_goes_on_and_nobody_is_called_again(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    customer = centre.switch.phone(MOBILE, Answers(after=1))
    await ask(centre)
    await served(centre, customer, "1001")
    kept = centre.memory.callbacks()[0]
    centre.memory.keep_left(replace(kept, state=CallbackState.OPEN))
    await centre.kill()
    await centre.start_again(away=1)
    await centre.clock.advance(60)
    assert (customer.hears, customer.rung, state(centre)) == ("1001", 1, CallbackState.REACHED)
    customer.hang_up()
    await centre.clock.settle()
    assert tries(centre)[0].outcome is Outcome.SERVED


async def test_a_callback_for_a_queue_that_no_plan_has_any_more_is_given_up(centre: Centre) -> None:
    nobody(centre)
    await ask(centre)
    await centre.kill()
    centre.memory.keep_left(replace(centre.memory.callbacks()[0], queue="sold"))
    await centre.start_again()
    await centre.clock.settle()
    (kept,) = centre.memory.callbacks()
    assert (kept.state, kept.why) == (CallbackState.GIVEN_UP, "the plan has no queue sold any more")
    assert [record.ended_at is not None for record in centre.memory.records()] == [True] * 2
    only(centre, "1001", Answers(after=1))
    assert centre.switch.phone(MOBILE).rung == 0


async def test_a_cancelled_callback_stops_ringing_and_is_over(centre: Centre) -> None:
    agent, customer = only(centre, "1001", Answers(after=1)), centre.switch.phone(MOBILE, Rings())
    await ask(centre)
    await centre.clock.until(lambda: customer.ringing)
    assert centre.house.callbacks is not None
    centre.house.callbacks.cancel(centre.memory.callbacks()[0].id)
    await centre.clock.settle()
    assert (customer.gone, agent.gone, state(centre)) == (True, True, CallbackState.CANCELLED)
    assert tries(centre)[0].why == "the callback was cancelled"
    assert centre.memory.people["1001"].after == "READY"


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


async def test_a_lost_link_loses_no_callback(centre: Centre) -> None:
    nobody(centre)
    customer = centre.switch.phone(MOBILE, Answers(after=1))
    await ask(centre)
    await centre.clock.advance(5)
    centre.switch.lose_link()
    await centre.clock.advance(5)
    centre.switch.restore_link()
    await centre.clock.settle()
    only(centre, "1001", Answers(after=1))
    await served(centre, customer, "1001")
    assert customer.rung == 1
