"""Who watches the centre by its figures must see every call once, by how it ended: also one that ended unseen."""

from __future__ import annotations

from tests.fakes.party import Answers
from tests.journeys.centre import Centre, nobody, only


def counted(centre: Centre) -> dict[str, float]:
    """`hotline_calls_total`, by outcome."""
    return {
        sample.labels["outcome"]: sample.value
        for metric in centre.house.metrics.registry.collect()
        for sample in metric.samples
        if sample.name == "hotline_calls_total"
    }


async def test_every_call_is_counted_once_by_its_outcome(centre: Centre) -> None:
    assert counted(centre) == {}
    agent = only(centre, "1001", Answers(after=1))
    served = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: served.hears == "1001")
    assert counted(centre) == {}
    agent.hang_up()
    await centre.clock.until(lambda: served.gone)
    assert counted(centre) == {"served": 1.0}
    nobody(centre)
    for number in ("13800002222", "13800003333"):
        impatient = centre.switch.call_in("95106", number=number)
        await centre.clock.advance(30)
        impatient.hang_up()
        await centre.clock.settle()
    assert counted(centre) == {"served": 1.0, "abandoned": 2.0}


async def test_a_call_that_ended_over_a_lost_link_is_counted_too(centre: Centre) -> None:
    nobody(centre)
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.advance(30)
    centre.switch.lose_link()
    caller.hang_up()
    await centre.clock.advance(5)
    centre.switch.restore_link()
    await centre.clock.settle()
    assert sum(counted(centre).values()) == 1.0
