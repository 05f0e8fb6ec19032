"""P20, P27 with the customer rung first: at his place, when a person is about to be free; never left in silence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from acd.queues import Onward, Overflow, Trigger
from calls.causes import Cause, EndedBy
from calls.contact import Outcome
from calls.errors import DestinationBarred
from calls.switch import Outside, Seat
from store.callbacks import CallbackState
from tests.fakes.party import Answers, Refuses, Rings
from tests.journeys.calling_back import CUSTOMER_FIRST, MOBILE, NUMBER, ask, served, state, tries
from tests.journeys.centre import COMPANY, Centre, at_work, nobody, only, open_centre
from tests.journeys.house import RULES, Shelf


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    async with open_centre(rules=CUSTOMER_FIRST) as running:
        yield running


async def test_the_customer_is_rung_first_and_then_the_person(centre: Centre) -> None:
    agent, customer = only(centre, "1001", Answers(after=3)), centre.switch.phone(MOBILE, Answers(after=5))
    await ask(centre)
    await centre.clock.until(lambda: customer.ringing)
    assert agent.rung == 0
    await served(centre, customer, "1001")
    assert "callback_for_you" in customer.heard
    assert "callback_brief" not in agent.heard
    await centre.clock.advance(30)
    assert state(centre) is CallbackState.OPEN
    customer.hang_up()
    await centre.clock.settle()
    first, back = centre.memory.records()
    assert (first.outcome, back.outcome, back.talked) == (Outcome.CALLBACK, Outcome.SERVED, 30.0)
    assert (back.number, back.queued_at, back.person) == (NUMBER, first.callbacks[0].joined_at, "1001")
    assert back.offers[0].explanation
    assert state(centre) is CallbackState.REACHED
    assert at_work("callback") == []


async def test_nobody_is_rung_while_nobody_is_about_to_be_free(centre: Centre) -> None:
    nobody(centre)
    customer = centre.switch.phone(MOBILE, Answers(after=2))
    await ask(centre)
    await centre.clock.advance(600)
    assert customer.rung == 0
    centre.switch.phone(Seat("1001"), Answers(after=1)).register()
    await served(centre, customer, "1001")


async def test_he_is_rung_while_the_person_still_wraps_up(centre: Centre) -> None:
    """The wrap-up of ten seconds is shorter than his phone may ring."""
    agent, customer = only(centre, "1001", Answers(after=1)), centre.switch.phone(MOBILE, Answers(after=5))
    other = centre.switch.call_in("95106", number="13700000001")
    await centre.clock.until(lambda: other.hears == "1001")
    await ask(centre)
    await centre.clock.advance(60)
    assert customer.rung == 0
    other.hang_up()
    await centre.clock.until(lambda: customer.ringing)
    assert centre.memory.people["1001"].after == "WRAP_UP"
    await served(centre, customer, "1001")
    assert agent.rung == 2


async def test_he_is_not_left_in_silence_when_the_person_does_not_answer(centre: Centre) -> None:
    agent = only(centre, "1001", Rings())
    customer = centre.switch.phone(MOBILE, Answers(after=1))
    await ask(centre)
    await centre.clock.until(lambda: customer.up and agent.ringing)
    await centre.clock.until(lambda: customer.hears in COMPANY)
    centre.switch.phone(Seat("1002"), Answers(after=1)).register()
    await served(centre, customer, "1002")


async def test_callers_who_came_later_do_not_overtake_him(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    customer = centre.switch.phone(MOBILE, Answers(after=5))
    other = centre.switch.call_in("95106", number="13700000001")
    await centre.clock.until(lambda: other.hears == "1001")
    await ask(centre)
    await centre.clock.advance(5)
    later = centre.switch.call_in("95106", number="13700000002")
    await centre.clock.advance(5)
    other.hang_up()
    await served(centre, customer, "1001")
    assert later.hears != "1001"
    customer.hang_up()
    await centre.clock.until(lambda: later.hears == "1001")


async def test_two_are_never_rung_for_one_person(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    second = centre.switch.phone(Outside("13800002222"), Answers(after=2))
    customer = centre.switch.phone(MOBILE, Answers(after=2))
    nobody(centre)
    await ask(centre)
    await centre.clock.advance(5)
    await ask(centre, "13800002222")
    centre.switch.phone(Seat("1001")).register()
    await served(centre, customer, "1001")
    await centre.clock.advance(30)
    assert second.rung == 0
    customer.hang_up()
    await served(centre, second, "1001")


@pytest.mark.parametrize("cause", [Cause.BUSY, Cause.REJECTED, Cause.UNALLOCATED])
async def test_one_who_is_not_reached_is_tried_again_later_and_nobody_was_bothered(
    centre: Centre, cause: Cause
) -> None:
    agent, customer = only(centre, "1001", Answers(after=1)), centre.switch.phone(MOBILE, Refuses(cause))
    await ask(centre)
    await centre.clock.until(lambda: bool(tries(centre)) and tries(centre)[0].ended_at is not None)
    (record,) = tries(centre)
    assert (record.outcome, record.why) == (Outcome.NOT_REACHED, cause.words)
    assert (agent.rung, state(centre)) == (0, CallbackState.OPEN)
    await centre.clock.advance(RULES.pause - 60)
    assert len(tries(centre)) == 1
    centre.switch.phone(MOBILE, Answers(after=1))
    await centre.clock.advance(61)
    await served(centre, customer, "1001")
    assert tries(centre)[1].queued_at == record.queued_at


async def test_one_who_never_answers_is_given_up(centre: Centre) -> None:
    agent, customer = only(centre, "1001", Answers(after=1)), centre.switch.phone(MOBILE, Rings())
    await ask(centre)
    await centre.clock.advance(3 * RULES.pause)
    assert (customer.rung, agent.rung, state(centre)) == (2, 0, CallbackState.GIVEN_UP)


async def test_one_who_hangs_up_before_anybody_is_there_is_tried_again(centre: Centre) -> None:
    only(centre, "1001", Rings())
    customer = centre.switch.phone(MOBILE, Answers(after=1, hangs_up_after=6))
    await ask(centre)
    await centre.clock.until(lambda: customer.rung == 1 and customer.gone)
    await centre.clock.settle()
    (record,) = tries(centre)
    assert record.outcome is Outcome.NOT_REACHED
    kept = centre.memory.callbacks()[0]
    assert (kept.state, kept.tries) == (CallbackState.OPEN, 1)
    assert kept.why == "nobody was there for him in time"


@pytest.mark.parametrize("restarted", [False, True])
async def test_one_whom_his_queue_gives_away_is_told_and_tried_again(centre: Centre, restarted: bool) -> None:
    only(centre, "1001", Rings())
    customer = centre.switch.phone(MOBILE, Answers(after=1))
    await ask(centre)
    await centre.clock.until(lambda: customer.hears in COMPANY)
    if restarted:
        await centre.kill()
        await centre.start_again()
    await _gives_up_after(centre, 30.0)
    await centre.clock.until(lambda: customer.gone)
    assert list(customer.heard)[-2:] == ["sorry_technical", "goodbye"]
    await centre.clock.settle()
    (record,) = tries(centre)
    assert (record.outcome, record.ended_by) == (Outcome.NOT_REACHED, EndedBy.HOTLINE)
    assert "waited" in record.why
    kept = centre.memory.callbacks()[0]
    assert (kept.state, kept.tries, kept.why) == (CallbackState.OPEN, 1, "nobody was there for him in time")


async def _gives_up_after(centre: Centre, seconds: float) -> None:
    """The queue of the callback keeps its callers so long, and no longer."""
    rule = Overflow(Trigger.WAITED, seconds, Onward.BACK, "")
    old = centre.house.configuration
    queues = tuple(replace(each, overflow=(rule,)) if each.name == "orders" else each for each in old.queues)
    await centre.house.reconfigure(replace(old, queues=queues), Shelf())


async def test_a_barred_number_is_given_up_at_once(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    centre.switch.fail_next("ring", DestinationBarred(f"{NUMBER} may not be dialled"))
    await ask(centre)
    await centre.clock.until(lambda: state(centre) is CallbackState.GIVEN_UP)
    (record,) = tries(centre)
    assert "may not be dialled" in record.why


async def test_a_queue_says_by_itself_who_is_rung_first(centre: Centre) -> None:
    """The centre rings customers first; this queue, its people."""
    old = centre.house.configuration
    queues = tuple(replace(each, customer_first=False) if each.name == "orders" else each for each in old.queues)
    await centre.house.reconfigure(replace(old, queues=queues), Shelf())
    agent, customer = only(centre, "1001", Rings()), centre.switch.phone(MOBILE, Answers(after=1))
    await ask(centre)
    await centre.clock.until(lambda: agent.ringing)
    assert customer.rung == 0
