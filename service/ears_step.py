"""One step in which a caller is listened to: his line's sound and keys in, the prompt out, and what came first."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, assert_never

from calls.clock import Clock
from calls.errors import HotlineError
from calls.switch import Hearing
from ivr.actions import Collect
from ivr.events import Digits, Unheard, Uttered
from service.crew import sole_error
from service.ears_manner import Manner, endpoint_rules, frames_of, race_rules
from service.ears_prompts import FRAME_SECONDS, SILENCE, Player
from service.ears_recognition import Recognisers, Recognition
from speech.echo import EchoGuard
from speech.endpointing import (
    Endpointing,
    Heard,
    SpeechBegan,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
)
from speech.errors import LineClosed, NoRecogniser, RecogniserBusy, RecogniserGone, RecogniserLate
from speech.race import (
    AbandonRecognition,
    Finish,
    Race,
    RaceDecision,
    StartRecognition,
    StopPrompt,
    Understand,
)
from speech.race_table import (
    KeyPressed,
    PromptEnded,
    RaceState,
    RecogniserFailed,
    SpeechRecognised,
    VoiceBegan,
    VoiceEnded,
)
from speech.voice_activity import VoiceActivity

WHY: dict[type[HotlineError], str] = {
    NoRecogniser: "no recogniser",
    RecogniserBusy: "busy",
    RecogniserLate: "late",
    RecogniserGone: "gone",
}
"""What a recogniser's error is called in a record."""


