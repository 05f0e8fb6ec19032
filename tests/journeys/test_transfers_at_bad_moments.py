"""Transfers whose news comes in another order than we would like, or that go to somebody who is talking already. The
caller gets whom he was promised or keeps his place, and no task or leg of the former conversation stays behind.
"""

from __future__ import annotations

from calls.causes import Cause
from calls.events import LegTransferred
from calls.switch import Seat
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, nobody, only


async def test_a_caller_sent_on_arrives_though_the_agent_s_end_is_told_first(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    centre.switch.phone(Seat("1003"), Answers(after=2)).register()
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    theirs, ours = centre.switch.all_legs[agent.leg], centre.switch.all_legs[caller.leg]
    theirs.partner = None
    ours.change(partner=None)
    centre.switch.end(theirs, Cause.NORMAL)
    centre.switch.emit(LegTransferred(ours.name, theirs.name, "1003", False, centre.clock.now()))
    await centre.clock.until(lambda: caller.hears == "1003", within=10)
    record = centre.memory.record("13800001111")
    assert [transfer.to for transfer in record.transfers] == ["1003"]


async def test_a_caller_sent_to_somebody_who_talks_is_back_and_disturbs_nobody(centre: Centre) -> None:
    nobody(centre)
    phones = {seat: centre.switch.phone(Seat(seat), Answers(after=1)) for seat in ("1001", "1002")}
    for phone in phones.values():
        phone.register()
    first = centre.switch.call_in("95106", number="13800001111")
    second = centre.switch.call_in("95106", number="13800002222")
    await centre.clock.until(lambda: first.hears in phones and second.hears in phones)
    giver, talker = first.hears, second.hears
    phones[giver].transfer_to(talker)
    await centre.clock.until(lambda: first.hears == giver, within=5)
    assert phones[talker].rung == 1
    assert second.hears == talker
