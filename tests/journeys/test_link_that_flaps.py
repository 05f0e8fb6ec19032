"""The link to the switch goes, comes, and goes again before everything has been read anew; a phone is put down in the
gap, where nobody sees it. Every call is attended once, every conversation gets its end, nobody is served twice.
"""

from __future__ import annotations

from calls.errors import SwitchLost
from calls.switch import Seat
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, at_work, nobody, only


async def test_a_link_lost_again_while_we_read_anew_attends_no_call_twice(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    talker = centre.switch.call_in("95106", number="13800001111")
    waiter = centre.switch.call_in("95106", number="13800002222")
    await centre.clock.until(lambda: talker.hears == "1001")
    await centre.clock.advance(3)
    centre.switch.lose_link()
    await centre.clock.advance(1)
    centre.switch.fail_next("legs", SwitchLost("no answer to Status"))
    centre.switch.restore_link()
    await centre.clock.advance(0.2)
    centre.switch.lose_link()
    await centre.clock.advance(0.2)
    centre.switch.restore_link()
    await centre.clock.advance(3)
    assert len(at_work("call")) == 2
    agent.hang_up()
    await centre.clock.until(lambda: waiter.hears == "1001")
    assert talker.gone
    assert len(at_work("call")) == 1


async def test_a_phone_that_cannot_be_put_down_does_not_start_every_call_again(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=8))
    leaver = centre.switch.call_in("95106", number="13800001111")
    waiter = centre.switch.call_in("95107", number="13800002222")
    await centre.clock.until(lambda: not agent.gone)
    centre.switch.lose_link()
    leaver.hang_up()
    await centre.clock.advance(1)
    centre.switch.fail_next("hang_up", SwitchLost("no answer to Hangup"))
    centre.switch.restore_link()
    await centre.clock.advance(2.5)
    calls = at_work("call")
    assert len(calls) == len(set(calls)) == 1
    assert not waiter.gone


async def test_colleagues_who_talk_over_a_lost_link_are_followed_to_the_end(centre: Centre) -> None:
    nobody(centre)
    centre.switch.phone(Seat("1001")).register()
    colleague = centre.switch.phone(Seat("1003"), Answers(after=1))
    colleague.register()
    desk = centre.switch.call_in("1003", number="1001", seat="1001")
    await centre.clock.until(lambda: colleague.up)
    await centre.clock.advance(2)
    before = (centre.memory.people["1001"].after, centre.memory.people["1003"].after)
    assert before == ("NOT_READY", "NOT_READY")
    centre.switch.lose_link()
    await centre.clock.advance(1)
    centre.switch.restore_link()
    await centre.clock.advance(1)
    assert (centre.memory.people["1001"].after, centre.memory.people["1003"].after) == before
    desk.hang_up()
    await centre.clock.advance(5)
    assert colleague.gone
    assert centre.memory.people["1003"].after == "READY"
    assert at_work("desk") == []


async def test_an_agent_who_hung_up_in_the_gap_has_served_his_caller_once(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    await centre.clock.advance(5)
    centre.switch.lose_link()
    agent.hang_up()
    await centre.clock.advance(1)
    centre.switch.restore_link()
    await centre.clock.advance(20)
    record = centre.memory.record("13800001111")
    assert caller.gone
    assert record.outcome == "served"
    assert len(record.offers) == 1
    assert [talk.whom for talk in record.talks] == ["1001"]
    assert record.talks[0].until is not None
