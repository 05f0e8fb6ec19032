"""P10: the link is lost and events with it; nobody looks again. Here everything is read anew, and the gap is marked."""

from __future__ import annotations

from calls.causes import EndedBy
from tests.fakes.party import Answers
from tests.journeys.centre import COMPANY, Centre, nobody, only


async def test_a_caller_who_left_unseen_is_closed_and_one_who_waits_keeps_his_place(centre: Centre) -> None:
    nobody(centre)
    stays = centre.switch.call_in("95106", number="13800001111")
    leaves = centre.switch.call_in("95106", number="13800002222")
    await centre.clock.advance(30)
    joined_at = centre.memory.record("13800001111").queued_at
    centre.switch.lose_link()
    await centre.clock.advance(5)
    leaves.hang_up()
    await centre.clock.advance(5)
    assert stays.hears in COMPANY
    centre.switch.restore_link()
    await centre.clock.settle()
    gone = centre.memory.record("13800002222")
    assert gone.ended_by is EndedBy.UNSEEN
    only(centre, "1001", Answers(after=1))
    await centre.clock.until(lambda: stays.hears == "1001")
    record = centre.memory.record("13800001111")
    assert record.queued_at == joined_at
    assert record.gaps[0].seconds == 10.0


async def test_no_phone_is_rung_twice_over_a_lost_link(centre: Centre) -> None:
    agent = only(centre, "1001")
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: agent.ringing)
    centre.switch.lose_link()
    await centre.clock.advance(3)
    centre.switch.restore_link()
    await centre.clock.settle()
    assert agent.ringing
    assert agent.rung == 1
    agent.answer()
    await centre.clock.until(lambda: caller.hears == "1001")
    assert agent.rung == 1


async def test_a_conversation_goes_on_over_a_lost_link_and_its_end_is_recorded(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    centre.switch.lose_link()
    await centre.clock.advance(10)
    assert caller.hears == "1001"
    centre.switch.restore_link()
    await centre.clock.advance(10)
    agent.hang_up()
    await centre.clock.until(lambda: caller.gone)
    record = centre.memory.record("13800001111")
    assert record.ended_by is EndedBy.PERSON
    assert centre.memory.people["1001"].after == "WRAP_UP"
