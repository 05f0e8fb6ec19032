"""An agent holds his caller, dials the number of a queue, and hands the caller over to whom he reaches there."""

from __future__ import annotations

import pytest

from calls.contact import Outcome
from calls.switch import Seat
from tests.fakes.party import Answers, FakeCaller, FakePhone
from tests.journeys.centre import Centre, at_work, only
from tests.journeys.questions import waiting_in

CALLER, AGENT = "13800001111", "1001"


async def asking(numbered: Centre) -> tuple[FakeCaller, FakePhone, FakeCaller]:
    """The caller on hold, his agent, and the agent's second call, which waits in the queue."""
    agent = only(numbered, AGENT, Answers(after=1))
    caller = numbered.switch.call_in("95106", number=CALLER)
    await numbered.clock.until(lambda: caller.hears == AGENT)
    await numbered.clock.advance(10)
    agent.hold()
    consulting = numbered.switch.call_in("7001", number=AGENT, seat=AGENT)
    await numbered.clock.until(lambda: consulting.hears == "music")
    return caller, agent, consulting


async def reached(numbered: Centre) -> tuple[FakeCaller, FakePhone, FakeCaller, FakePhone]:
    """And somebody of that queue talks with him."""
    caller, agent, consulting = await asking(numbered)
    expert = numbered.switch.phone(Seat("1003"), Answers(after=2))
    expert.register()
    await numbered.clock.until(lambda: consulting.hears == "1003")
    await numbered.clock.advance(5)
    return caller, agent, consulting, expert


async def all_over(numbered: Centre) -> None:
    """Nothing is left of any call."""
    await numbered.clock.advance(30)
    assert at_work("call", "desk", "offer") == []
    assert all(leg.ended is not None for leg in numbered.switch.all_legs.values())


async def test_he_stands_where_his_caller_would(numbered: Centre) -> None:
    await asking(numbered)
    question, caller = numbered.memory.record(AGENT), numbered.memory.record(CALLER)
    assert question.asked_for is not None
    assert (question.asked_for.person, question.asked_for.caller_of) == (AGENT, caller.call)
    (waiting,) = waiting_in(numbered)
    assert (waiting.joined_at, waiting.priority) == (caller.queued_at, caller.priority)


async def test_the_caller_is_handed_over_to_whom_he_reached(numbered: Centre) -> None:
    caller, agent, consulting, expert = await reached(numbered)
    agent.transfer_to("1003", attended=True)
    await numbered.clock.until(lambda: caller.hears == "1003" and expert.hears == CALLER)
    await numbered.clock.advance(60)
    assert caller.hears == "1003", "cut off as the question ended"
    assert agent.gone
    assert consulting.gone
    assert numbered.memory.people["1003"].after == "TALKING", "his conversation goes on"
    assert numbered.memory.people[AGENT].after == "READY"
    expert.hang_up()
    await numbered.clock.until(lambda: numbered.memory.people["1003"].after == "WRAP_UP")
    await all_over(numbered)
    record, question = numbered.memory.record(CALLER), numbered.memory.record(AGENT)
    assert [(each.to, each.by, each.attended) for each in record.transfers] == [("1003", AGENT, True)]
    assert [talk.whom for talk in record.talks] == [AGENT, "1003"]
    assert [(offer.person, offer.outcome) for offer in question.offers] == [("1003", "ACCEPTED")]
    assert record.outcome is Outcome.SERVED


@pytest.mark.parametrize("first", ["agent", "expert"])
async def test_the_question_ends_and_the_caller_is_his_as_before(numbered: Centre, first: str) -> None:
    caller, agent, consulting, expert = await reached(numbered)
    (consulting if first == "agent" else expert).hang_up()
    await numbered.clock.until(lambda: expert.gone and consulting.gone)
    agent.resume()
    await numbered.clock.until(lambda: caller.hears == AGENT)
    agent.hang_up()
    await all_over(numbered)
    assert [talk.whom for talk in numbered.memory.record(CALLER).talks] == [AGENT]


async def test_given_up_while_it_waits_it_is_no_abandoned_caller(numbered: Centre) -> None:
    caller, agent, consulting = await asking(numbered)
    consulting.hang_up()
    await numbered.clock.settle()
    assert waiting_in(numbered) == []
    agent.resume()
    await numbered.clock.until(lambda: caller.hears == AGENT)
    assert numbered.memory.record(AGENT).outcome is Outcome.CONSULTATION
    agent.hang_up()
    await all_over(numbered)


async def test_the_caller_hangs_up_and_the_question_goes_on(numbered: Centre) -> None:
    caller, agent, consulting, expert = await reached(numbered)
    caller.hang_up()
    await numbered.clock.advance(5)
    assert agent.gone
    assert consulting.hears == "1003"
    consulting.hang_up()
    await all_over(numbered)
    assert expert.gone


async def test_without_a_caller_he_waits_as_anybody(numbered: Centre) -> None:
    only(numbered, AGENT, Answers(after=1))
    consulting = numbered.switch.call_in("7001", number=AGENT, seat=AGENT)
    await numbered.clock.until(lambda: consulting.hears == "music")
    assert numbered.memory.record(AGENT).asked_for is None
    consulting.hang_up()
    await all_over(numbered)
    assert numbered.memory.record(AGENT).outcome is Outcome.ABANDONED


async def test_a_question_that_waits_over_a_kill_stands_where_it_stood(numbered: Centre) -> None:
    caller, agent, consulting = await asking(numbered)
    (before,) = waiting_in(numbered)
    await numbered.kill()
    await numbered.start_again()
    (after,) = waiting_in(numbered)
    assert (after.joined_at, after.priority) == (before.joined_at, before.priority)
    consulting.hang_up()
    agent.resume()
    await numbered.clock.until(lambda: caller.hears == AGENT)
    agent.hang_up()
    await all_over(numbered)
    assert numbered.memory.record(AGENT).outcome is Outcome.CONSULTATION
    assert [talk.whom for talk in numbered.memory.record(CALLER).talks] == [AGENT]


async def test_whom_a_question_reached_before_a_kill_gets_the_caller_after_it(numbered: Centre) -> None:
    caller, agent, _consulting, expert = await reached(numbered)
    await numbered.kill()
    await numbered.start_again()
    agent.transfer_to("1003", attended=True)
    await numbered.clock.until(lambda: caller.hears == "1003" and expert.hears == CALLER)
    await numbered.clock.advance(60)
    assert caller.hears == "1003", "cut off as the question ended"
    expert.hang_up()
    await all_over(numbered)
    assert numbered.memory.record(CALLER).outcome is Outcome.SERVED
    assert [talk.whom for talk in numbered.memory.record(CALLER).talks] == [AGENT, "1003"]
