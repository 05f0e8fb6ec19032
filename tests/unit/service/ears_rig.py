"""A caller of the fake exchange who is listened to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from calls.events import CallArrived, Caller, LegEvent, SwitchEvent
from calls.ids import CallId
from calls.speech import Phrase, Question
from ivr.actions import Collect, SpeechRules
from ivr.events import Digits, Unheard, Uttered
from service.call import Call
from service.ears import OpenEars
from service.ears_manner import Manner
from service.lines import Line
from service.metrics import Metrics
from telephony.phones.audio import at_level, read_wav, write_wav
from telephony.phones.recording import RATE, Samples
from tests.fakes.clock import ManualClock
from tests.fakes.party import FakeCaller
from tests.fakes.recognisers import ScriptedRecognisers
from tests.fakes.switch import FakeSwitch, wav_seconds

PROMPTS = Path(__file__).parents[3] / "prompts"
QUESTION = Question("zh", (Phrase("查订单", "1"), Phrase("投诉", "2")))
SPEECH = SpeechRules(QUESTION, barge_in=True, end_after=0.7, at_most=8.0)
MENU = Collect((), "zh", "menu", first_within=5.0, next_within=2.5, speech=SPEECH)
FRAME = 160


def asked(**changes: object) -> Collect:
    """The menu, changed; `barge_in_by_voice`, `end_after`, `at_most` change how speech is taken."""
    speech: dict[str, object] = {each: changes.pop(each) for each in ("end_after", "at_most") if each in changes}
    if "barge_in_by_voice" in changes:
        speech["barge_in"] = changes.pop("barge_in_by_voice")
    return replace(MENU, speech=replace(SPEECH, **speech), **changes)  # type: ignore[arg-type]  # names checked by replace


def voice(seconds: float = 1.0, dbfs: float = -22.0) -> Samples:
    """Somebody speaking without a pause (a part of a shipped prompt)."""
    samples = read_wav(PROMPTS / "zh" / "greeting.wav")
    loud = np.flatnonzero(np.abs(samples) > 1500)
    return at_level(samples[loud[0] : loud[0] + int(seconds * RATE)], dbfs)


def silence(seconds: float) -> Samples:
    """Nothing."""
    return np.zeros(int(seconds * RATE), np.int16)


def noise(seconds: float, dbfs: float, seed: int = 7) -> Samples:
    """White noise."""
    made = np.random.default_rng(seed).normal(size=int(seconds * RATE)) * 32768 * 10 ** (dbfs / 20)
    return np.clip(made, -32768, 32767).astype(np.int16)


def frames(*pieces: Samples) -> list[bytes]:
    """As a line carries it."""
    whole = np.concatenate(pieces)
    return [whole[at : at + FRAME].tobytes() for at in range(0, len(whole) // FRAME * FRAME, FRAME)]


class Rig:
    """`ears` with a caller on the line. `ask` begins a step; the test then moves the clock."""

    def __init__(self, folder: Path, manner: Manner = Manner(), **scripted: object) -> None:
        self.folder, self.clock = folder, ManualClock()
        self.switch = FakeSwitch(self.clock, seconds_of=wav_seconds)
        self.lines: dict[str, Line] = {}
        self.switch.attach(self._receive)
        self.recognisers = ScriptedRecognisers(self.clock, **scripted)  # type: ignore[arg-type]  # passed on
        self.metrics = Metrics()
        self.ears = OpenEars(self.switch, self.clock, self.recognisers, self.metrics, manner)

    def _receive(self, event: SwitchEvent) -> None:
        if isinstance(event, CallArrived):
            self.lines[event.leg] = Line(event.leg)
        elif isinstance(event, LegEvent) and event.leg in self.lines:
            self.lines[event.leg].deliver(event)

    async def call(self) -> FakeCaller:
        """A caller who was answered."""
        self.caller = self.switch.call_in("95105", number="13800001111")
        await self.clock.settle()
        await self.switch.answer(self.caller.leg)
        line = self.lines[self.caller.leg]
        self.visit = Call(CallId("c1"), line, "95105", Caller("13800001111"), "zh", self.clock.now())
        return self.caller

    def prompt(self, seconds: float = 3.0) -> Path:
        """A prompt in another voice."""
        file = self.folder / f"prompt-{seconds:g}.wav"
        said = read_wav(PROMPTS / "en" / "greeting.wav")
        write_wav(file, np.tile(said, 1 + int(seconds * RATE / len(said)))[: int(seconds * RATE)])
        return file

    def ask(self, what: Collect = MENU, sounds: Sequence[Path] = ()) -> asyncio.Task[Digits | Uttered | Unheard]:
        """Begin a step."""
        return asyncio.ensure_future(self.ears.collect(self.visit, what, sounds))

    async def outcome(self, step: asyncio.Task[Digits | Uttered | Unheard]) -> Digits | Uttered | Unheard:
        """Move time on to its end."""
        await self.clock.until(step.done, what="the end of the step")
        return await step

    def counted(self, name: str, **labels: str) -> float:
        """A figure of the metrics."""
        return self.metrics.registry.get_sample_value(name, labels) or 0.0


Make = Callable[..., Rig]
"""Makes a rig: the fixture `rig`."""
