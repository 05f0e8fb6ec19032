"""A manager is asked before he is joined: his keys, his silence, and who else is told."""

from __future__ import annotations

import pytest

from acd.messages import Event, Refusal
from calls.errors import HotlineError, SwitchLost, SwitchRefused
from tests.fakes.party import Answers
from tests.unit.service.connecting_rooms import RANG, TAKEN, UP, ConnectingRooms, declined
from tests.unit.service.rooms import LIN, offer


async def test_a_manager_takes_a_call_by_his_key(ringing: ConnectingRooms) -> None:
    phone = await ringing.begin(offer(LIN), script=Answers(after=2, presses="1"))
    await ringing.clock.advance(2)
    assert ringing.floor.told == [RANG, UP]
    assert phone.hears == "manager_brief"
    await ringing.clock.advance(1)
    assert ringing.floor.told == [RANG, UP, TAKEN]


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("2", declined(Refusal.DECLINED, "pressed 2")),
        ("3", declined(Refusal.LATER, "pressed 3")),
        ("*#0", None),
        ("41", TAKEN),
        ("72", declined(Refusal.DECLINED, "pressed 2")),
    ],
)
async def test_only_his_keys_mean_something(ringing: ConnectingRooms, keys: str, told: Event | None) -> None:
    await ringing.begin(offer(LIN), script=Answers(after=1, presses=keys))
    await ringing.clock.advance(5)
    assert ringing.floor.told == [RANG, UP, *([told] if told else [])]


async def test_silence_is_no_answer_and_the_phone_is_put_down(ringing: ConnectingRooms) -> None:
    phone = await ringing.begin(offer(LIN), script=Answers(after=1))
    await ringing.clock.advance(10.9)
    assert ringing.floor.told == [RANG, UP]
    assert phone.heard == ["manager_brief", "queue_wealth", "brief_keys"]
    await ringing.clock.advance(0.1)
    assert ringing.floor.told[2:] == [declined(Refusal.NOT_ACCEPTED, "no key")]
    assert ringing.gone()


async def test_a_manager_who_hangs_up_without_a_key_has_not_accepted(ringing: ConnectingRooms) -> None:
    phone = await ringing.begin(offer(LIN), script=Answers(after=1))
    await ringing.clock.advance(2)
    phone.hang_up()
    await ringing.clock.settle()
    assert ringing.floor.told[2:] == [declined(Refusal.NOT_ACCEPTED, "hung up without a key")]


@pytest.mark.parametrize("error", [SwitchRefused("no sound"), SwitchLost("no answer to AGI")])
async def test_a_manager_who_cannot_be_asked_is_put_down(ringing: ConnectingRooms, error: HotlineError) -> None:
    ringing.switch.fail_next("collect", error)
    await ringing.begin(offer(LIN), script=Answers(after=1))
    await ringing.clock.advance(1)
    assert ringing.floor.told[2:] == [declined(Refusal.FAILED, error.told())]
    assert ringing.gone()


async def test_other_systems_are_told_when_a_manager_is_rung_and_when_he_accepts(ringing: ConnectingRooms) -> None:
    await ringing.begin(offer(LIN), script=Answers(after=2, presses="1"))
    assert [each.event for each in ringing.hooks.told] == ["ringing"]
    await ringing.clock.advance(3)
    told = ringing.hooks.told
    assert [each.event for each in told] == ["ringing", "accepted"]
    assert (told[0].person, told[0].phone, told[0].number, told[0].name) == (LIN, "13900001111", "13800001111", "Li")


async def test_nobody_is_told_of_an_agent(ringing: ConnectingRooms) -> None:
    await ringing.begin(offer(), script=Answers(after=1))
    await ringing.clock.advance(2)
    assert ringing.hooks.told == []
