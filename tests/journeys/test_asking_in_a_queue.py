"""An agent holds his caller, dials the number of a queue, and hands the caller over to whom he reaches there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from calls.contact import Outcome
from calls.switch import Seat
from service.queue_numbers import with_numbers
from tests.fakes.party import Answers, FakeCaller, FakePhone
from tests.journeys.centre import Centre, at_work, only, open_centre
from tests.journeys.house import Shelf
from tests.journeys.questions import waiting_in

CALLER, AGENT = "13800001111", "1001"


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    """The queue `desk` is 7001."""
    async with open_centre() as running:
        old = running.house.configuration
        queues = tuple(replace(each, number="7001") if each.name == "desk" else each for each in old.queues)
        numbered = replace(old, plan=with_numbers(old.plan, queues), queues=queues)
        await running.house.reconfigure(numbered, Shelf())
        yield running


async def asking(centre: Centre) -> tuple[FakeCaller, FakePhone, FakeCaller]:
    """The caller on hold, his agent, and the agent's second call, which waits in the queue."""
    agent = only(centre, AGENT, Answers(after=1))
    caller = centre.switch.call_in("95106", number=CALLER)
    await centre.clock.until(lambda: caller.hears == AGENT)
    await centre.clock.advance(10)
    agent.hold()
    consulting = centre.switch.call_in("7001", number=AGENT, seat=AGENT)
    await centre.clock.until(lambda: consulting.hears == "music")
    return caller, agent, consulting


async def reached(centre: Centre) -> tuple[FakeCaller, FakePhone, FakeCaller, FakePhone]:
    """And somebody of that queue talks with him."""
    caller, agent, consulting = await asking(centre)
    expert = centre.switch.phone(Seat("1003"), Answers(after=2))
    expert.register()
    await centre.clock.until(lambda: consulting.hears == "1003")
    await centre.clock.advance(5)
    return caller, agent, consulting, expert


async def all_over(centre: Centre) -> None:
    """Nothing is left of any call."""
    await centre.clock.advance(30)
    assert at_work("call", "desk", "offer") == []
    assert all(leg.ended is not None for leg in centre.switch.all_legs.values())


async def test_he_stands_where_his_caller_would(centre: Centre) -> None:
    await asking(centre)
    question, caller = centre.memory.record(AGENT), centre.memory.record(CALLER)
    assert question.asked_for is not None
    assert (question.asked_for.person, question.asked_for.caller_of) == (AGENT, caller.call)
    (waiting,) = waiting_in(centre)
    assert (waiting.joined_at, waiting.priority) == (caller.queued_at, caller.priority)


async def test_the_caller_is_handed_over_to_whom_he_reached(centre: Centre) -> None:
    caller, agent, consulting, expert = await reached(centre)
    agent.transfer_to("1003", attended=True)
    await centre.clock.until(lambda: caller.hears == "1003" and expert.hears == CALLER)
    await centre.clock.advance(60)
    assert caller.hears == "1003", "cut off as the question ended"
    assert agent.gone
    assert consulting.gone
    assert centre.memory.people["1003"].after == "TALKING", "his conversation goes on"
    assert centre.memory.people[AGENT].after == "READY"
    expert.hang_up()
    await centre.clock.until(lambda: centre.memory.people["1003"].after == "WRAP_UP")
    await all_over(centre)
    record, question = centre.memory.record(CALLER), centre.memory.record(AGENT)
    assert [(each.to, each.by, each.attended) for each in record.transfers] == [("1003", AGENT, True)]
    assert [talk.whom for talk in record.talks] == [AGENT, "1003"]
    assert [(offer.person, offer.outcome) for offer in question.offers] == [("1003", "ACCEPTED")]
    assert record.outcome is Outcome.SERVED


@pytest.mark.parametrize("first", ["agent", "expert"])
async def test_the_question_ends_and_the_caller_is_his_as_before(centre: Centre, first: str) -> None:
    caller, agent, consulting, expert = await reached(centre)
    (consulting if first == "agent" else expert).hang_up()
    await centre.clock.until(lambda: expert.gone and consulting.gone)
    agent.resume()
    await centre.clock.until(lambda: caller.hears == AGENT)
    agent.hang_up()
    await all_over(centre)
    assert [talk.whom for talk in centre.memory.record(CALLER).talks] == [AGENT]


async def test_given_up_while_it_waits_it_is_no_abandoned_caller(centre: Centre) -> None:
    caller, agent, consulting = await asking(centre)
    consulting.hang_up()
    await centre.clock.settle()
    assert waiting_in(centre) == []
    agent.resume()
    await centre.clock.until(lambda: caller.hears == AGENT)
    assert centre.memory.record(AGENT).outcome is Outcome.CONSULTATION
    agent.hang_up()
    await all_over(centre)


async def test_the_caller_hangs_up_and_the_question_goes_on(centre: Centre) -> None:
    caller, agent, consulting, expert = await reached(centre)
    caller.hang_up()
    await centre.clock.advance(5)
    assert agent.gone
    assert consulting.hears == "1003"
    consulting.hang_up()
    await all_over(centre)
    assert expert.gone


async def test_without_a_caller_he_waits_as_anybody(centre: Centre) -> None:
    only(centre, AGENT, Answers(after=1))
    consulting = centre.switch.call_in("7001", number=AGENT, seat=AGENT)
    await centre.clock.until(lambda: consulting.hears == "music")
    assert centre.memory.record(AGENT).asked_for is None
    consulting.hang_up()
    await all_over(centre)
    assert centre.memory.record(AGENT).outcome is Outcome.ABANDONED


async def test_a_question_that_waits_over_a_kill_stands_where_it_stood(centre: Centre) -> None:
    caller, agent, consulting = await asking(centre)
    (before,) = waiting_in(centre)
    await centre.kill()
    await centre.start_again()
    (after,) = waiting_in(centre)
    assert (after.joined_at, after.priority) == (before.joined_at, before.priority)
    consulting.hang_up()
    agent.resume()
    await centre.clock.until(lambda: caller.hears == AGENT)
    agent.hang_up()
    await all_over(centre)
    assert centre.memory.record(AGENT).outcome is Outcome.CONSULTATION
    assert [talk.whom for talk in centre.memory.record(CALLER).talks] == [AGENT]


async def test_whom_a_question_reached_before_a_kill_gets_the_caller_after_it(centre: Centre) -> None:
    caller, agent, _consulting, expert = await reached(centre)
    await centre.kill()
    await centre.start_again()
    agent.transfer_to("1003", attended=True)
    await centre.clock.until(lambda: caller.hears == "1003" and expert.hears == CALLER)
    await centre.clock.advance(60)
    assert caller.hears == "1003", "cut off as the question ended"
    expert.hang_up()
    await all_over(centre)
    assert centre.memory.record(CALLER).outcome is Outcome.SERVED
    assert [talk.whom for talk in centre.memory.record(CALLER).talks] == [AGENT, "1003"]
