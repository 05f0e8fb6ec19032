"""`hotline demo`: one call from dial to record, on the real thing, each step seen and timed. Nothing is assumed.

What is heard is recognised in what the phones recorded: prompts and music by correlation with their files, the two
voices by the pitch of the tones that the other side sends.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from calls.contact import ContactRecord, Outcome
from calls.errors import HotlineError
from prompts.catalogue import Catalogue
from service.service import Service
from service.switchboard import EmbeddedSwitchboard
from telephony.phones.account import Account
from telephony.phones.audio import dominant_tone, level, read_wav
from telephony.phones.call import PhoneCall
from telephony.phones.events import Answered
from telephony.phones.hearing import find
from telephony.phones.phone import Phone
from telephony.phones.recording import Samples

NUMBER, MANAGER, CALLER = "95105", "13900001111", "caller1"
CALLER_HZ, MANAGER_HZ = 440.0, 1000.0
TOLERANCE_HZ = 5.0
RINGS_FOR = 5.0
T = TypeVar("T")


class NotSeen(HotlineError):
    """A step of the demo was not seen within its time."""

    code = "HL451"


@dataclass
class Demo:
    """The steps seen so far. `tell(at, text)` shows one as it happens; `at` is seconds since the start."""

    tell: Callable[[float, str], None]
    began: float = field(default_factory=time.monotonic)
    steps: dict[str, float] = field(default_factory=dict)
    audio: dict[str, float] = field(default_factory=dict)
    record: ContactRecord | None = None

    def seen(self, step: str, text: str) -> None:
        """A step was seen."""
        self.steps[step] = round(time.monotonic() - self.began, 3)
        self.tell(self.steps[step], text)

    async def step(self, step: str, work: Coroutine[Any, Any, T], within: float, text: Callable[[T], str]) -> T:
        """Wait for a step. Raises NotSeen after `within` seconds."""
        try:
            async with asyncio.timeout(within):
                found = await work
        except TimeoutError:
            raise NotSeen(f"step {step!r} was not seen within {within:g} s") from None
        self.seen(step, text(found))
        return found


async def conduct(service: Service, catalogue: Catalogue, demo: Demo) -> None:
    """The call. Raises NotSeen for the first step that does not come."""
    board = service.switchboard
    if not isinstance(board, EmbeddedSwitchboard):
        raise NotSeen("the demo needs an embedded Asterisk")
    demo.seen("up", "service and Asterisk are up")
    async with Phone(_account(board, MANAGER)) as manager, Phone(_account(board, CALLER)) as caller:
        demo.seen("registered", "the manager's phone and the caller's are registered")
        call = await _through_the_menu(demo, catalogue, caller)
        answered = await _to_the_manager(demo, catalogue, call, manager)
        await _talk(demo, call, answered)
        await call.hang_up()
        await demo.step("hang_up", answered.ended(), 5, lambda _: "the caller hung up, and the manager's phone ended")
    await _recorded(demo, service)


async def _through_the_menu(demo: Demo, catalogue: Catalogue, caller: Phone) -> PhoneCall:
    call = await caller.call(NUMBER)
    outcome = await demo.step("answered", call.outcome(), 10, lambda _: f"the caller dialled {NUMBER} and was answered")
    if not isinstance(outcome, Answered):
        raise NotSeen("the hotline did not answer")
    await _hears(demo, call, "menu", catalogue.sound("main_menu", "zh"), "the menu was recognised in the recording")
    await call.press("3")
    demo.seen("pressed", "the caller pressed 3")
    return call


async def _to_the_manager(demo: Demo, catalogue: Catalogue, call: PhoneCall, manager: Phone) -> PhoneCall:
    ringing = await demo.step("ringing", manager.next_call(), 15, lambda _: "the manager's phone rings")
    if catalogue.music is None:
        raise NotSeen("the catalogue has no music to recognise")
    music = sorted(catalogue.music.glob("*.wav"))
    await _hears(demo, call, "music", music[0], "the caller hears the music while he waits", RINGS_FOR + 10)
    await ringing.answer()
    demo.seen("picked_up", "the manager picked up")
    brief = catalogue.sound("manager_brief", "zh")
    await _hears(demo, ringing, "brief", brief, "the manager heard who calls and which key accepts")
    await ringing.press("1")
    demo.seen("accepted", "the manager pressed 1")
    return ringing


async def _talk(demo: Demo, call: PhoneCall, answered: PhoneCall) -> None:
    call.tone(CALLER_HZ)
    answered.tone(MANAGER_HZ)
    await _hears_tone(demo, call, "caller_hears", MANAGER_HZ, "the caller hears the manager's tone")
    await _hears_tone(demo, answered, "manager_hears", CALLER_HZ, "the manager hears the caller's tone")


async def _hears(demo: Demo, call: PhoneCall, step: str, sound: Path, text: str, within: float = 20) -> None:
    wanted = read_wav(sound)

    async def work() -> float:
        while (heard := find(wanted, call.recording.samples())) is None:
            await call.recorded(call.recording.seconds + 0.25)
        return heard.score

    score = await demo.step(step, work(), within, lambda score: f"{text} (score {score:.2f})")
    demo.audio[f"{step}_score"] = score


async def _hears_tone(demo: Demo, call: PhoneCall, step: str, hz: float, text: str) -> None:
    async def work() -> Samples:
        while not _is_tone(latest := call.recording.last(0.5), hz):
            await call.recorded(call.recording.seconds + 0.1)
        return latest

    heard = await demo.step(step, work(), 10, lambda _: f"{text}: {hz:g} Hz")
    demo.audio[f"{step}_hz"] = round(dominant_tone(heard) or 0.0, 1)
    demo.audio[f"{step}_dbfs"] = round(level(heard), 1)


def _is_tone(samples: Samples, hz: float) -> bool:
    heard = dominant_tone(samples)
    return heard is not None and abs(heard - hz) <= TOLERANCE_HZ


async def _recorded(demo: Demo, service: Service) -> None:
    """The record, read back from the database."""

    async def work() -> ContactRecord:
        while True:
            await service.journal.flush()
            rows = await service.contacts.contacts()
            if rows and rows[0].ended_at is not None:
                return await service.contacts.contact(rows[0].call)
            await asyncio.sleep(0.05)  # the farewell of the call is on its way: there is no event for it outside

    demo.record = await demo.step("record", work(), 5, lambda record: f"the record was kept: {record.outcome.value}")
    if demo.record.outcome is not Outcome.SERVED or demo.record.person != "xiamen_1":
        raise NotSeen(
            f"the record tells another story: {demo.record.outcome.value}, with {demo.record.person or 'nobody'}"
        )


def _account(board: EmbeddedSwitchboard, number: str) -> Account:
    line = next(line for line in board.rendered.trial_lines if line.number == number)
    return Account(line.name, line.secret, board.rendered.bind, board.rendered.sip_port)
