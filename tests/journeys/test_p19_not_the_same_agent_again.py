"""P19: the agent rejected the call, and the same agent is rung at once."""

from __future__ import annotations

from calls.switch import Outside, Seat
from tests.fakes.party import REJECTS, VOICEMAIL, Answers
from tests.journeys.centre import COMPANY, Centre, only


async def test_who_rejected_is_not_rung_for_this_caller_again(centre: Centre) -> None:
    rejecting = only(centre, "1001", REJECTS)
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.advance(12)
    assert rejecting.rung == 1
    state = centre.memory.people["1001"]
    assert (state.after, state.reason) == ("NOT_READY", "rejected")
    assert caller.hears in COMPANY


async def test_a_manager_who_presses_two_passes_the_caller_to_his_deputy(centre: Centre) -> None:
    manager = centre.switch.phone(Outside("13900001111"), Answers(after=1, presses="2"))
    centre.switch.phone(Seat("1003"), Answers(after=1))
    caller = centre.switch.call_in("95107", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1003")
    assert manager.rung == 1
    first, second = centre.memory.record("13800001111").offers
    assert (first.person, first.outcome, second.person) == ("xiamen_1", "DECLINED", "1003")


async def test_a_voicemail_box_never_gets_the_caller(centre: Centre) -> None:
    centre.switch.phone(Seat("1003")).unregister()
    voicemail = centre.switch.phone(Outside("13900001111"), VOICEMAIL)
    caller = centre.switch.call_in("95107", number="13800001111")
    await centre.clock.advance(40)
    assert voicemail.gone
    assert caller.hears in COMPANY
    assert "13900001111" not in caller.heard
