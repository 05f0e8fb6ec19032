"""P7: counters are doubled under load, and a restart sets statistics to zero. Figures come from the journal alone."""

from __future__ import annotations

from pathlib import Path

from acd.measures import By
from acd.measures.formulas import handling_time
from calls.contact import Outcome
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, only
from tests.journeys.test_a_day_is_reported import report


async def test_a_restart_in_the_middle_takes_nothing_from_the_figures(centre: Centre, tmp_path: Path) -> None:
    agent = only(centre, "1001", Answers(after=1))
    first = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: first.hears == "1001")
    await centre.clock.advance(20)
    await centre.kill()
    await centre.start_again()
    await centre.clock.advance(17)
    agent.hang_up()
    second = centre.switch.call_in("95106", number="13800002222")
    await centre.clock.until(lambda: second.hears == "1001", within=30)
    await centre.kill()
    await centre.start_again()
    second.hang_up()
    await centre.clock.settle()
    total = (await report(centre, By.PERSON, tmp_path)).total
    assert total.outcomes == {Outcome.SERVED: 2}
    assert (total.handled, total.offers["ACCEPTED"]) == (2, 2)
    assert total.talked == sum(record.talked for record in centre.memory.records()) >= 40.0


async def test_what_is_told_to_the_store_twice_counts_once(centre: Centre, tmp_path: Path) -> None:
    agent = only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    await centre.clock.advance(30)
    agent.hang_up()
    await centre.clock.advance(20)
    once = (await report(centre, By.PERSON, tmp_path)).total
    twice = (await report(centre, By.PERSON, tmp_path)).total
    assert (twice.outcomes, twice.talked, twice.handled) == (once.outcomes, once.talked, once.handled)
    assert handling_time(twice) == handling_time(once) == 40.0
