"""P20, P27: a callback whose customer is not reached, or whose person does not stay, is tried again or given up."""

from __future__ import annotations

from calls.causes import Cause
from calls.contact import Outcome
from calls.happenings.queue import CallingBack
from calls.switch import Seat
from store.callbacks import CallbackState
from tests.fakes.party import Answers, Refuses, Rings
from tests.journeys.calling_back import MOBILE, NUMBER, ask, served, state, tries
from tests.journeys.centre import Centre, only
from tests.journeys.house import RULES


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
    again = tries(centre)[1].calling_back
    assert again is not None
    assert again == CallingBack(again.asked_in, NUMBER, "orders", 2)
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
