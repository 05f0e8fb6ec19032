"""A leader listens, whispers and joins; and what happens in the talk meanwhile. On the switch in memory."""

from __future__ import annotations

import asyncio

import pytest

from acd.messages import Readied
from acd.states import PersonState
from calls.errors import DestinationBarred, SwitchLost
from calls.happenings.supervision import Manner
from calls.ids import CallId, PersonId
from calls.switch import Outside, Seat
from console.ports.supervision_errors import (
    LeaderBusy,
    NoPhone,
    NotTakingPart,
    NotTalking,
    OwnTalk,
)
from service.watches import Leader
from tests.fakes.party import Answers, Rings
from tests.journeys.centre import COMPANY, Centre, at_work
from tests.journeys.supervising import AGENT, BOSS, HEARD, LI, NUMBER, STEPS, WANG, Talk, begun


@pytest.fixture
async def talk(centre: Centre) -> Talk:
    return await begun(centre)


@pytest.mark.parametrize("manner", STEPS)
async def test_each_manner_is_heard_by_whom_it_should(talk: Talk, manner: Manner) -> None:
    await talk.begin(manner)
    assert (talk.caller.hears, talk.agent.hears) == HEARD[manner]
    assert set(talk.boss.hears.split("+")) == {"1001", NUMBER}
    assert talk.manners() == [manner]


async def test_he_changes_without_being_rung_again(talk: Talk) -> None:
    await talk.begin(Manner.LISTEN)
    for manner in (Manner.WHISPER, Manner.JOIN, Manner.LISTEN, Manner.JOIN, Manner.WHISPER):
        assert (await talk.part(manner)).manner is manner
        assert (talk.caller.hears, set(talk.agent.hears.split("+"))) == (
            HEARD[manner][0],
            set(HEARD[manner][1].split("+")),
        )
    assert talk.boss.rung == 1
    assert talk.manners() == ["listen", "whisper", "join", "listen", "join", "whisper"]


async def test_his_phone_shows_whom_he_is_about_to_hear(talk: Talk) -> None:
    talk.boss.script = Rings()
    assert (await talk.part(Manner.LISTEN)).ringing
    assert talk.boss.shows == "1001"
    assert (await talk.part(Manner.JOIN)).ringing
    talk.boss.answer()
    await talk.centre.clock.until(lambda: talk.manners() == ["join"])


async def test_he_is_busy_meanwhile_and_free_afterwards(talk: Talk) -> None:
    centre = talk.centre
    centre.house.floor.tell(Readied(BOSS))
    await talk.begin(Manner.LISTEN)
    waits = centre.switch.call_in("95106", number="13800002222")
    await centre.clock.advance(5)
    assert waits.hears in COMPANY
    await centre.clock.run(centre.house.supervising.leave(talk.call, "wang"))
    await centre.clock.until(lambda: waits.hears == "1002")


async def test_he_leaves_by_hanging_up_or_by_asking(talk: Talk) -> None:
    await talk.begin(Manner.LISTEN)
    talk.boss.hang_up()
    await talk.centre.clock.until(lambda: not talk.there())
    talk.expect_untouched()
    await talk.begin(Manner.JOIN)
    await talk.centre.clock.run(talk.centre.house.supervising.leave(talk.call, "wang"))
    await talk.centre.clock.until(lambda: talk.boss.gone and not talk.there())
    talk.expect_untouched()
    assert [each.lasts for each in talk.record().supervisions] == [False, False]
    assert at_work("supervision") == []


@pytest.mark.parametrize("manner", STEPS)
async def test_when_the_caller_hangs_up_he_is_let_go(talk: Talk, manner: Manner) -> None:
    await talk.begin(manner)
    talk.caller.hang_up()
    await talk.centre.clock.until(lambda: talk.boss.gone and talk.agent.gone)
    assert at_work("supervision", "call") == []
    assert not any(each.lasts for each in talk.record().supervisions)
    assert talk.state(AGENT) is PersonState.WRAP_UP


@pytest.mark.parametrize("manner", [Manner.LISTEN, Manner.WHISPER])
async def test_when_the_agent_hangs_up_who_only_listens_is_let_go(talk: Talk, manner: Manner) -> None:
    await talk.begin(manner)
    talk.agent.hang_up()
    await talk.centre.clock.until(lambda: talk.boss.gone and "goodbye" in talk.caller.heard)
    assert talk.record().talks[0].until is not None
    assert [span.whom for span in talk.record().talks] == ["1001"]


async def test_when_the_agent_hangs_up_the_caller_goes_on_with_who_has_joined(talk: Talk) -> None:
    await talk.begin(Manner.JOIN)
    talk.agent.hang_up()
    await talk.centre.clock.until(lambda: [span.whom for span in talk.record().talks] == ["1001", "1002"])
    assert (talk.caller.hears, talk.boss.hears) == ("1002", NUMBER)


@pytest.mark.parametrize("turns", range(6))
async def test_all_hang_up_in_the_moment_of_taking_over(talk: Talk, turns: int) -> None:
    await talk.begin(Manner.JOIN)
    talk.agent.hang_up()
    for _ in range(turns):
        await asyncio.sleep(0)  # a step further
    talk.caller.hang_up()
    await talk.centre.clock.until(lambda: talk.boss.gone)
    await talk.centre.clock.settle()
    assert list(talk.centre.house.lines._lines) == []
    assert at_work("supervision", "call") == []


