"""An agent holds his caller and asks in the queue `desk`, 7001, about him."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from acd.snapshot import WaitingView
from calls.contact import ContactRecord, Outcome
from calls.switch import Seat
from ivr.steps.enqueue import EnqueueStep
from service.configuration import Configuration
from service.queue_numbers import with_numbers
from tests.fakes.party import SILENT, Answers, FakeCaller, FakePhone
from tests.journeys.centre import Centre, at_work, only, open_centre
from tests.journeys.house import Shelf

CALLER, AGENT, EXPERT = "13800001111", "1001", "1003"
OWN, WEIGHT, LIMIT = 7, 3, 600.0
"""The caller's priority by the plan, the weight of the queue `desk`, and the seconds that he is to wait at most."""


def _numbered(old: Configuration, own: int) -> Configuration:
    """The queue `desk` is 7001; who calls 95106 has this priority of his own; 0: none."""
    queues = tuple(replace(each, number="7001", weight=WEIGHT) if each.name == "desk" else each for each in old.queues)
    first, *rest = old.plan.flows["straight"].steps
    assert isinstance(first, EnqueueStep)
    straight = replace(old.plan.flows["straight"], steps=(replace(first, priority=own, limit=LIMIT), *rest))
    plan = replace(old.plan, flows={**old.plan.flows, "straight": straight})
    return replace(old, plan=with_numbers(plan, queues), queues=queues)


@asynccontextmanager
async def open_for_questions(own: int = OWN) -> AsyncIterator[Centre]:
    """A centre whose callers of 95106 have this priority of their own."""
    async with open_centre() as running:
        await running.house.reconfigure(_numbered(running.house.configuration, own), Shelf())
        yield running


def waiting_in(centre: Centre, queue: str = "desk") -> list[WaitingView]:
    """Who stands in this queue now."""
    views = centre.house.floor.dispatcher.snapshot(centre.clock.now()).queues
    return [each for view in views if view.name == queue for each in view.waiting]


async def asking(centre: Centre) -> tuple[FakeCaller, FakePhone, FakeCaller]:
    """The caller on hold, his agent, and the agent's second call, which waits in the queue."""
    agent = only(centre, AGENT, Answers(after=1))
    caller = centre.switch.call_in("95106", number=CALLER)
    await centre.clock.until(lambda: caller.hears == AGENT)
    await centre.clock.advance(10)
    agent.hold()
    consulting = centre.switch.call_in("7001", number=AGENT, seat=AGENT)
    await centre.clock.until(lambda: consulting.hears == "music")
    await centre.clock.advance(20)
    return caller, agent, consulting


async def rung(centre: Centre) -> tuple[FakeCaller, FakePhone, FakeCaller, FakePhone]:
    """And the phone of somebody in that queue rings for the question."""
    caller, agent, consulting = await asking(centre)
    expert = centre.switch.phone(Seat(EXPERT), SILENT)
    expert.register()
    await centre.clock.until(lambda: expert.ringing)
    return caller, agent, consulting, expert


async def all_over(centre: Centre) -> None:
    """Nothing is left of any call."""
    await centre.clock.advance(30)
    assert at_work("call", "desk", "offer") == []
    assert all(leg.ended is not None for leg in centre.switch.all_legs.values())
    assert waiting_in(centre) == []


def of_both(centre: Centre) -> tuple[ContactRecord, ContactRecord]:
    """The caller's record, and the question's, which is nobody's wait."""
    question = centre.memory.record(AGENT)
    assert question.outcome is Outcome.CONSULTATION
    return centre.memory.record(CALLER), question
