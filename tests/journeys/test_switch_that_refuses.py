"""A switch may refuse an order, or not answer it at all, in the middle of a call. The caller is then told or kept
waiting at his place, and the phone that was being brought to him is put down: it is never left up with nobody.
"""

from __future__ import annotations

import pytest

from acd.messages import Paused, Readied
from calls.errors import HotlineError, SwitchLost, SwitchRefused
from calls.ids import PersonId
from calls.switch import Outside, Seat
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, at_work, nobody, only, open_centre
from tests.journeys.slow_switch import SlowSwitch


async def test_a_join_that_is_never_answered_is_made_when_the_switch_is_back(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    centre.switch.fail_next("bridge", SwitchLost("no answer to Bridge in 5 s"))
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: agent.up)
    await centre.clock.advance(1)
    assert not caller.gone
    # A switch that does not answer is cut off, and read anew.
    centre.switch.lose_link()
    await centre.clock.advance(2)
    centre.switch.restore_link()
    await centre.clock.until(lambda: caller.hears == "1001")
    assert agent.rung == 1
    caller.hang_up()
    await centre.clock.advance(1)
    assert agent.gone
    assert at_work("call", "offer") == []


@pytest.mark.parametrize("error", [SwitchRefused("no sound"), SwitchLost("no answer to AGI in 5 s")])
async def test_a_manager_who_cannot_be_asked_for_his_key_is_not_kept_on_the_line(
    centre: Centre, error: HotlineError
) -> None:
    nobody(centre)
    manager = centre.switch.phone(Outside("13900001111"), Answers(after=2))
    centre.switch.fail_next("collect", error)
    caller = centre.switch.call_in("95107", number="13800001111")
    await centre.clock.advance(3)
    assert manager.rung == 1
    assert manager.gone
    assert not caller.gone
    (offer,) = centre.memory.record("13800001111").offers
    assert offer.outcome == "DECLINED"
    assert str(error) in offer.reason


async def test_a_phone_that_answers_before_the_caller_is_back_in_the_music_is_joined_all_the_same() -> None:
    async with open_centre(SlowSwitch) as centre:
        assert isinstance(centre.switch, SlowSwitch)
        nobody(centre)
        for seat, after in (("1001", 1.0), ("1002", 0.05)):
            centre.switch.phone(Seat(seat), Answers(after=after)).register()
        centre.house.floor.tell(Paused(PersonId("1002"), "coffee"))
        centre.switch.fail_next("bridge", SwitchRefused("not joined"))
        caller = centre.switch.call_in("95106", number="13800001111")
        await centre.clock.advance(0.5)
        centre.switch.slow_to_play_music = 0.1
        centre.house.floor.tell(Readied(PersonId("1002")))
        await centre.clock.until(lambda: caller.hears == "1002", within=5)
        offers = centre.memory.record("13800001111").offers
        assert [(offer.person, offer.outcome) for offer in offers] == [("1001", "ACCEPTED"), ("1002", "ACCEPTED")]
