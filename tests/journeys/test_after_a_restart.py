"""The service is killed while a caller who was served already hears his goodbye, or while he is being sent on. The
next one finds him on the switch, sees in the record how far he came, and goes on from there: he is not queued anew.
"""

from __future__ import annotations

from calls.contact import Outcome
from calls.switch import Seat
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, at_work, only


async def test_a_caller_who_was_served_already_is_not_served_again(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    await centre.clock.advance(5)
    agent.hang_up()
    await centre.clock.until(lambda: caller.hears == "goodbye")
    await centre.kill()
    await centre.start_again()
    await centre.clock.until(lambda: caller.gone)
    record = centre.memory.record("13800001111")
    assert record.outcome is Outcome.SERVED
    assert [(offer.person, offer.outcome) for offer in record.offers] == [("1001", "ACCEPTED")]
    assert agent.rung == 1


async def test_a_transfer_cut_short_by_a_restart_leaves_no_phone_ringing(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    colleague = centre.switch.phone(Seat("1003"), Answers(after=20))
    colleague.register()
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    agent.transfer_to("1003")
    await centre.clock.until(lambda: colleague.ringing)
    await centre.kill()
    await centre.start_again()
    assert colleague.gone
    await centre.clock.until(lambda: caller.hears == "1001")
    agent.hang_up()
    await centre.clock.until(lambda: caller.gone)
    await centre.clock.advance(30)
    record = centre.memory.record("13800001111")
    assert record.ended_at is not None
    assert [talk.whom for talk in record.talks] == ["1001", "1001"]
    assert len(record.offers) == 1
    assert [centre.memory.people[seat].after for seat in ("1001", "1003")] == ["READY", "READY"]
    assert at_work("call", "desk", "offer") == []
