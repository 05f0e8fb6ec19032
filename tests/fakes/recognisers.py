"""A recogniser that understands what the test says it does (tests/contract/recognisers proves it)."""

from __future__ import annotations

from collections.abc import Sequence

from calls.clock import Clock
from calls.speech import Guess, Question, Recognised
from service.ears_recognition import Recognisers, UtteranceInHand
from speech.errors import NoRecogniser, RecogniserGone, RecogniserLate

ORDERS = Recognised("查订单", (Guess("1", "查订单", 0.95),), "scripted", 0.3)


class ScriptedRecognisers(Recognisers):
    """Answers `understands` for every utterance, `after` so many seconds; an error in its place is raised."""

    def __init__(
        self,
        clock: Clock,
        understands: Recognised | Exception = ORDERS,
        after: float = 0.3,
        *,
        streaming: bool = False,
        languages: Sequence[str] = ("zh", "en"),
    ) -> None:
        self.clock, self.understands, self.after, self.streaming = clock, understands, after, streaming
        self._languages = tuple(languages)
        self.refuses: Exception | None = None
        self.heard: list[ScriptedUtterance] = []

    @property
    def languages(self) -> tuple[str, ...]:
        return self._languages

    def streams(self, language: str) -> bool:
        return self.streaming

    def begin(self, question: Question) -> ScriptedUtterance:
        if question.language not in self._languages:
            raise NoRecogniser(question.language)
        if self.refuses is not None:
            raise self.refuses
        self.heard.append(ScriptedUtterance(self, question))
        return self.heard[-1]

    @property
    def open(self) -> int:
        """Utterances that nobody has ended: a leak at the end of a test."""
        return sum(not each.over for each in self.heard)


class ScriptedUtterance(UtteranceInHand):
    """Remembers what it heard."""

    def __init__(self, recognisers: ScriptedRecognisers, question: Question) -> None:
        self._recognisers, self.question = recognisers, question
        self.audio = b""
        self.over = self.finished = False

    @property
    def seconds(self) -> float:
        """How much was heard."""
        return len(self.audio) / 16_000

    async def hear(self, audio: bytes) -> None:
        if not self.over:
            self.audio += audio

    async def finish(self, deadline_seconds: float) -> Recognised:
        if self.over:
            raise RecogniserGone("this utterance is over")
        clock, script = self._recognisers.clock, self._recognisers
        try:
            await clock.wait_until(clock.now() + min(script.after, deadline_seconds))
            if script.after > deadline_seconds:
                raise RecogniserLate("scripted")
            if isinstance(script.understands, Exception):
                raise script.understands
            self.finished = True
            return script.understands
        finally:
            self.drop()

    def drop(self) -> None:
        self.over = True
