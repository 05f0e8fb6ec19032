"""The queues as a plan's conditions see them."""

from __future__ import annotations

import pytest

from acd.agents import Agent
from acd.dispatcher import Dispatcher
from acd.messages import Joined, Reachable
from acd.queues import Queue
from calls.contact import ContactRecord
from calls.contact_parts import Span
from calls.ids import CallId, OfferId, PersonId
from service.estimating import FRESH, Queues
from tests.fakes.clock import EPOCH, ManualClock

WEI = Agent(PersonId("wei"), "Wei", "1001", {"orders": 8.0})
ORDERS = Queue("orders", skill={"orders": 5.0}, handling=100.0)


class Floor:
    """One agent, and callers who wait."""

    def __init__(self, callers: int, theta: float = 0.0) -> None:
        self.clock = ManualClock()
        self.dispatcher = Dispatcher([WEI], [ORDERS], lambda _now: OfferId("offer-1"))
        self.dispatcher.receive(Reachable(WEI.id, reachable=True), EPOCH)
        for number in range(callers):
            self.dispatcher.receive(Joined(CallId(f"call-{number}"), "orders", 1, EPOCH), EPOCH)
        self.queues = Queues(self.dispatcher.snapshot, lambda: [ORDERS], self.clock, lambda _queue: theta)


def talked(seconds: float) -> ContactRecord:
    return ContactRecord(CallId("call-9"), queue="orders", talks=(Span("wei", 0.0, seconds),), ended_at=seconds)


def test_before_any_call_was_handled_the_plan_is_believed() -> None:
    assert Floor(callers=2).queues.state("orders").expected_wait == pytest.approx(3 * 100.0)


def test_calls_that_were_handled_are_believed_more() -> None:
    floor = Floor(callers=1)
    floor.queues.ended(talked(40.0))
    floor.queues.ended(talked(60.0))
    assert floor.queues.state("orders").expected_wait == pytest.approx(2 * 50.0)


def test_those_ahead_who_give_up_shorten_the_wait() -> None:
    assert Floor(callers=1, theta=0.01).queues.state("orders").expected_wait == pytest.approx(100 + 50)


def test_a_queue_that_there_is_not_is_empty() -> None:
    state = Floor(callers=0).queues.state("none")
    assert (state.waiting, state.ready, state.expected_wait) == (0, 0, None)


async def test_one_look_at_the_floor_serves_all_who_ask_at_once() -> None:
    floor = Floor(callers=1)
    assert floor.queues.state("orders").waiting == 1
    floor.dispatcher.receive(Joined(CallId("call-8"), "orders", 1, EPOCH), EPOCH)
    assert floor.queues.state("orders").waiting == 1
    await floor.clock.advance(FRESH)
    assert floor.queues.state("orders").waiting == 2
