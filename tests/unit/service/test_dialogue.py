"""The caller in the menus: what the switch cannot do is silence and an entry, never a lost call."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio

from calls.causes import Cause
from calls.errors import LegGone, SwitchLost, SwitchRefused
from calls.happenings.menu import Chose, Heard, Missed, Spoke
from calls.happenings.visit import Answered, Failed
from calls.switch import InputRules, Marks, Role
from ivr.actions import AskCallback, Enqueue, HangUp, LookUp, TakeMessage, Transfer
from ivr.dialplan import Plan
from ivr.events import CallbackKept, CallbackRefused, Found, MessageMissed, MessageTaken, NotFound, Served
from ivr.loading import load
from ivr.session import NumberUnknown
from ivr.surroundings import Nowhere, Surroundings
from service.call import Call
from service.dialogue import Dialogue, Wish
from service.dialogues import Dialogues
from service.editions import Editions
from service.means import Means
from tests.fakes.party import FakeCaller
from tests.journeys.house import Deaf
from tests.unit.service.rooms import CALL, Rooms, open_rooms

PLAN = """
numbers: {"95105": welcome, "95106": lift, "95107": door}
languages: [zh, en]
flows:
  welcome:
    - say: greeting
    - menu:
        prompt: main_menu
        choices:
          1: {go: orders, scenario: order}
          2: {language: en}
        noinput: {tries: 1, then: bye}
        nomatch: {tries: 1, then: bye}
  orders:
    - enqueue: {queue: orders, after: bye}
  lift:
    - transfer: {to: "1002", ring: 10s, otherwise: bye}
  door:
    - ask: {type: digits, length: 2, into: a, prompt: main_menu, noinput: {tries: 1, then: bye}, nomatch: {then: bye}}
    - ask: {type: digits, length: 2, into: b, prompt: main_menu, noinput: {tries: 1, then: bye}, nomatch: {then: bye}}
    - enqueue: orders
  bye:
    - hang_up: {say: goodbye}
