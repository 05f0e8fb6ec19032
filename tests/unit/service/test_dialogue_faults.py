"""The caller in the menus: what the switch cannot do is silence and an entry, never a lost call."""

from __future__ import annotations

import pytest

from calls.errors import SwitchLost, SwitchRefused
from calls.switch import InputRules
from ivr.actions import Enqueue
from tests.unit.service.dialogue_rooms import DialogueRooms, end_of


async def test_a_prompt_that_cannot_be_played_is_silence_and_an_entry(walking: DialogueRooms) -> None:
    walking.switch.fail_next("play", SwitchRefused("there is no sound file greeting.wav"))
    task = await walking.begin()
    assert walking.party.hears == "main_menu"
    assert len(walking.failures()) == 1
    assert "greeting.wav" in walking.failures()[0]
    assert walking.failures()[0].startswith("welcome")
    task.cancel()


async def test_a_menu_whose_prompt_cannot_be_played_still_takes_its_key(walking: DialogueRooms) -> None:
    walking.switch.fail_next("collect", SwitchRefused("there is no sound file main_menu.wav"))
    task = await walking.begin()
    await walking.clock.advance(2.5)
    walking.party.press("1")
    assert isinstance(await walking.clock.run(end_of(task)), Enqueue)
    [_, silent] = walking.switch.asked("collect")
    assert isinstance(silent.details[0], InputRules)
    assert len(walking.failures()) == 1


async def test_a_switch_that_refuses_twice_is_no_silence_any_more(walking: DialogueRooms) -> None:
    for _ in range(2):
        walking.switch.fail_next("collect", SwitchRefused("no"))
    task = await walking.begin()
    with pytest.raises(SwitchRefused):
        await walking.clock.run(end_of(task))


async def test_a_lost_link_is_not_taken_for_a_prompt_that_fails(walking: DialogueRooms) -> None:
    walking.switch.fail_next("play", SwitchLost("cut"))
    task = await walking.begin()
    with pytest.raises(SwitchLost):
        task.result()
    assert walking.failures() == []
