"""Hours and notices that people switch: who calls meanwhile hears it."""

from __future__ import annotations

from tests.journeys.knowing_centre import WANG, KnowingCentre


async def test_hours_that_people_closed(knowing: KnowingCentre) -> None:
    knowing.switches["hours.office"] = False
    caller = knowing.switch.call_in("95105", number=WANG)
    await knowing.clock.until(lambda: caller.gone)
    assert caller.heard == ["closed"]


async def test_hours_that_people_opened_at_night(knowing: KnowingCentre) -> None:
    knowing.source.ready.set()
    await knowing.clock.advance(12 * 3600)
    shut_out = knowing.switch.call_in("95105", number=WANG)
    await knowing.clock.until(lambda: shut_out.gone)
    assert shut_out.heard == ["closed"]
    knowing.switches["hours.office"] = True
    caller = knowing.switch.call_in("95105", number=WANG)
    await knowing.clock.until(lambda: "greeting" in caller.heard)


async def test_a_notice_is_heard_while_it_is_on(knowing: KnowingCentre) -> None:
    knowing.source.ready.set()
    knowing.switches["notice.storm"] = True
    first = knowing.switch.call_in("95105", number=WANG)
    await knowing.clock.until(lambda: "greeting" in first.heard)
    del knowing.switches["notice.storm"]
    second = knowing.switch.call_in("95105", number="13800002222")
    await knowing.clock.until(lambda: "greeting" in second.heard)
    assert (first.heard[0], second.heard[0]) == ("notice_storm", "greeting")
