"""P5: weights and penalties of several queues interact, and callers wait though an agent is free."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from acd.queues import Queue
from tests.fakes.party import Answers
from tests.journeys.centre import COMPANY
from tests.journeys.people_centre import PeopleCentre, agent, people_centre

QUEUES = (Queue("gold", 9, {"gold": 5.0}), Queue("plain", 1, {"plain": 5.0}, strategy="fifo"))
BOTH, PLAIN = agent("1001", gold=8.0, plain=8.0), agent("1002", plain=8.0)


@pytest.fixture
async def centre() -> AsyncIterator[PeopleCentre]:
    async with people_centre([BOTH, PLAIN], QUEUES) as running:
        for seat in ("1001", "1002"):
            running.sign_in(seat, Answers(after=1))
        yield running


async def test_a_caller_of_small_weight_is_served_beside_a_weighty_one_whom_nobody_free_can_serve(
    centre: PeopleCentre,
) -> None:
    await centre.talks(first := centre.call("gold"), "1001")
    weighty = centre.call("gold")
    await centre.clock.advance(5)
    small = centre.call("plain")
    await centre.talks(small, "1002", within=2)
    assert weighty.hears in COMPANY
    first.hang_up()
    await centre.talks(weighty, "1001", within=12)


async def test_who_serves_both_takes_the_weighty_caller_though_the_other_waits_longer(centre: PeopleCentre) -> None:
    await centre.talks(first := centre.call("gold"), "1001")
    await centre.talks(second := centre.call("plain"), "1002")
    small = centre.call("plain")
    await centre.clock.advance(60)
    weighty = centre.call("gold")
    first.hang_up()
    await centre.talks(weighty, "1001", within=12)
    assert small.hears in COMPANY
    second.hang_up()
    await centre.talks(small, "1002", within=12)


@pytest.mark.parametrize("strategy", ["priority", "fifo", "priority_aging", "patience"])
async def test_whatever_the_strategies_nobody_waits_beside_somebody_free(strategy: str) -> None:
    mixed = [replace(QUEUES[0], strategy=strategy), QUEUES[1]]
    async with people_centre([BOTH, PLAIN], mixed) as centre:
        for seat in ("1001", "1002"):
            centre.sign_in(seat, Answers(after=1, hangs_up_after=7))
        callers = [centre.call(queue) for queue in ("plain", "gold", "plain", "gold", "plain", "plain")]
        await centre.clock.advance(120)
        assert all("1001" in caller.heard or "1002" in caller.heard for caller in callers)
        assert centre.house.alarms.raised == {}
