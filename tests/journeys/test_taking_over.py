"""A leader takes a talk over in one action, and the caller hears a voice at every instant. On the switch in memory."""

from __future__ import annotations

import pytest

from acd.states import PersonState
from calls.causes import Cause
from calls.errors import SwitchRefused
from calls.happenings.supervision import Manner
from console.ports.supervision_errors import (
    PhoneNotReached,
)
from tests.fakes.party import Refuses, Rings
from tests.journeys.centre import Centre, at_work
from tests.journeys.supervising import AGENT, BOSS, NUMBER, STEPS, Talk, begun


@pytest.fixture
async def talk(centre: Centre) -> Talk:
    return await begun(centre)


@pytest.mark.parametrize("first", [None, *STEPS])
async def test_taking_over_in_one_action(talk: Talk, first: Manner | None) -> None:
    if first is not None:
        await talk.begin(first)
    await talk.part(Manner.TAKE_OVER)
    await talk.centre.clock.until(lambda: talk.agent.gone)
    await talk.centre.clock.settle()
    assert (talk.caller.hears, talk.boss.hears) == ("1002", NUMBER)
    assert talk.boss.rung == 1
    assert talk.state(AGENT) is PersonState.WRAP_UP
    record = talk.record()
    assert [(span.whom, span.until is None) for span in record.talks] == [("1001", False), ("1002", True)]
    assert talk.manners()[-1] == "take over"
    assert record.transfers == ()
    assert talk.there() == ()
    talk.caller.hang_up()
    await talk.centre.clock.until(lambda: talk.boss.gone)
    assert at_work("supervision", "call") == []


async def test_the_caller_hears_a_voice_at_every_instant(talk: Talk) -> None:
    heard_before = len(talk.caller.heard)
    await talk.part(Manner.TAKE_OVER)
    await talk.centre.clock.until(lambda: talk.agent.gone)
    await talk.centre.clock.settle()
    assert talk.caller.heard[heard_before:] == ["1001+1002", "1002"]


async def test_after_it_the_plan_goes_on_when_the_leader_hangs_up(talk: Talk) -> None:
    await talk.part(Manner.TAKE_OVER)
    await talk.centre.clock.until(lambda: talk.agent.gone)
    await talk.centre.clock.settle()
    talk.boss.hang_up()
    await talk.centre.clock.until(lambda: "goodbye" in talk.caller.heard)


@pytest.mark.parametrize("script", [Rings(), Refuses(Cause.REJECTED, after=1.0)])
async def test_a_leader_who_does_not_pick_up_changes_nothing(talk: Talk, script: Rings | Refuses) -> None:
    talk.boss.script = script
    await talk.part(Manner.TAKE_OVER)
    await talk.centre.clock.until(lambda: talk.boss.gone, within=40)
    await talk.centre.clock.settle()
    talk.expect_untouched()
    assert talk.record().supervisions == ()
    assert talk.state(BOSS) is PersonState.NOT_READY
    assert at_work("supervision") == []


async def test_a_phone_that_is_not_there_is_told_at_once(talk: Talk) -> None:
    talk.boss.unregister()
    with pytest.raises(PhoneNotReached):
        await talk.part(Manner.LISTEN)
    await talk.centre.clock.settle()
    talk.expect_untouched()


@pytest.mark.parametrize(
    ("manner", "step"),
    [
        *((Manner.LISTEN, step) for step in ("ring", "overhear", "mark")),
        *((Manner.TAKE_OVER, step) for step in ("ring", "add", "mark", "hang_up")),
    ],
)
async def test_whatever_the_switch_refuses_the_talk_goes_on(talk: Talk, step: str, manner: Manner) -> None:
    talk.centre.switch.fail_next(step)
    try:
        await talk.part(manner)
    except SwitchRefused:
        assert step == "ring"
    await talk.centre.clock.advance(5)
    assert not talk.caller.gone
    assert talk.caller.hears in ("1001", "1002", "1001+1002")
    talk.caller.hang_up()
    await talk.centre.clock.until(lambda: talk.boss.gone and talk.agent.gone)
    assert at_work("supervision", "call") == []
