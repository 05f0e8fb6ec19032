"""P9: transfers are missing in the record, and an agent "talks" for an hour after he sent the caller on."""

from __future__ import annotations

from calls.contact import Outcome
from calls.switch import Seat
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, at_work, only


async def test_a_blind_transfer_frees_the_agent_and_shows_both_legs(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    colleague = centre.switch.phone(Seat("1003"), Answers(after=2))
    colleague.register()
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    await centre.clock.advance(20)
    agent.transfer_to("1003")
    await centre.clock.until(lambda: caller.hears == "1003")
    assert centre.memory.people["1001"].after == "WRAP_UP"
    assert agent.gone
    colleague.hang_up()
    await centre.clock.until(lambda: caller.gone)
    record = centre.memory.record("13800001111")
    assert record.outcome is Outcome.SERVED
    assert [transfer.to for transfer in record.transfers] == ["1003"]
    assert [talk.whom for talk in record.talks] == ["1001", "1003"]


async def test_a_transfer_to_nobody_brings_the_caller_back_to_his_place(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    joined_at = centre.memory.record("13800001111").queued_at
    agent.transfer_to("1003")
    await centre.clock.until(lambda: caller.hears == "1001", within=90)
    last = centre.memory.record("13800001111")
    assert last.queued_at == joined_at
    assert len(last.talks) == 2


async def test_an_attended_transfer_is_followed(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    colleague = centre.switch.phone(Seat("1003"), Answers(after=1))
    colleague.register()
    centre.switch.call_in("1003", number="1001", seat="1001")
    await centre.clock.until(lambda: colleague.up)
    await centre.clock.advance(2)
    agent.transfer_to("1003", attended=True)
    await centre.clock.until(lambda: caller.hears == "1003")
    assert centre.memory.people["1001"].after in ("WRAP_UP", "READY")
    await centre.clock.advance(30)
    assert at_work("desk", "offer") == []
    caller.hang_up()
    await centre.clock.settle()
    assert colleague.gone
    await centre.clock.advance(5)
    assert at_work("call", "desk", "offer") == []
    assert all(leg.ended is not None for leg in centre.switch.all_legs.values())
    record = centre.memory.record("13800001111")
    assert [talk.whom for talk in record.talks] == ["1001", "1003"]
