"""P6: not oldest first across queues. Here queues of equal weight are one line for who serves them."""

from __future__ import annotations

import pytest

from acd.queues import Queue
from tests.fakes.party import Answers
from tests.journeys.people_centre import agent, people_centre


@pytest.mark.parametrize("strategy", ["priority", "fifo", "priority_aging"])
async def test_who_came_first_is_served_first_whatever_queue_he_is_in(strategy: str) -> None:
    queues = [Queue(name, 2, {"all": 5.0}, strategy=strategy) for name in ("red", "green", "blue")]
    async with people_centre([agent("1001", all=8.0)], queues) as centre:
        callers = []
        for name in ("green", "red", "blue", "red", "green", "blue"):
            callers.append(centre.call(name))
            await centre.clock.advance(3)
        centre.sign_in("1001", Answers(after=1, hangs_up_after=2))
        await centre.clock.advance(150)
        served = [record.connected_at or 0.0 for record in centre.memory.records()]
        assert len(callers) == len(served) == 6
        assert 0.0 not in served
        assert served == sorted(served)