# --- what happens in the talk meanwhile


async def test_a_hold_is_heard_and_ends_nothing(talk: Talk) -> None:
    await talk.begin(Manner.LISTEN)
    talk.agent.hold()
    await talk.centre.clock.advance(5)
    assert len(talk.there()) == 1
    talk.agent.resume()
    await talk.centre.clock.settle()
    assert (talk.caller.hears, talk.agent.hears) == HEARD[Manner.LISTEN]


@pytest.mark.parametrize("manner", STEPS)
@pytest.mark.parametrize("attended", [False, True])
async def test_a_transfer_ends_his_part(talk: Talk, manner: Manner, attended: bool) -> None:
    third = talk.centre.switch.phone(Seat("1003"), Answers(after=1))
    await talk.begin(manner)
    if manner is Manner.JOIN:
        await talk.part(Manner.LISTEN)
    talk.agent.transfer_to("1003", attended=attended)
    if attended:
        await talk.centre.clock.advance(2)
    await talk.centre.clock.until(lambda: talk.caller.hears == "1003" or third.up)
    await talk.centre.clock.until(lambda: talk.boss.gone)
    assert at_work("supervision") == []


async def test_the_star_does_not_end_his_part(talk: Talk) -> None:
    await talk.begin(Manner.WHISPER)
    talk.boss.press("*")
    await talk.centre.clock.advance(1)
    assert (talk.caller.hears, talk.agent.hears) == HEARD[Manner.WHISPER]
    assert talk.manners() == ["whisper"]


async def test_two_leaders_at_one_call(talk: Talk) -> None:
    talk.centre.switch.phone(Outside("13900005555"), Answers(after=1))
    await talk.begin(Manner.LISTEN)
    await talk.begin(Manner.WHISPER, LI)
    assert [(each.user, each.manner) for each in talk.there()] == [("wang", "listen"), ("li", "whisper")]
    assert talk.caller.hears == "1001"
    await talk.part(Manner.TAKE_OVER, LI)
    await talk.centre.clock.until(lambda: talk.agent.gone and talk.boss.gone)
    assert talk.caller.hears == "13900005555"
    assert talk.there() == ()


async def test_both_have_joined_and_the_agent_leaves(talk: Talk) -> None:
    talk.centre.switch.phone(Outside("13900005555"), Answers(after=1))
    await talk.begin(Manner.JOIN)
    await talk.begin(Manner.JOIN, LI)
    talk.agent.hang_up()
    await talk.centre.clock.until(lambda: talk.caller.hears == "1002")
    assert talk.there() == ()


# --- who may not


async def test_what_is_refused(talk: Talk) -> None:
    supervising, clock = talk.centre.house.supervising, talk.centre.clock
    for leader, error in (
        (Leader("nobody", PersonId(""), None), NoPhone),
        (Leader("self", AGENT, Seat("1001")), OwnTalk),
    ):
        with pytest.raises(error):
            await talk.part(Manner.LISTEN, leader)
    with pytest.raises(NotTalking):
        await clock.run(supervising.take_part(CallId("call-0"), WANG, Manner.LISTEN))
    with pytest.raises(NotTakingPart):
        await clock.run(supervising.leave(talk.call, "wang"))
    talk.expect_untouched()


async def test_a_barred_number_is_not_dialled(talk: Talk) -> None:
    talk.centre.switch.allowed = lambda _number: False
    with pytest.raises(DestinationBarred):
        await talk.part(Manner.LISTEN, LI)
    talk.expect_untouched()


async def test_who_is_on_the_phone_takes_part_in_nothing_else(talk: Talk) -> None:
    other = talk.centre.switch.call_in("95106", number="13800002222")
    talk.centre.house.floor.tell(Readied(PersonId("1003")))
    talk.centre.switch.phone(Seat("1003"), Answers(after=1))
    await talk.centre.clock.until(lambda: other.hears == "1003")
    await talk.begin(Manner.LISTEN)
    call = talk.centre.memory.record("13800002222").call
    with pytest.raises(LeaderBusy):
        await talk.centre.clock.run(talk.centre.house.supervising.take_part(call, WANG, Manner.LISTEN))
    leader = Leader("zhao", PersonId("1003"), Seat("1003"))
    with pytest.raises(LeaderBusy):
        await talk.part(Manner.LISTEN, leader)


async def test_without_a_link_it_is_refused_and_the_talk_goes_on(talk: Talk) -> None:
    await talk.begin(Manner.LISTEN)
    talk.centre.switch.lose_link()
    with pytest.raises((SwitchLost, NotTalking)):
        await talk.part(Manner.WHISPER)
    await talk.centre.clock.advance(3)
    talk.centre.switch.restore_link()
    await talk.centre.clock.advance(2)
    assert [(each.user, each.manner) for each in talk.there()] == [("wang", "listen")]
    assert talk.caller.hears == "1001"
    assert (await talk.part(Manner.WHISPER)).manner is Manner.WHISPER
