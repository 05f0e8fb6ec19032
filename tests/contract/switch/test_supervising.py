"""A leader overhears a conversation, speaks into one ear of it, and comes into it: who hears whom, tone by tone."""

from __future__ import annotations

from calls.events import LegParted, LegsJoined
from calls.ids import CallId, PersonId
from calls.switch import Marks, Role
from tests.contract.switch.overhearing import Talk
from tests.contract.switch.world import told


async def test_who_listens_hears_both_and_is_not_heard(talk: Talk) -> None:
    await talk.overhear()
    await talk.expect_listening()
    await talk.expect_as_before()


async def test_who_whispers_is_heard_by_one_only(talk: Talk) -> None:
    await talk.overhear(whispering=True)
    await talk.expect_whispering()
    await talk.expect_as_before()


async def test_the_manner_changes_without_a_new_call(talk: Talk) -> None:
    await talk.overhear()
    await talk.overhear(whispering=True)
    await talk.expect_whispering()
    await talk.add()
    await talk.expect_all_three()
    await talk.overhear()
    await talk.expect_listening()
    await talk.add()
    await talk.overhear(whispering=True)
    await talk.expect_whispering()
    await talk.overhear()
    await talk.expect_listening()
    assert talk.leader.up
    assert not told(talk.world, LegParted, talk.leader_leg)
    await talk.expect_as_before()


async def test_who_comes_to_two_is_told_as_joined(talk: Talk) -> None:
    await talk.overhear()
    await talk.add()
    joined = {event.other for event in told(talk.world, LegsJoined, talk.leader_leg)}
    assert joined == {talk.caller.leg, talk.agent_leg}


async def test_a_word_into_the_ear_is_heard_while_somebody_listens(talk: Talk) -> None:
    await talk.overhear()
    await talk.world.run(talk.world.switch.whisper(talk.agent_leg, [talk.world.sound(600, 2.0)]))
    await talk.world.until(lambda: talk.agent.hears(600))
    assert not talk.caller.hears(600)
    await talk.world.pass_time(2.5)
    await talk.expect_listening()


async def test_a_listening_leg_is_found_again(talk: Talk) -> None:
    """After a lost link its marks and its state are read anew, and it goes on."""
    marks = Marks(CallId("call-1"), Role.SUPERVISOR, person=PersonId("1002"), step="listen")
    await talk.world.run(talk.world.switch.mark(talk.leader_leg, marks))
    await talk.overhear()
    seen = {leg.leg: leg for leg in await talk.world.run(talk.world.switch.legs())}[talk.leader_leg]
    assert (seen.marks, seen.up, seen.commandable, seen.joined_with) == (marks, True, False, None)
    await talk.overhear(whispering=True)
    await talk.expect_whispering()
    await talk.world.run(talk.world.switch.legs())
    await talk.agent.hang_up()
    await talk.world.until(lambda: told(talk.world, LegParted, talk.leader_leg))


async def test_keys_of_the_leader_disturb_nobody(talk: Talk) -> None:
    await talk.overhear()
    await talk.leader.press("4561")
    await talk.world.pass_time(0.6)
    await talk.expect_listening()
