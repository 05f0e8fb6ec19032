"""A caller who has just arrived in the menus of a plan."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from calls.happenings.visit import Failed
from ivr.actions import AskCallback, LookUp, TakeMessage
from ivr.dialplan import Plan
from ivr.events import CallbackKept, CallbackRefused, Found, MessageMissed, MessageTaken, NotFound
from ivr.loading import load
from ivr.surroundings import Nowhere, Surroundings
from service.call import Call
from service.dialogue import Dialogue, Wish
from service.dialogues import Dialogues
from service.editions import Editions
from service.means import Means
from tests.fakes.party import FakeCaller
from tests.journeys.house import Deaf
from tests.unit.service.rooms import Rooms

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


class DialogueRooms(Rooms):
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


async def end_of(task: asyncio.Task[Wish]) -> Wish:
    """What he wished at last, for a clock that runs until he has."""
    return await task
