"""A caller sent to somebody who does not take him: who sent him is rung again first, then he waits at his old place."""

from __future__ import annotations

import pytest

from acd.messages import SignedOut
from calls.causes import Cause
from calls.contact import Outcome
from calls.ids import PersonId
from calls.switch import Seat
from tests.fakes.party import BUSY, REJECTS, SILENT, UNREACHABLE, Answers, FakeCaller, FakePhone, Script
from tests.journeys.centre import COMPANY, Centre, at_work, nobody, only

NUMBER = "13800001111"


async def talking(centre: Centre, line: str = "95106", seat: str = "1001") -> tuple[FakeCaller, FakePhone]:
    """A caller and this agent; nobody else is there."""
    agent = only(centre, seat, Answers(after=1))
    caller = centre.switch.call_in(line, number=NUMBER)
    await centre.clock.until(lambda: caller.hears == seat)
    await centre.clock.advance(20)
    return caller, agent


async def sent(centre: Centre, to: Script = SILENT) -> tuple[FakeCaller, FakePhone, FakePhone]:
    """The agent has sent him to 1003, whose phone does as it is told."""
    caller, agent = await talking(centre)
    centre.house.floor.tell(SignedOut(PersonId("1003")))
    colleague = centre.switch.phone(Seat("1003"), to)
    colleague.register()
    agent.transfer_to("1003")
    return caller, agent, colleague


async def all_over(centre: Centre) -> None:
    """Nothing is left of any call."""
    await centre.clock.advance(30)
    assert at_work("call", "desk", "offer") == []
    assert all(leg.ended is not None for leg in centre.switch.all_legs.values())


@pytest.mark.parametrize(
    ("phone", "why"),
    [(SILENT, Cause.NO_ANSWER), (BUSY, Cause.BUSY), (REJECTS, Cause.REJECTED), (UNREACHABLE, Cause.ABSENT)],
)
async def test_nobody_takes_him_and_who_sent_him_has_him_back(centre: Centre, phone: Script, why: Cause) -> None:
    caller, agent, colleague = await sent(centre, phone)
    await centre.clock.until(lambda: agent.ringing, within=40)
    assert caller.hears == "music"
    assert agent.shows == NUMBER
    assert not colleague.ringing
    await centre.clock.until(lambda: caller.hears == "1001" and agent.hears == NUMBER)
    agent.hang_up()
    await all_over(centre)
    record = centre.memory.record(NUMBER)
    (recall,) = record.recalls
    assert (recall.person, recall.to, recall.why, recall.outcome) == ("1001", "1003", why.words, "answered")
    assert next(leg for leg in record.legs if leg.leg == recall.leg).connected_at is not None
    assert [talk.whom for talk in record.talks] == ["1001", "1001"]
    assert record.outcome is Outcome.SERVED
    assert len(record.waits) == 1, "he has waited once only"


async def test_he_does_not_answer_and_the_caller_waits_at_his_old_place(centre: Centre) -> None:
    caller, agent, _ = await sent(centre, BUSY)
    joined_at = centre.memory.record(NUMBER).queued_at
    agent.script = SILENT
    await centre.clock.until(lambda: agent.ringing)
    rang_at = centre.clock.now()
    await centre.clock.until(lambda: not agent.ringing, within=40)
    assert centre.clock.now() - rang_at == pytest.approx(20.0, abs=1.0)
    await centre.clock.advance(2)
    assert caller.hears in COMPANY
    assert agent.rung == 2, "rung at once again, though he has just not answered"
    second = centre.switch.phone(Seat("1002"), Answers(after=1))
    second.register()
    await centre.clock.until(lambda: caller.hears == "1002")
    second.hang_up()
    await all_over(centre)
    record = centre.memory.record(NUMBER)
    assert [(each.person, each.outcome) for each in record.recalls] == [("1001", Cause.NO_ANSWER.words)]
    assert record.queued_at == joined_at
    assert [wait.whom for wait in record.waits] == ["orders", "orders"]


async def test_nobody_else_is_there_and_later_he_is_asked_as_always(centre: Centre) -> None:
    caller, agent, _ = await sent(centre, BUSY)
    agent.script = SILENT
    await centre.clock.until(lambda: agent.rung == 2 and not agent.ringing, within=40)
    agent.script = Answers(after=1)
    await centre.clock.until(lambda: caller.hears == "1001", within=90)


async def test_who_is_signed_out_is_not_rung(centre: Centre) -> None:
    caller, agent, _ = await sent(centre, SILENT)
    centre.house.floor.tell(SignedOut(PersonId("1001")))
    await centre.clock.advance(40)
    assert agent.rung == 1
    assert caller.hears in COMPANY
    assert [recall.outcome for recall in centre.memory.record(NUMBER).recalls] == ["he is signed out"]


