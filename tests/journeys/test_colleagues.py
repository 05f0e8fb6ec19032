"""An agent dials a colleague, or a star code to change his own state. What he hears is what is true, and when he puts
his phone down before anybody has answered, or the switch will not join the two, nobody's phone goes on by itself.
"""

from __future__ import annotations

import pytest

from acd.messages import Paused
from calls.errors import SwitchRefused
from calls.ids import PersonId
from calls.switch import Seat
from tests.fakes.party import Answers, FakePhone
from tests.journeys.centre import Centre, at_work, nobody, only


def two_at_their_desks(centre: Centre, after: float) -> FakePhone:
    """1001 and 1003; the phone of 1003, who picks up in so many seconds."""
    nobody(centre)
    centre.switch.phone(Seat("1001")).register()
    colleague = centre.switch.phone(Seat("1003"), Answers(after=after))
    colleague.register()
    return colleague


async def dial(centre: Centre, code: str) -> str:
    """1001 dials a star code: what he hears."""
    desk = centre.switch.call_in(code, number="1001", seat="1001")
    await centre.clock.until(lambda: desk.gone)
    return " ".join(desk.heard)


async def test_a_colleague_s_phone_stops_ringing_when_who_dialled_hangs_up(centre: Centre) -> None:
    colleague = two_at_their_desks(centre, after=6)
    desk = centre.switch.call_in("1003", number="1001", seat="1001")
    await centre.clock.until(lambda: colleague.ringing)
    desk.hang_up()
    await centre.clock.advance(1)
    assert colleague.gone
    await centre.clock.advance(30)
    assert colleague.gone
    assert colleague.rung == 1
    assert at_work("desk") == []


async def test_two_colleagues_whom_the_switch_will_not_join_are_both_let_go(centre: Centre) -> None:
    colleague = two_at_their_desks(centre, after=1)
    centre.switch.fail_next("bridge", SwitchRefused("not joined"))
    desk = centre.switch.call_in("1003", number="1001", seat="1001")
    await centre.clock.advance(5)
    assert desk.gone
    assert colleague.gone
    assert centre.memory.people["1003"].after == "READY"
    assert at_work("desk") == []


@pytest.mark.parametrize(
    ("code", "heard", "state"),
    [
        ("*1", "agent_ready", "READY"),
        ("*2", "agent_not_ready", "NOT_READY"),
        ("*3", "agent_not_ready", "NOT_READY"),
        ("*4", "agent_not_ready", "NOT_READY"),
        ("*0", "agent_logged_out", "LOGGED_OUT"),
    ],
)
async def test_a_star_code_is_confirmed_by_the_state_it_made(centre: Centre, code: str, heard: str, state: str) -> None:
    centre.house.floor.tell(Paused(PersonId("1001"), "coffee"))
    assert await dial(centre, code) == heard
    assert centre.house.floor.state_of(PersonId("1001")) == state


async def test_there_is_no_wrap_up_to_end_for_an_agent_who_is_not_ready_and_he_hears_so(centre: Centre) -> None:
    centre.house.floor.tell(Paused(PersonId("1001"), "coffee"))
    assert await dial(centre, "*5") == "agent_not_ready"
    assert centre.house.floor.state_of(PersonId("1001")) == "NOT_READY"


async def test_an_agent_who_ends_his_wrap_up_hears_that_he_is_ready(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    caller.hang_up()
    await centre.clock.until(lambda: centre.memory.people["1001"].after == "WRAP_UP")
    assert await dial(centre, "*5") == "agent_ready"
    assert centre.house.floor.state_of(PersonId("1001")) == "READY"
