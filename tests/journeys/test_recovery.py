"""The service is killed with callers in every state, and started again: nobody is lost, moved or rung twice."""

from __future__ import annotations

from calls.causes import EndedBy
from calls.switch import Outside
from tests.fakes.party import Answers
from tests.journeys.centre import COMPANY, Centre, nobody, only


async def test_waiting_callers_keep_music_place_and_order(centre: Centre) -> None:
    nobody(centre)
    callers = []
    for n in range(5):
        callers.append(centre.switch.call_in("95106", number=f"1380000000{n}"))
        await centre.clock.advance(2)
    joined = [centre.memory.record(f"1380000000{n}").queued_at for n in range(5)]
    await centre.kill()
    assert all(caller.hears in COMPANY for caller in callers)
    await centre.start_again()
    only(centre, "1001", Answers(after=0.1, hangs_up_after=1))
    await centre.clock.advance(120)
    records = [centre.memory.record(f"1380000000{n}") for n in range(5)]
    assert [record.queued_at for record in records] == joined
    served = [record.connected_at or 0 for record in records]
    assert served == sorted(served)
    assert 0 not in served


async def test_a_conversation_goes_on_and_its_end_is_recorded(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    await centre.kill()
    assert caller.hears == "1001"
    await centre.start_again()
    await centre.clock.advance(30)
    caller.hang_up()
    await centre.clock.settle()
    record = centre.memory.record("13800001111")
    assert record.ended_by is EndedBy.CALLER
    assert record.talked >= 33
    assert centre.memory.people["1001"].after == "WRAP_UP"


async def test_after_a_talk_over_a_restart_the_plan_goes_on(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    await centre.kill()
    await centre.start_again()
    agent.hang_up()
    await centre.clock.until(lambda: caller.gone)
    assert caller.heard[-1] == "goodbye"


async def test_a_ringing_phone_keeps_ringing_and_is_not_rung_twice(centre: Centre) -> None:
    agent = only(centre, "1001")
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: agent.ringing)
    await centre.kill()
    await centre.start_again()
    assert (agent.ringing, agent.rung) == (True, 1)
    agent.answer()
    await centre.clock.until(lambda: caller.hears == "1001")
    assert agent.rung == 1


async def test_a_phone_that_rings_for_a_caller_who_left_meanwhile_stops(centre: Centre) -> None:
    agent = only(centre, "1001")
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: agent.ringing)
    await centre.kill()
    caller.hang_up()
    await centre.start_again()
    assert agent.gone
    assert centre.memory.people["1001"].after == "READY"


async def test_a_manager_who_picked_up_meanwhile_still_has_to_accept(centre: Centre) -> None:
    manager = centre.switch.phone(Outside("13900001111"), Answers(after=4))
    caller = centre.switch.call_in("95107", number="13800001111")
    await centre.clock.until(lambda: manager.ringing)
    await centre.kill()
    await centre.start_again(away=5)
    assert manager.up
    await centre.clock.until(lambda: manager.hears == "manager_brief")
    manager.press("1")
    await centre.clock.until(lambda: caller.hears == "13900001111")


async def test_a_caller_in_a_menu_hears_it_again(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95105", number="13800001111")
    await centre.clock.advance(3)
    await centre.kill()
    await centre.start_again()
    await centre.clock.advance(1)
    assert caller.heard.count("main_menu") == 2
    caller.press("1")
    await centre.clock.until(lambda: caller.hears == "1001")


async def test_a_call_that_arrived_meanwhile_is_attended(centre: Centre) -> None:
    await centre.kill()
    caller = centre.switch.call_in("95105", number="13800001111")
    await centre.start_again()
    await centre.clock.advance(1)
    assert caller.heard == ["greeting"]


async def test_a_dead_switch_closes_its_calls_and_routing_resumes(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    talking = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: talking.hears == "1001")
    centre.switch.call_in("95106", number="13800002222")
    await centre.clock.advance(3)
    centre.switch.die()
    await centre.clock.advance(4)
    centre.switch.restore_link(restarted=True)
    await centre.clock.settle()
    for number in ("13800001111", "13800002222"):
        assert centre.memory.record(number).ended_by is EndedBy.SWITCH
    caller = centre.switch.call_in("95106", number="13800003333")
    await centre.clock.until(lambda: caller.hears == "1001", within=30)
