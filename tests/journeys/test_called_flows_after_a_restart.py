"""A caller is in a flow that another one called when the service is killed: he comes back to the step after `call`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from calls.contact import Outcome
from ivr.loading import load
from tests.journeys.centre import Centre, nobody, open_centre
from tests.journeys.house import Shelf

NUMBER = "13800001111"
PLAN = """
numbers: {"95120": outer}
languages: [zh, en]
flows:
  outer:
    - say: greeting
    - set: {vip: "1 > 2", word: "'outer'"}
    - call: {flow: middle, with: {vip: "2 > 1", word: "'middle'"}}
    - branch: [{when: vip, go: wrong}]
    - branch: [{when: word == 'outer', go: right}, {otherwise: wrong}]
  middle:
    - call: {flow: inner, with: {word: "'inner'"}}
    - branch: [{when: not vip, go: wrong}]
    - branch: [{when: word != 'middle', go: wrong}]
    - say: main_menu
  inner:
    - ask:
        {prompt: order_number, into: order_no, type: digits, length: 2, noinput: {tries: 9, then: wrong},
         nomatch: {tries: 9, then: wrong}}
    - branch: [{when: word != 'inner', go: wrong}]
    - say: order_status
  right:
    - hang_up: {say: goodbye}
  wrong:
    - hang_up: {say: sorry_technical}
"""


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    """A plan whose flows call one another."""
    async with open_centre() as running:
        loaded = load("main.yaml", {"main.yaml": PLAN}.__getitem__)
        assert not loaded.problems, [problem.told() for problem in loaded.problems]
        assert loaded.plan is not None
        await running.house.reconfigure(replace(running.house.configuration, plan=loaded.plan), Shelf())
        nobody(running)
        yield running


async def again(centre: Centre) -> None:
    plan = centre.house.configuration
    await centre.kill()
    await centre.start_again(plan=plan)


@pytest.mark.parametrize("killed", [0, 1, 3])
async def test_he_comes_back_through_both_flows(centre: Centre, killed: int) -> None:
    caller = centre.switch.call_in("95120", number=NUMBER)
    await centre.clock.until(lambda: caller.hears == "order_number")
    for _ in range(killed):
        await again(centre)
        await centre.clock.until(lambda: caller.hears == "order_number")
    caller.press("12")
    await centre.clock.until(lambda: caller.gone)
    assert caller.heard[-3:] == ["order_status", "main_menu", "goodbye"]
    assert caller.heard.count("greeting") == 1
    assert centre.memory.record(NUMBER).outcome is Outcome.SELF_SERVED
    assert centre.memory.record(NUMBER).frames == ()


async def test_killed_on_the_way_back_he_goes_on_there(centre: Centre) -> None:
    """He is out of the inner flow: its way back is not taken twice."""
    caller = centre.switch.call_in("95120", number=NUMBER)
    await centre.clock.until(lambda: caller.hears == "order_number")
    caller.press("12")
    await centre.clock.until(lambda: caller.hears == "main_menu")
    assert len(centre.memory.record(NUMBER).frames) == 1
    await again(centre)
    await centre.clock.until(lambda: caller.gone)
    assert caller.heard[-2:] == ["main_menu", "goodbye"]
    assert caller.heard.count("order_status") == 1


async def test_a_step_that_the_plan_lost_is_no_way_back(centre: Centre) -> None:
    """The middle flow is gone from the plan: from the inner one he comes back to the outer one."""
    caller = centre.switch.call_in("95120", number=NUMBER)
    await centre.clock.until(lambda: caller.hears == "order_number")
    other = PLAN.replace("middle", "between").replace("vip, go: wrong", "vip, go: right")
    loaded = load("main.yaml", {"main.yaml": other}.__getitem__)
    assert loaded.plan is not None
    plan = replace(centre.house.configuration, plan=loaded.plan)
    await centre.kill()
    await centre.start_again(plan=plan)
    await centre.clock.until(lambda: caller.hears == "order_number")
    caller.press("12")
    await centre.clock.until(lambda: caller.gone)
    assert caller.heard[-2:] == ["order_status", "goodbye"]
