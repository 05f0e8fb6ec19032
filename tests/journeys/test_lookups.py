"""A lookup in the middle of a flow: its answer is said, its secrets are masked, and it never holds a call for ever."""

from __future__ import annotations

import pytest

from calls.causes import EndedBy
from calls.happenings.menu import LookedUp, Remembered
from service.asking import Outcome
from tests.journeys.centre import at_work
from tests.journeys.knowing_centre import WANG, KnowingCentre, found, told


async def test_the_answer_is_said_and_its_values_are_masked_in_the_record(knowing: KnowingCentre) -> None:
    knowing.source.answers["1003"] = found(state="open", total="12.50")
    knowing.source.ready.set()
    caller = knowing.switch.call_in("95106", number=WANG)
    await knowing.clock.until(lambda: caller.gone)
    assert caller.heard[0] == "order_is"
    assert len(caller.heard) > 2
    assert told(knowing, LookedUp) == [LookedUp("ask.2", "found", 0.1)]
    kept = {each.name: each.value for each in told(knowing, Remembered) if isinstance(each, Remembered)}
    assert kept == {"order": "1003", "state": "****", "total": "*****"}


@pytest.mark.parametrize(
    ("outcome", "heard"), [(Outcome("nothing"), "unknown"), (Outcome("crm says 500", failed=True), "broken")]
)
async def test_no_answer_goes_its_own_way(knowing: KnowingCentre, outcome: Outcome, heard: str) -> None:
    knowing.source.answers["1003"] = outcome
    knowing.source.ready.set()
    caller = knowing.switch.call_in("95106", number=WANG)
    await knowing.clock.until(lambda: caller.gone)
    assert caller.heard == [heard]


async def test_who_hangs_up_during_a_lookup_leaves_nothing_behind(knowing: KnowingCentre) -> None:
    caller = knowing.switch.call_in("95106", number=WANG)
    await knowing.clock.until(lambda: len(knowing.source.asked) == 2)
    caller.hang_up()
    await knowing.clock.settle()
    assert (at_work("profile", "call"), knowing.source.given_up) == ([], 2)
    assert knowing.memory.record(WANG).ended_by is EndedBy.CALLER


async def test_a_lookup_that_never_ends_ends_with_the_time_in_the_menus(knowing: KnowingCentre) -> None:
    caller = knowing.switch.call_in("95106", number=WANG)
    await knowing.clock.until(lambda: caller.gone)
    assert "60 s in the menus" in knowing.memory.record(WANG).failures[-1].what
