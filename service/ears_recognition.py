"""One utterance between the caller's first sound and what was made of it."""

from __future__ import annotations

import asyncio
from typing import Protocol

from calls.speech import Question, Recognised


class UtteranceInHand(Protocol):
    """An utterance that a recogniser has in hand (`speech.workers.Utterance`)."""

    async def hear(self, audio: bytes) -> None:
        """Take more of it. Never waits."""
        ...

    async def finish(self, deadline_seconds: float) -> Recognised:
        """What was said. Raises RecogniserLate or RecogniserGone."""
        ...

    def drop(self) -> None:
        """Its result is wanted no more."""
        ...


class Recognisers(Protocol):
    """Who recognises (`speech.workers.Workers`)."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that are heard."""
        ...

    def streams(self, language: str) -> bool:
        """Whether this language is recognised while the caller speaks; if not, all of it comes after his end."""
        ...

    def begin(self, question: Question) -> UtteranceInHand:
        """A new utterance. Raises NoRecogniser, RecogniserBusy, RecogniserGone."""
        ...


class Recognition:
    """Hears one utterance. A recogniser that does not stream begins at the first pause: most often that was the end.

    `within`: seconds in which the result has to come.
    """

    def __init__(self, recognisers: Recognisers, question: Question, within: float) -> None:
        self._recognisers, self._question, self._within = recognisers, question, within
        self._audio: list[bytes] = []
        self._utterance: UtteranceInHand | None = None
        self._early: asyncio.Task[Recognised] | None = None
        self._streams = recognisers.streams(question.language)

    async def begin(self, audio: bytes) -> None:
        """The first sounds. Raises NoRecogniser, RecogniserBusy, RecogniserGone."""
        self._utterance = self._recognisers.begin(self._question)
        await self.hear(audio)

    async def hear(self, audio: bytes) -> None:
        """More of it."""
        if not self._streams:
            self._audio.append(audio)
        elif self._utterance is not None:
            await self._utterance.hear(audio)

    def paused(self) -> None:
        """He may have ended: recognise what there is."""
        if not self._streams and self._early is None:
            self._early = asyncio.create_task(self._of_all(), name="early recognition")

    async def resumed(self) -> None:
        """He had not: what was recognised is dropped."""
        await self._drop_early()

    async def result(self) -> Recognised:
        """What he said. Raises NoRecogniser, RecogniserBusy, RecogniserLate, RecogniserGone."""
        if self._streams:
            assert self._utterance is not None
            return await self._utterance.finish(self._within)
        if self._early is None:
            self.paused()
        assert self._early is not None
        return await self._early

    async def drop(self) -> None:
        """The result is wanted no more."""
        await self._drop_early()
        if self._utterance is not None:
            self._utterance.drop()

    async def _of_all(self) -> Recognised:
        utterance, self._utterance = self._utterance or self._recognisers.begin(self._question), None
        try:
            await utterance.hear(b"".join(self._audio))
            return await utterance.finish(self._within)
        finally:
            utterance.drop()

    async def _drop_early(self) -> None:
        early, self._early = self._early, None
        if early is not None:
            early.cancel()
            await asyncio.gather(early, return_exceptions=True)