async def test_who_talks_with_the_next_caller_is_not_disturbed(centre: Centre) -> None:
    caller, agent, _ = await sent(centre, SILENT)
    second = centre.switch.call_in("95106", number="13800002222")
    await centre.clock.until(lambda: second.hears == "1001", within=40)
    await centre.clock.until(lambda: bool(centre.memory.record(NUMBER).recalls), within=40)
    assert agent.rung == 2
    assert second.hears == "1001"
    assert caller.hears in COMPANY
    agent.hang_up()
    await centre.clock.until(lambda: caller.hears == "1001", within=60)


async def test_the_caller_hangs_up_while_the_recall_rings(centre: Centre) -> None:
    caller, agent, _ = await sent(centre, BUSY)
    agent.script = SILENT
    await centre.clock.until(lambda: agent.ringing)
    caller.hang_up()
    await centre.clock.settle()
    assert not agent.ringing
    await all_over(centre)
    assert centre.memory.record(NUMBER).outcome is Outcome.TRANSFERRED


async def test_the_transferrer_picks_up_as_the_caller_hangs_up(centre: Centre) -> None:
    caller, agent, _ = await sent(centre, BUSY)
    agent.script = SILENT
    await centre.clock.until(lambda: agent.ringing)
    agent.answer()
    caller.hang_up()
    await all_over(centre)
    assert agent.gone


async def test_the_transferrer_hangs_up_as_soon_as_he_has_picked_up(centre: Centre) -> None:
    caller, agent, _ = await sent(centre, BUSY)
    agent.script = SILENT
    await centre.clock.until(lambda: agent.ringing)
    agent.answer()
    agent.hang_up()
    await centre.clock.advance(1)
    assert caller.hears in COMPANY
    second = centre.switch.phone(Seat("1002"), Answers(after=1))
    second.register()
    await centre.clock.until(lambda: caller.hears == "1002", within=60)


async def test_he_may_send_him_on_again(centre: Centre) -> None:
    caller, agent, colleague = await sent(centre, BUSY)
    await centre.clock.until(lambda: caller.hears == "1001")
    colleague.script = Answers(after=1)
    agent.transfer_to("1003")
    await centre.clock.until(lambda: caller.hears == "1003")
    assert [each.to for each in centre.memory.record(NUMBER).transfers] == ["1003", "1003"]


async def test_sent_to_himself_he_is_not_recalled(centre: Centre) -> None:
    caller, agent = await talking(centre)
    agent.script = SILENT
    agent.transfer_to("1001")
    await centre.clock.advance(30)
    assert caller.hears in COMPANY
    assert [each.leg for each in centre.memory.record(NUMBER).recalls] == [""]


async def test_whom_the_plan_handed_over_is_not_cut_off(centre: Centre) -> None:
    """He never stood in a queue: he goes where the plan sends those whom nobody took."""
    nobody(centre)
    phone = centre.switch.phone(Seat("1002"), Answers(after=1))
    phone.register()
    caller = centre.switch.call_in("95109", number=NUMBER)
    await centre.clock.until(lambda: caller.hears == "1002")
    phone.script = SILENT
    phone.transfer_to("1003")
    await centre.clock.until(lambda: phone.ringing, within=10)
    await centre.clock.until(lambda: caller.hears in COMPANY and not phone.ringing, within=40)
    assert centre.memory.record(NUMBER).queue == "orders"


@pytest.mark.parametrize("rings", ["colleague", "transferrer"])
async def test_after_a_restart_he_is_not_lost(centre: Centre, rings: str) -> None:
    caller, agent, colleague = await sent(centre, SILENT if rings == "colleague" else BUSY)
    agent.script = SILENT
    await centre.clock.until(lambda: (colleague if rings == "colleague" else agent).ringing)
    rung = agent.rung
    joined_at = centre.memory.record(NUMBER).queued_at
    await centre.kill()
    await centre.start_again()
    assert not colleague.ringing, "it rings for nobody"
    if rings == "colleague":
        await centre.clock.until(lambda: agent.ringing)
        agent.answer()
        await centre.clock.until(lambda: caller.hears == "1001")
    else:
        second = centre.switch.phone(Seat("1002"), Answers(after=1))
        second.register()
        await centre.clock.until(lambda: caller.hears == "1002", within=60)
        assert agent.rung == rung, "rung twice by one wish"
    assert centre.memory.record(NUMBER).queued_at == joined_at
