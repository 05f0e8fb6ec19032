"""After a SIGKILL a leader takes part as before, or is let go. On the switch in memory."""

from __future__ import annotations

import pytest

from calls.happenings.supervision import Manner
from calls.switch import Role
from tests.fakes.party import Rings
from tests.journeys.centre import Centre
from tests.journeys.supervising import AGENT, BOSS, HEARD, STEPS, Talk, begun


@pytest.fixture
async def talk(centre: Centre) -> Talk:
    return await begun(centre)


@pytest.mark.parametrize("manner", STEPS)
async def test_after_a_restart_he_takes_part_as_before(talk: Talk, manner: Manner) -> None:
    await talk.begin(manner)
    await talk.centre.kill()
    await talk.centre.start_again()
    await talk.centre.clock.advance(1)
    assert [(each.user, each.person, each.manner) for each in talk.there()] == [("wang", BOSS, manner)]
    assert (talk.caller.hears, set(talk.agent.hears.split("+"))) == (HEARD[manner][0], set(HEARD[manner][1].split("+")))
    assert talk.record().person == AGENT
    await talk.part(Manner.TAKE_OVER)
    await talk.centre.clock.until(lambda: talk.agent.gone and talk.caller.hears == "1002")
    talk.caller.hang_up()
    await talk.centre.clock.until(lambda: talk.boss.gone)


async def test_a_phone_that_rang_for_him_is_stopped_after_a_restart(talk: Talk) -> None:
    talk.boss.script = Rings()
    await talk.part(Manner.LISTEN)
    await talk.centre.kill()
    await talk.centre.start_again()
    await talk.centre.clock.until(lambda: talk.boss.gone)
    talk.expect_untouched()


@pytest.mark.parametrize("manner", STEPS)
async def test_the_talk_ended_while_nobody_looked(talk: Talk, manner: Manner) -> None:
    await talk.begin(manner)
    await talk.centre.kill()
    talk.caller.hang_up()
    talk.agent.hang_up()
    await talk.centre.start_again()
    await talk.centre.clock.until(lambda: talk.boss.gone)
    assert talk.there() == ()


async def test_the_agent_left_while_nobody_looked_and_the_leader_has_the_caller(talk: Talk) -> None:
    await talk.begin(Manner.JOIN)
    await talk.centre.kill()
    talk.agent.hang_up()
    await talk.centre.start_again()
    await talk.centre.clock.advance(2)
    assert talk.caller.hears == "1002"
    assert [(span.whom, span.until is None) for span in talk.record().talks] == [("1001", False), ("1002", True)]
    talk.boss.hang_up()
    await talk.centre.clock.until(lambda: "goodbye" in talk.caller.heard)


async def test_who_took_over_is_found_talking(talk: Talk) -> None:
    await talk.part(Manner.TAKE_OVER)
    await talk.centre.clock.until(lambda: talk.agent.gone)
    await talk.centre.clock.settle()
    marks = {seen.leg: seen.marks for seen in await talk.centre.switch.legs()}[talk.boss.leg]
    assert marks is not None
    assert marks.role is Role.TRANSFER
    await talk.centre.kill()
    await talk.centre.start_again()
    await talk.centre.clock.advance(1)
    assert talk.caller.hears == "1002"
    assert talk.there() == ()
