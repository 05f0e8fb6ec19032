"""An agent asks in a queue about the caller whom he holds, and completes the transfer while nobody has answered there yet."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from calls.contact import Outcome
from calls.switch import Seat
from tests.fakes.party import SILENT, Answers, FakeCaller, FakePhone
from tests.journeys.centre import Centre, only
from tests.journeys.questions import (
    AGENT,
    CALLER,
    EXPERT,
    LIMIT,
    OWN,
    WEIGHT,
    all_over,
    asking,
    of_both,
    open_for_questions,
    waiting_in,
)


@pytest.fixture(params=[OWN])
async def centre(request: pytest.FixtureRequest) -> AsyncIterator[Centre]:
    """Callers of 95106 have a priority of their own, unless a test wants none."""
    async with open_for_questions(request.param) as running:
        yield running


async def completed(centre: Centre, agent: FakePhone, caller: FakeCaller) -> None:
    """The caller stands where the question stood."""
    (before,) = waiting_in(centre)
    agent.transfer_to("7001", attended=True)
    await centre.clock.until(lambda: caller.hears == "music" and agent.gone)
    (after,) = waiting_in(centre)
    assert after.contact != before.contact
    assert (after.joined_at, after.priority) == (before.joined_at, before.priority)


async def test_the_caller_stands_where_the_question_stood(centre: Centre) -> None:
    caller, agent, consulting = await asking(centre)
    joined_at = centre.memory.record(CALLER).queued_at
    await completed(centre, agent, caller)
    assert consulting.gone
    (waiting,) = waiting_in(centre)
    believed = centre.memory.record(CALLER).believed
    assert believed is not None
    assert believed.limit == LIMIT
    assert (waiting.contact, waiting.joined_at, waiting.priority) == (centre.memory.record(CALLER).call, joined_at, OWN)


async def test_his_record_tells_every_leg_and_the_question_is_no_abandoned_caller(centre: Centre) -> None:
    caller, agent, _ = await asking(centre)
    await completed(centre, agent, caller)
    expert = centre.switch.phone(Seat(EXPERT), Answers(after=1))
    expert.register()
    await centre.clock.until(lambda: caller.hears == EXPERT and expert.hears == CALLER)
    await centre.clock.advance(60)
    assert centre.memory.people[AGENT].after == "READY"
    expert.hang_up()
    await all_over(centre)
    record, question = of_both(centre)
    assert [(each.to, each.by, each.attended) for each in record.transfers] == [("7001", AGENT, False)]
    assert [talk.whom for talk in record.talks] == [AGENT, EXPERT]
    assert [wait.whom for wait in record.waits] == ["orders", "desk"]
    assert (record.outcome, record.person, record.queued_at) == (Outcome.SERVED, EXPERT, record.waits[0].since)
    assert (question.talks, question.offers) == ((), ())


@pytest.mark.parametrize("centre", [0], indirect=True)
async def test_who_has_no_priority_of_his_own_has_that_of_the_queue(centre: Centre) -> None:
    caller, agent, _ = await asking(centre)
    (question,) = waiting_in(centre)
    assert question.priority == WEIGHT
    await completed(centre, agent, caller)
    caller.hang_up()
    await all_over(centre)


async def test_sent_to_a_queue_unasked_he_keeps_his_priority(centre: Centre) -> None:
    agent = only(centre, AGENT, Answers(after=1))
    caller = centre.switch.call_in("95106", number=CALLER)
    await centre.clock.until(lambda: caller.hears == AGENT)
    agent.transfer_to("7001")
    await centre.clock.until(lambda: caller.hears == "music")
    assert [each.priority for each in waiting_in(centre)] == [OWN]


@pytest.mark.parametrize("centre", [0], indirect=True)
async def test_what_a_leader_gave_him_is_his_own(centre: Centre) -> None:
    only(centre, EXPERT, SILENT).unregister()
    caller = centre.switch.call_in("95106", number=CALLER)
    await centre.clock.until(lambda: caller.hears == "music")
    centre.house.steering.prioritise(centre.memory.record(CALLER).call, OWN, "wang")
    agent = only(centre, AGENT, Answers(after=1))
    await centre.clock.until(lambda: caller.hears == AGENT)
    agent.transfer_to("7001")
    await centre.clock.until(lambda: caller.hears == "music")
    assert [each.priority for each in waiting_in(centre)] == [OWN]


async def test_after_a_kill_his_priority_is_still_his_own(centre: Centre) -> None:
    caller, agent, _ = await asking(centre)
    plan = centre.house.configuration
    await centre.kill()
    await centre.start_again(plan=plan)
    await completed(centre, agent, caller)
    assert [each.priority for each in waiting_in(centre)] == [OWN]
    await centre.kill()
    await centre.start_again(plan=plan)
    assert [each.priority for each in waiting_in(centre)] == [OWN]
    caller.hang_up()
    await all_over(centre)
    of_both(centre)


@pytest.mark.parametrize("attended", [True, False])
async def test_sent_there_while_no_service_was_running_he_waits_there(centre: Centre, attended: bool) -> None:
    caller, agent, consulting = await asking(centre)
    joined_at, plan = centre.memory.record(CALLER).queued_at, centre.house.configuration
    if not attended:
        consulting.hang_up()
    await centre.kill()
    agent.transfer_to("7001", attended=attended)
    await centre.start_again(plan=plan)
    await centre.clock.until(lambda: caller.hears == "music")
    (waiting,) = waiting_in(centre)
    assert (waiting.contact, waiting.joined_at, waiting.priority) == (centre.memory.record(CALLER).call, joined_at, OWN)
    assert [(each.to, each.by) for each in centre.memory.record(CALLER).transfers] == [("7001", AGENT)]
    caller.hang_up()
    await all_over(centre)
    of_both(centre)