class ListeningStep:
    """`await run(hearing)`. Afterwards: whether somebody spoke, and when his voice ended."""

    def __init__(
        self,
        asked: Collect,
        frames: Sequence[bytes],
        clock: Clock,
        recognisers: Recognisers,
        manner: Manner,
        on_interrupted: Callable[[str], None],
    ) -> None:
        """`on_interrupted` is told what stopped the prompt: `key` or `voice`."""
        assert asked.speech is not None
        self._speech = asked.speech
        self._frames, self._clock, self._recognisers, self._manner = frames, clock, recognisers, manner
        self._on_interrupted = on_interrupted
        self.race = Race(race_rules(asked, manner))
        self._activity, self._echo = VoiceActivity(), EchoGuard()
        self._endpointing = Endpointing(endpoint_rules(asked.speech, manner))
        self._kept: deque[bytes] = deque(maxlen=frames_of(manner.before) + frames_of(1.0))
        self._recognition: Recognition | None = None
        self._understanding: asyncio.Task[None] | None = None
        self.spoke = False
        self.voice_ended_at: float | None = None

    @property
    def prompting(self) -> bool:
        """Whether the prompt was still being played."""
        return self.race.state is RaceState.PROMPTING

    async def run(self, hearing: Hearing) -> Digits | Uttered | Unheard:
        """What came first. Raises LegGone as the switch does, and LineClosed."""
        self._began = self._clock.now()
        self._player = Player(self._frames, self._began)
        self._result: asyncio.Future[Digits | Uttered | Unheard] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.TaskGroup() as self._tasks:
                works = [self._tasks.create_task(work) for work in (self._listen(hearing), self._keep_time(hearing))]
                try:
                    return await self._result
                finally:
                    for work in works:
                        work.cancel()
                    await self._drop()
        except BaseExceptionGroup as group:
            raise sole_error(group) from None

    # --- the line's sound

    async def _listen(self, hearing: Hearing) -> None:
        async for frame in hearing:
            await self._hear(frame)
        raise LineClosed("the sound of the line ended")

    async def _hear(self, frame: bytes) -> None:
        self._echo.heard(frame)
        voice = self._activity.hear(frame)
        self._kept.append(frame)
        if self._recognition is not None:
            await self._recognition.hear(frame)
        if not self._deaf():
            await self._heard(self._endpointing.receive(voice and not self._is_echo(), self._clock.now()))

    def _deaf(self) -> bool:
        if not self.prompting:
            return False
        return not self._speech.barge_in or self._clock.now() < self._began + self._manner.deaf_for

    def _is_echo(self) -> bool:
        """Once the caller is known to speak, the prompt is silent and what comes back of it no longer matters."""
        return not self._endpointing.speaking and self._echo.is_echo(self._activity.level)

    async def _heard(self, news: Sequence[Heard]) -> None:
        now = self._clock.now()
        for one in news:
            if self.race.state is RaceState.OVER:
                return  # heard in the very moment in which the step ended
            match one:
                case SpeechBegan(frames):
                    self._first = frames
                    await self._act(self.race.receive(VoiceBegan(), now))
                case SpeechEnded():
                    await self._act(self.race.receive(VoiceEnded(), now))
                case SpeechPaused() if self._recognition is not None:
                    self._recognition.paused()
                case SpeechResumed() if self._recognition is not None:
                    await self._recognition.resumed()
                case SpeechPaused() | SpeechResumed():
                    pass
                case _:
                    assert_never(one)

    # --- the prompt, the keys and the time

    async def _keep_time(self, hearing: Hearing) -> None:
        tick = self._began
        while True:
            await self._play(hearing)
            await self._take_keys(hearing)
            await self._heard(self._endpointing.tick(self._clock.now()))
            await self._act(self.race.tick(self._clock.now()))
            tick = max(tick + FRAME_SECONDS, self._clock.now())
            await self._clock.wait_until(tick)

    async def _play(self, hearing: Hearing) -> None:
        now = self._clock.now()
        due = self._player.due(now)
        for frame in due:
            await hearing.say(frame)
            self._echo.sent(frame)
        if not due:
            self._echo.sent(SILENCE)
        if self.prompting and self._player.over(now):
            self._endpointing.begin_after(self._manner.in_silence)
            await self._act(self.race.receive(PromptEnded(), now))

    async def _take_keys(self, hearing: Hearing) -> None:
        """A key too many stays for the next step."""
        while self.race.state is not RaceState.OVER and (key := hearing.key()):
            await self._act(self.race.receive(KeyPressed(key), self._clock.now()))

    # --- decisions

    async def _act(self, decisions: Sequence[RaceDecision]) -> None:
        for decision in decisions:
            match decision:
                case StopPrompt(by):
                    self._player.stop()
                    self._on_interrupted(by)
                case StartRecognition():
                    await self._start_recognition()
                case Understand():
                    self.voice_ended_at = self._clock.now()
                    assert self._recognition is not None
                    self._understanding = self._tasks.create_task(self._understand(self._recognition))
                case AbandonRecognition():
                    await self._drop()
                case Finish(outcome):
                    self._finish(outcome)
                case _:
                    assert_never(decision)

    def _finish(self, outcome: Digits | Uttered | Unheard) -> None:
        if not self._result.done():
            self._result.set_result(outcome)

    async def _start_recognition(self) -> None:
        self.spoke = True
        recognition = Recognition(self._recognisers, self._speech.question, self._manner.recognised_within)
        first = b"".join(list(self._kept)[-(self._first + frames_of(self._manner.before)) :])
        if await self._tried(recognition.begin(first)):
            self._recognition = recognition

    async def _understand(self, recognition: Recognition) -> None:
        what: list[SpeechRecognised] = []

        async def recognise() -> None:
            what.append(SpeechRecognised(await recognition.result()))

        if await self._tried(recognise()) and self.race.state is RaceState.RECOGNISING:
            await self._act(self.race.receive(what[0], self._clock.now()))

    async def _tried(self, work: Coroutine[Any, Any, None]) -> bool:
        """Do it; a recogniser that fails ends the race, if nothing else has."""
        try:
            await work
        except (NoRecogniser, RecogniserBusy, RecogniserLate, RecogniserGone) as error:
            if self.race.state in (RaceState.SPEAKING, RaceState.RECOGNISING):
                await self._act(self.race.receive(RecogniserFailed(WHY[type(error)]), self._clock.now()))
            return False
        return True

    async def _drop(self) -> None:
        """Nobody waits any more for what was said: the step is not to be held up by it."""
        if self._understanding is not None:
            self._understanding.cancel()
        recognition, self._recognition = self._recognition, None
        if recognition is not None:
            await recognition.drop()
