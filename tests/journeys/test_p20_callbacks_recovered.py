"""P20, P27: callbacks when the service dies or its link is lost: none is lost, and nobody is rung twice."""

from __future__ import annotations

from dataclasses import replace

from calls.contact import Outcome
from store.callbacks import CallbackState
from tests.fakes.party import Answers
from tests.journeys.calling_back import MOBILE, ask, served, state, tries
from tests.journeys.centre import Centre, nobody, only


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
