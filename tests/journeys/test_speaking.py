"""Callers who speak, through the whole house: menus, records, and everything that may go wrong while they are heard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from calls.contact import ContactRecord
from calls.speech import Guess, Recognised
from ivr.loading import load
from prompts.catalogue import Catalogue
from service.configuration import Configuration
from service.ears import OpenEars
from service.house import House
from service.metrics import Metrics
from speech.errors import RecogniserGone
from tests.fakes.clock import ManualClock
from tests.fakes.party import FakeCaller
from tests.fakes.recognisers import ORDERS, ScriptedRecognisers
from tests.fakes.switch import FakeSwitch, wav_seconds
from tests.journeys.house import Memory, house_of, live
from tests.unit.service.ears_rig import frames, silence, voice

PLAN = """
numbers: {"95105": menu}
languages: [zh, en]
flows:
  menu:
    - menu:
        prompt: joined
        choices:
          1: {go: orders, scenario: orders, phrases: {zh: [查订单]}}
          2: {go: farewell, scenario: farewell, phrases: {zh: [投诉]}}
        first_within: 3s
        noinput: {tries: 3, prompts: [noinput], then: farewell}
        nomatch: {tries: 3, prompts: [nomatch], then: farewell}
        operator: no
  orders:
    - say: order_status
    - hang_up
  farewell:
    - hang_up: {say: goodbye}
"""
STRANGE = Recognised("今天天气很好", (Guess("1", "查订单", 0.05),), "scripted")


@dataclass
class Story:
    """One house with one caller."""

    clock: ManualClock
    switch: FakeSwitch
    recognisers: ScriptedRecognisers
    memory: Memory
    house: House

    async def call(self) -> FakeCaller:
        self.caller = self.switch.call_in("95105", number="13800001111")
        await self.clock.settle()
        return self.caller

    async def asked(self) -> None:
        """The question was put to its end."""
        await self.clock.advance(1.5)

    async def over(self) -> ContactRecord:
        await self.clock.until(lambda: self.caller.gone, within=90)
        await self.clock.settle()
        return self.memory.record("13800001111")


@asynccontextmanager
async def story(**scripted: object) -> AsyncIterator[Story]:
    clock, memory, metrics = ManualClock(), Memory(), Metrics()
    switch = FakeSwitch(clock, seconds_of=wav_seconds)
    recognisers = ScriptedRecognisers(clock, **scripted)  # type: ignore[arg-type]  # passed on
    loaded = load("main.yaml", {"main.yaml": PLAN}.__getitem__)
    assert loaded.plan is not None, loaded.problems
    ears, plan, shelf = (
        OpenEars(switch, clock, recognisers, metrics),
        Configuration(loaded.plan, (), ()),
        Catalogue.load(),
    )
    house = house_of(plan, switch, clock, memory, ears, metrics=metrics, shelf=shelf)
    running = asyncio.create_task(live(house))
    await clock.settle()
    switch.restore_link()
    await clock.settle()
    try:
        yield Story(clock, switch, recognisers, memory, house)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert recognisers.open == 0


async def test_he_says_it_and_is_there() -> None:
    async with story() as here:
        caller = await here.call()
        await here.asked()
        caller.say(*frames(voice(1.0)))
        record = await here.over()
    assert record.scenario == "orders"
    assert caller.heard == ["order_status"], "the menu itself was played into the line"
    assert len(caller.told) > 60


async def test_he_presses_instead() -> None:
    async with story() as here:
        caller = await here.call()
        await here.asked()
        caller.press("2")
        record = await here.over()
    assert record.scenario == "farewell"
    assert [key.digits for key in record.keys] == ["2"]


async def test_what_is_on_no_menu_is_a_nomatch() -> None:
    async with story(understands=STRANGE) as here:
        caller = await here.call()
        for _ in range(3):
            await here.asked()
            caller.say(*frames(voice(0.8), silence(2.0)))
            await here.clock.advance(3.5)
        record = await here.over()
    assert [miss.why for miss in record.misses] == ["nomatch"] * 3


async def test_nobody_says_anything() -> None:
    async with story() as here:
        await here.call()
        record = await here.over()
    assert [miss.why for miss in record.misses] == ["noinput"] * 3


@pytest.mark.parametrize("trouble", [RecogniserGone("killed"), None])
async def test_a_recogniser_that_fails_costs_no_try(trouble: Exception | None) -> None:
    scripted: dict[str, object] = {"understands": trouble} if trouble else {"after": 60.0}
    async with story(**scripted) as here:
        caller = await here.call()
        await here.asked()
        caller.say(*frames(voice(0.8)))
        await here.clock.advance(6.0)
        caller.press("1")
        record = await here.over()
    assert record.scenario == "orders"
    assert record.misses == ()
    assert len(here.recognisers.heard) == 1, "after that he is asked by keys only"


async def test_a_language_that_nobody_hears_is_asked_by_keys() -> None:
    async with story(languages=("en",)) as here:
        caller = await here.call()
        assert here.switch.asked("collect")
        assert not here.switch.asked("listen")
        caller.press("1")
        record = await here.over()
    assert record.scenario == "orders"


@pytest.mark.parametrize("after", [0.1, 1.0, 2.0, 2.6, 3.2])
async def test_he_hangs_up_while_he_is_listened_to(after: float) -> None:
    async with story(after=2.0) as here:
        caller = await here.call()
        caller.say(*frames(silence(1.5), voice(0.8)))
        await here.clock.advance(after)
        caller.hang_up()
        record = await here.over()
        assert not here.house.crew._tasks
    assert record.outcome.value == "left in menu"


async def test_the_link_is_lost_while_he_speaks() -> None:
    async with story() as here:
        caller = await here.call()
        await here.asked()
        caller.say(*frames(voice(3.0)))
        await here.clock.advance(1.0)
        here.switch.lose_link()
        await here.clock.advance(1.0)
        assert here.recognisers.open == 0
        caller.speech.clear()
        here.switch.restore_link()
        await here.asked()
        caller.say(*frames(voice(1.0)))
        record = await here.over()
    assert record.scenario == "orders"
    assert record.gaps


def test_the_scripted_answer_is_sure() -> None:
    assert ORDERS.best is not None
    assert ORDERS.best.confidence > 0.9
