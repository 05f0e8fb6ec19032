"""`AsteriskSwitch` with nothing but a notebook where Asterisk would be: what was asked is read, what it says is told."""

from __future__ import annotations

import asyncio
import gc
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from asterisk.ami import Action

from calls.clock import Clock
from calls.events import SwitchEvent
from calls.ids import LegId
from telephony.ami.actions import render
from telephony.ami.errors import ActionFailed
from telephony.ami.messages import AmiEvent, AmiResponse
from telephony.asterisk_switch import AsteriskSwitch
from telephony.audiosocket import AudioSocketServer
from telephony.channels import Channel
from telephony.dialling import Dialling
from tests.fakes.clock import ManualClock
from tests.unit.telephony.packets import CALLER, agi_exec, agi_start, heard, unique

T = TypeVar("T")
Answer = AmiResponse | Exception | asyncio.Future[AmiResponse]
caller = LegId(CALLER)
OTHER = "1795333604.31"
"""The channel of another caller."""
GREETING, MENU = Path("/sounds/greeting.wav"), Path("/sounds/menu.wav")


def success(events: Sequence[AmiEvent] = ()) -> AmiResponse:
    """Asterisk's yes, with the list that follows it."""
    response = AmiResponse("Response: Success\r\nMessage: done")
    response.events = list(events)
    return response


def failure(why: str = "No such channel") -> ActionFailed:
    """Asterisk's no."""
    return ActionFailed(AmiResponse(f"Response: Error\r\nMessage: {why}"))


class Notebook:
    """An AmiSender that writes down what it was given, after the same check as the real one's.

    `answers[name]` holds the answers to the next actions of that name; without one it is a success.
    """

    def __init__(self) -> None:
        self.actions: list[Action] = []
        self.later: list[Action] = []
        self.answers: defaultdict[str, deque[Answer]] = defaultdict(deque)

    async def send(self, action: Action, timeout: float | None = None) -> AmiResponse:  # noqa: ASYNC109 - the port's
        render(action, "1")
        self.actions.append(action)
        answer = self.answers[action.name].popleft() if self.answers[action.name] else success()
        if isinstance(answer, Exception):
            raise answer
        return await answer if isinstance(answer, asyncio.Future) else answer

    def send_action(self, action: Action) -> object:
        render(action, "1")
        self.later.append(action)
        return None

    def hold(self, name: str) -> asyncio.Future[AmiResponse]:
        """Leave the next action of this name unanswered until the future is done."""
        held: asyncio.Future[AmiResponse] = asyncio.get_running_loop().create_future()
        self.answers[name].append(held)
        return held

    @property
    def names(self) -> list[str]:
        """The names of all actions so far."""
        return [str(action.name) for action in self.actions]

    @property
    def commands(self) -> list[str]:
        """The AGI commands so far."""
        return [str(action.keys["Command"]) for action in self.actions if action.name == "AGI"]

    def last(self, name: str) -> dict[str, Any]:
        """The headers of the newest action of this name."""
        return dict(next(action for action in reversed(self.actions) if action.name == name).keys)


class Rig:
    """One switch, what it asked, and what it told."""

    def __init__(self, clock: Clock, dialling: Dialling, audio: AudioSocketServer, sounds_here: bool) -> None:
        self.notes, self.told = Notebook(), list[SwitchEvent]()
        self.clock = clock
        self.switch = AsteriskSwitch(self.notes, clock, dialling, audio, sounds_here=sounds_here)
        self.switch.attach(self.told.append)
        self.switch.link_up(restarted=False)
        self.told.clear()

    def hear(self, *packets: bytes) -> None:
        """Asterisk says this."""
        for event in heard(*packets):
            self.switch.hear(event)

    def arrive(self, leg: str = CALLER) -> LegId:
        """A caller arrives and waits for commands."""
        self.hear(agi_start(leg))
        return LegId(leg)

    def done(self, value: int = 0, leg: str = CALLER, rest: str = "") -> None:
        """Asterisk has carried out the newest command on this leg."""
        given = (a.keys for a in reversed(self.notes.actions) if a.name == "AGI" and a.keys["Channel"] == unique(leg))
        self.hear(agi_exec(leg, next(given)["CommandID"], f"200%20result%3D{value}{rest}%0A"))

    def channel(self, leg: LegId = caller) -> Channel:
        """What the switch knows of a leg."""
        return self.switch._channels.of(leg)

    async def begin(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin a command and let it go as far as it can by itself."""
        task = asyncio.create_task(work)
        await settle()
        return task


async def settle() -> None:
    """Let everything happen that needs no time."""
    await ManualClock().settle()


@asynccontextmanager
async def open_rig(
    *, clock: Clock | None = None, dialling: Dialling | None = None, sounds_here: bool = False
) -> AsyncIterator[Rig]:
    """A rig with a linked switch. At its end nothing may be left behind: no task, no error that nobody looked at."""
    faults: list[str] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(
        lambda _loop, context: faults.append(f"{context['message']}: {context.get('exception')!r}")
    )
    gc.freeze()  # so that the look for what this test left behind is a short one
    before, audio = asyncio.all_tasks(), AudioSocketServer()
    await audio.start()
    try:
        yield Rig(clock or ManualClock(), dialling or Dialling(), audio, sounds_here)
        await settle()
        left = [task for task in asyncio.all_tasks() - before if task is not asyncio.current_task()]
        assert not left, f"left running: {left}"
    finally:
        await audio.stop()
    gc.collect()
    gc.unfreeze()
    await settle()
    assert not faults, faults
