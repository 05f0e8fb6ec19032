"""A transfer into a queue where the agent's question waits, completed just as the question is answered, or the caller goes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from calls.causes import Cause
from calls.contact import Outcome
from calls.errors import SwitchRefused
from calls.events import LegTransferred
from calls.ids import LegId
from tests.fakes.party import FakeCaller, FakePhone
from tests.journeys.centre import Centre
from tests.journeys.questions import AGENT, CALLER, EXPERT, all_over, asking, of_both, open_for_questions, rung


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    """The queue `desk` is 7001."""
    async with open_for_questions() as running:
        yield running


async def test_a_phone_that_rings_for_the_question_rings_for_the_caller_next(centre: Centre) -> None:
    caller, agent, _, expert = await rung(centre)
    agent.transfer_to("7001", attended=True)
    await centre.clock.until(lambda: expert.rung == 2 and expert.ringing)
    assert expert.shows == CALLER
    expert.answer()
    await centre.clock.until(lambda: caller.hears == EXPERT)
    expert.hang_up()
    await all_over(centre)
    record, question = of_both(centre)
    assert [(offer.person, offer.outcome) for offer in record.offers][-1:] == [(EXPERT, "ACCEPTED")]
    assert [(offer.person, offer.outcome) for offer in question.offers] == [(EXPERT, "WITHDRAWN")]


@pytest.mark.parametrize("first", ["answered", "completed"])
async def test_the_question_is_answered_in_the_moment_of_completing(centre: Centre, first: str) -> None:
    caller, agent, _, expert = await rung(centre)
    if first == "answered":
        expert.answer()
    agent.transfer_to("7001", attended=True)
    if first == "completed":
        expert.answer()
    await centre.clock.until(lambda: caller.hears == EXPERT or expert.rung == 2)
    if expert.ringing:
        expert.answer()
    await centre.clock.until(lambda: caller.hears == EXPERT and expert.hears == CALLER)
    await centre.clock.advance(60)
    assert caller.hears == EXPERT, "cut off by the end of the question"
    assert centre.memory.people[EXPERT].after == "TALKING"
    expert.hang_up()
    await all_over(centre)
    record, _ = of_both(centre)
    assert [talk.whom for talk in record.talks] == [AGENT, EXPERT]
    assert record.outcome is Outcome.SERVED


async def test_answered_just_before_he_is_handed_over_to_who_answered(centre: Centre) -> None:
    caller, agent, consulting, expert = await rung(centre)
    expert.answer()
    await centre.clock.until(lambda: consulting.hears == EXPERT, within=0.5)
    agent.transfer_to("7001", attended=True)
    await centre.clock.until(lambda: caller.hears == EXPERT)
    await centre.clock.advance(60)
    assert (caller.hears, expert.rung) == (EXPERT, 1)
    expert.hang_up()
    await all_over(centre)
    record = centre.memory.record(CALLER)
    assert [(each.to, each.by, each.attended) for each in record.transfers] == [(EXPERT, AGENT, True)]


@pytest.mark.parametrize("later", [0.0, 0.3])
async def test_the_question_is_told_to_be_alone_before_the_transfer_is_told(centre: Centre, later: float) -> None:
    """The switch takes the agent out of both conversations in threads of their own; any of them may tell first."""
    caller, agent, consulting, expert = await rung(centre)
    expert.answer()
    await centre.clock.until(lambda: consulting.hears == EXPERT)
    centre.switch.leave_alone(centre.switch.all_legs[consulting.leg])
    await centre.clock.advance(later)
    agent.transfer_to(EXPERT, attended=True)
    await they_talk(centre, caller, expert)
    record, question = of_both(centre)
    assert [talk.whom for talk in record.talks] == [AGENT, EXPERT]
    assert (record.outcome, question.outcome) == (Outcome.SERVED, Outcome.CONSULTATION)


async def test_the_agent_s_leg_ends_before_the_transfer_is_told(centre: Centre) -> None:
    caller, agent, consulting, expert = await rung(centre)
    expert.answer()
    await centre.clock.until(lambda: consulting.hears == EXPERT)
    legs = centre.switch.all_legs
    ours, theirs, asked, reached = legs[caller.leg], legs[agent.leg], legs[consulting.leg], legs[expert.leg]
    for leg in (ours, theirs, asked):
        leg.change(partner=None)
    centre.switch.end(theirs, Cause.NORMAL)
    centre.switch.emit(LegTransferred(ours.name, theirs.name, reached.name, True, centre.clock.now()))
    centre.switch.join(ours, reached)
    centre.switch.end(asked, Cause.NORMAL)
    await they_talk(centre, caller, expert)
    record, _ = of_both(centre)
    assert [talk.whom for talk in record.talks] == [AGENT, EXPERT]


async def test_the_caller_hangs_up_in_the_moment_of_completing(centre: Centre) -> None:
    caller, agent, consulting = await asking(centre)
    agent.transfer_to("7001", attended=True)
    caller.hang_up()
    await all_over(centre)
    assert (agent.gone, consulting.gone) == (True, True)
    record, _ = of_both(centre)
    assert [talk.whom for talk in record.talks] == [AGENT]
    assert centre.memory.people[AGENT].after == "READY"


async def test_the_caller_hangs_up_while_a_phone_rings_for_the_question(centre: Centre) -> None:
    caller, agent, _, expert = await rung(centre)
    agent.transfer_to("7001", attended=True)
    caller.hang_up()
    await all_over(centre)
    assert expert.gone
    of_both(centre)
    assert centre.memory.people[EXPERT].after == "READY"


@pytest.mark.parametrize("first", ["question", "caller"])
async def test_the_agent_hangs_up_both_without_completing(centre: Centre, first: str) -> None:
    caller, agent, consulting, expert = await rung(centre)
    for one in (consulting, agent) if first == "question" else (agent, consulting):
        one.hang_up()
    await all_over(centre)
    assert (caller.gone, expert.gone) == (True, True)
    record, _ = of_both(centre)
    assert (record.outcome, [talk.whom for talk in record.talks]) == (Outcome.SERVED, [AGENT])
    assert record.transfers == ()


async def test_completed_when_the_switch_has_joined_them_and_we_have_not_heard_of_it(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller, agent, consulting, expert = await rung(centre)
    bridge, heard = centre.switch.bridge, asyncio.Event()

    async def tells_late(leg: LegId, other: LegId) -> None:
        await bridge(leg, other)
        if leg == consulting.leg:
            await heard.wait()

    monkeypatch.setattr(centre.switch, "bridge", tells_late)
    expert.answer()
    await centre.clock.until(lambda: consulting.hears == EXPERT, within=0.5)
    agent.transfer_to("7001", attended=True)
    heard.set()
    await they_talk(centre, caller, expert)
    record, _ = of_both(centre)
    assert [talk.whom for talk in record.talks] == [AGENT, EXPERT]
    assert [(each.to, each.by, each.attended) for each in record.transfers] == [(EXPERT, AGENT, True)]


async def test_completed_just_before_the_switch_joins_whom_it_finds_in_the_place_of_the_question(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller, agent, consulting, expert = await rung(centre)
    bridge, asked = centre.switch.bridge, asyncio.Event()

    async def on_its_way(leg: LegId, other: LegId) -> None:
        if leg == consulting.leg:
            asked.set()
            await asyncio.Event().wait()
        await bridge(leg, other)

    monkeypatch.setattr(centre.switch, "bridge", on_its_way)
    expert.answer()
    await centre.clock.until(asked.is_set)
    agent.transfer_to("7001", attended=True)
    centre.switch.join(centre.switch.all_legs[caller.leg], centre.switch.all_legs[expert.leg])
    await they_talk(centre, caller, expert)
    record, question = of_both(centre)
    assert [talk.whom for talk in record.talks] == [AGENT, EXPERT]
    assert (record.outcome, question.outcome) == (Outcome.SERVED, Outcome.CONSULTATION)


async def test_completed_as_the_question_is_joined_and_the_switch_says_it_could_not(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The agent's leg had left in that moment. That a caller has whom it reached comes after the refusal."""
    caller, agent, consulting, expert = await rung(centre)
    bridge, refused = centre.switch.bridge, asyncio.Event()

    async def refuses(leg: LegId, other: LegId) -> None:
        await bridge(leg, other)
        if leg == consulting.leg:
            refused.set()
            raise SwitchRefused(f"leg {leg} did not come")

    monkeypatch.setattr(centre.switch, "bridge", refuses)
    expert.answer()
    await centre.clock.until(refused.is_set)
    await centre.clock.advance(0.3)
    agent.transfer_to(EXPERT, attended=True)
    await they_talk(centre, caller, expert)
    record, _ = of_both(centre)
    assert [talk.whom for talk in record.talks] == [AGENT, EXPERT]