"""


def plan() -> Plan:
    loaded = load("main.yaml", {"main.yaml": PLAN}.__getitem__)
    assert not loaded.problems, [problem.told() for problem in loaded.problems]
    return loaded.plan


class Strangers:
    """Nobody is known, and nothing is read."""

    def meet(self, call: Call) -> None:
        return

    def surroundings(self, call: Call) -> Surroundings:
        return Nowhere()

    async def known(self, call: Call) -> None:
        return

    def parted(self, call: Call) -> None:
        return


class Unasked:
    """What these plans never ask for."""

    async def ask(self, call: Call, asked: LookUp) -> Found | NotFound:
        raise AssertionError(asked)

    async def take(self, call: Call, asked: TakeMessage, sounds: Sequence[Path]) -> MessageTaken | MessageMissed:
        raise AssertionError(asked)

    async def keep(self, call: Call, asked: AskCallback) -> CallbackKept | CallbackRefused:
        raise AssertionError(asked)


class Scene(Rooms):
    """A caller who has just arrived."""

    party: FakeCaller
    call: Call

    def walk(self, dialled: str = "95105") -> Dialogue:
        self.call.dialled = dialled
        return self.dialogues().new(self.call)

    def dialogues(self) -> Dialogues:
        means = Means(Deaf(), Unasked(), Strangers(), Unasked(), Unasked())
        return Dialogues(self.switch, self.clock, self.chronicle, self.sounds, Editions(plan()), means)

    async def begin(self, dialled: str = "95105") -> asyncio.Task[Wish]:
        task = asyncio.create_task(self.walk(dialled).begin())
        await self.clock.settle()
        return task

    def failures(self) -> list[str]:
        return [what.what for what in self.noted() if isinstance(what, Failed)]


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[Scene]:
    async with open_rooms(Scene) as rooms:
        rooms.party, rooms.call = await rooms.caller()
        yield rooms


async def test_the_way_from_the_answer_to_a_queue(scene: Scene) -> None:
    task = await scene.begin()
    await scene.clock.advance(2.5)
    assert scene.party.hears == "main_menu"
    scene.party.press("1")
    wish = await scene.clock.run(_of(task))
    assert isinstance(wish, Enqueue)
    assert wish.queue == "orders"
    kinds = [type(what).__name__ for what in scene.noted()]
    assert kinds.index("Answered") < kinds.index("Heard") < kinds.index("Pressed") < kinds.index("Chose")
    assert Chose("welcome.2", "1", "orders", "order") in scene.noted()


async def test_the_session_is_told_how_an_entry_ended(scene: Scene) -> None:
    task = await scene.begin("95107")
    for key in "12#34":
        scene.party.press(key)
    assert isinstance(await scene.clock.run(_of(task)), Enqueue)
    assert not [what for what in scene.noted() if isinstance(what, Missed)]


async def test_the_leg_remembers_where_the_caller_is(scene: Scene) -> None:
    task = await scene.begin()
    await scene.clock.advance(2.5)
    [leg] = await scene.switch.legs()
    assert leg.marks == Marks(CALL, Role.CALLER, step=scene.call.step, language="zh")
    assert scene.call.step.startswith("welcome")
    task.cancel()


async def test_a_prompt_that_cannot_be_played_is_silence_and_an_entry(scene: Scene) -> None:
    scene.switch.fail_next("play", SwitchRefused("there is no sound file greeting.wav"))
    task = await scene.begin()
    assert scene.party.hears == "main_menu"
    assert len(scene.failures()) == 1
    assert "greeting.wav" in scene.failures()[0]
    assert scene.failures()[0].startswith("welcome")
    task.cancel()


async def test_a_menu_whose_prompt_cannot_be_played_still_takes_its_key(scene: Scene) -> None:
    scene.switch.fail_next("collect", SwitchRefused("there is no sound file main_menu.wav"))
    task = await scene.begin()
    await scene.clock.advance(2.5)
    scene.party.press("1")
    assert isinstance(await scene.clock.run(_of(task)), Enqueue)
    [_, silent] = scene.switch.asked("collect")
    assert isinstance(silent.details[0], InputRules)
    assert len(scene.failures()) == 1


async def test_a_switch_that_refuses_twice_is_no_silence_any_more(scene: Scene) -> None:
    for _ in range(2):
        scene.switch.fail_next("collect", SwitchRefused("no"))
    task = await scene.begin()
    with pytest.raises(SwitchRefused):
        await scene.clock.run(_of(task))


async def test_a_lost_link_is_not_taken_for_a_prompt_that_fails(scene: Scene) -> None:
    scene.switch.fail_next("play", SwitchLost("cut"))
    task = await scene.begin()
    with pytest.raises(SwitchLost):
        task.result()
    assert scene.failures() == []


async def test_a_caller_who_leaves_in_a_prompt_heard_it_in_part(scene: Scene) -> None:
    task = await scene.begin()
    await scene.clock.advance(1)
    scene.party.hang_up()
    await scene.clock.settle()
    with pytest.raises(LegGone):
        task.result()
    heard = [what for what in scene.noted() if isinstance(what, Heard)]
    assert [(what.prompt, what.whole) for what in heard] == [("greeting", False)]


async def test_the_language_is_the_callers_from_his_choice_on(scene: Scene) -> None:
    task = await scene.begin()
    await scene.clock.advance(2.5)
    scene.party.press("2")
    await scene.clock.settle()
    assert scene.call.language == "en"
    assert Spoke("en") in scene.noted()
    played = scene.switch.asked("collect")
    assert len(played) == 2
    task.cancel()


async def test_silence_ends_where_the_plan_says(scene: Scene) -> None:
    task = await scene.begin()
    wish = await scene.clock.run(_of(task))
    assert isinstance(wish, HangUp)
    assert wish.cause is Cause.NORMAL
    assert any(isinstance(what, Missed) and what.why == "noinput" for what in scene.noted())
    assert scene.party.heard[-1] == "goodbye"


async def test_after_he_was_served_the_plan_goes_on(scene: Scene) -> None:
    walk = scene.walk()
    task = asyncio.create_task(walk.begin())
    await scene.clock.advance(2.5)
    scene.party.press("1")
    await scene.clock.run(_of(task))
    assert isinstance(await scene.clock.run(walk.go_on(Served())), HangUp)
    assert scene.party.heard[-1] == "goodbye"


async def test_a_plan_may_send_him_to_a_phone(scene: Scene) -> None:
    task = await scene.begin("95106")
    wish = await scene.clock.run(_of(task))
    assert isinstance(wish, Transfer)
    assert (wish.to, wish.ring_for) == ("1002", 10.0)


async def test_a_call_that_was_answered_before_us_goes_on_at_its_step(scene: Scene) -> None:
    scene.call.step = "welcome.2"
    task = asyncio.create_task(scene.dialogues().found(scene.call).begin())
    await scene.clock.settle()
    assert scene.party.heard[0] == "main_menu"
    assert Answered() not in scene.noted()
    task.cancel()


async def test_a_number_that_no_plan_has_is_told(scene: Scene) -> None:
    with pytest.raises(NumberUnknown, match="95199"):
        scene.walk("95199")


async def _of(task: asyncio.Task[Wish]) -> Wish:
    return await task
