"""Whoever was on a private call, or took a caller sent on to him, is free for the queue again when it is over, no
matter which side put the phone down. The leg that we end ourselves ends a moment after we stopped following it: an
agent whose end is not told would stay "on another call" until the service is restarted.
"""

from __future__ import annotations

from typing import Literal

import pytest

from calls.ids import PersonId
from calls.switch import Seat
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, nobody


def free(centre: Centre, *people: str) -> bool:
    states = [centre.house.floor.state_of(PersonId(person)) for person in people]
    return all(state == "READY" for state in states)


@pytest.mark.parametrize("first", ["who dialled", "the colleague"])
async def test_two_colleagues_are_free_whoever_hangs_up_first(
    centre: Centre, first: Literal["who dialled", "the colleague"]
) -> None:
    nobody(centre)
    centre.switch.phone(Seat("1001")).register()
    colleague = centre.switch.phone(Seat("1003"), Answers(after=1))
    colleague.register()
    desk = centre.switch.call_in("1003", number="1001", seat="1001")
    await centre.clock.until(lambda: colleague.hears == "1001")
    assert not free(centre, "1001")
    assert not free(centre, "1003")
    (desk if first == "who dialled" else colleague).hang_up()
    await centre.clock.advance(2)
    assert free(centre, "1001", "1003")


@pytest.mark.parametrize("first", ["the caller", "the agent"])
async def test_an_agent_a_caller_was_sent_to_is_free_whoever_hangs_up_first(
    centre: Centre, first: Literal["the caller", "the agent"]
) -> None:
    nobody(centre)
    phone = centre.switch.phone(Seat("1002"), Answers(after=1))
    phone.register()
    caller = centre.switch.call_in("95109", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1002")
    assert not free(centre, "1002")
    (caller if first == "the caller" else phone).hang_up()
    await centre.clock.advance(2)
    assert free(centre, "1002")


async def test_an_agent_whose_phone_was_rung_in_vain_is_free_for_the_queue(centre: Centre) -> None:
    nobody(centre)
    phone = centre.switch.phone(Seat("1002"))
    phone.register()
    centre.switch.call_in("95109", number="13800001111")
    await centre.clock.until(lambda: phone.ringing)
    assert not free(centre, "1002")
    await centre.clock.advance(10.5)
    assert phone.rung == 2
    assert centre.house.floor.state_of(PersonId("1002")) == "RINGING"


async def test_an_agent_who_calls_the_hotline_himself_is_free_when_it_hangs_up(centre: Centre) -> None:
    nobody(centre)
    centre.switch.phone(Seat("1001")).register()
    desk = centre.switch.call_in("95105", number="1001", seat="1001")
    await centre.clock.until(lambda: desk.hears == "main_menu")
    assert not free(centre, "1001")
    await centre.clock.until(lambda: desk.gone)
    await centre.clock.settle()
    assert free(centre, "1001")