@pytest.mark.parametrize("later", [0.0, 0.3])
async def test_put_in_the_place_of_a_question_that_goes_on_with_whom_it_reached(centre: Centre, later: float) -> None:
    """The switch was joining the question when it put him in its place: its own leg talks on, and he is alone."""
    caller, agent, consulting, expert = await rung(centre)
    expert.answer()
    await centre.clock.until(lambda: consulting.hears == EXPERT)
    legs = centre.switch.all_legs
    ours, theirs = legs[caller.leg], legs[agent.leg]
    ours.change(partner=None)
    theirs.change(partner=None)
    centre.switch.end(theirs, Cause.NORMAL)
    centre.switch.leave_alone(ours)
    ours.dialled = "7001"
    await centre.clock.advance(later)
    centre.switch.emit(LegTransferred(ours.name, LegId(""), "7001", False, centre.clock.now()))
    await centre.clock.until(lambda: consulting.gone and expert.rung == 2 and expert.ringing)
    expert.answer()
    await centre.clock.until(lambda: caller.hears == EXPERT)
    await centre.clock.advance(60)
    assert caller.hears == EXPERT
    expert.hang_up()
    await all_over(centre)
    record, question = of_both(centre)
    assert [talk.whom for talk in record.talks] == [AGENT, EXPERT]
    assert (record.outcome, question.outcome) == (Outcome.SERVED, Outcome.CONSULTATION)


async def they_talk(centre: Centre, caller: FakeCaller, expert: FakePhone) -> None:
    """The caller and who answered, and the end of the question cuts nobody off; then they part."""
    await centre.clock.until(lambda: caller.hears == EXPERT)
    await centre.clock.advance(60)
    assert (caller.hears, expert.rung) == (EXPERT, 1), "cut off by the end of the question"
    assert centre.memory.people[EXPERT].after == "TALKING"
    expert.hang_up()
    await centre.clock.until(lambda: centre.memory.people[EXPERT].after == "WRAP_UP")
    await all_over(centre)
