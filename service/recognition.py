"""The recognisers of a running service: brought up beside the calls, told aloud, taken down with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence

import structlog

from calls.speech import Question
from service.alarms import Alarms
from service.config import Settings
from service.recognisers import candidates, recognisers
from speech.engines import NONE
from speech.errors import NoRecogniser
from speech.utterance import Utterance
from speech.workers import Workers

log = structlog.get_logger(__name__)
Told = Callable[[str], None]
ALARM = "speech"


class Recognition:
    """What hears callers. Calls are answered before its models are loaded: until then they go by keys."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._workers: Workers | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that are heard now."""
        return self._workers.languages if self._workers else ()

    def streams(self, language: str) -> bool:
        """Whether this language is recognised while the caller speaks."""
        return self._workers is not None and self._workers.streams(language)

    def begin(self, question: Question) -> Utterance:
        """A new utterance. Raises NoRecogniser, RecogniserBusy, RecogniserGone."""
        if self._workers is None:
            raise NoRecogniser(question.language)
        return self._workers.begin(question)

    async def run(self, languages: Sequence[str], alarms: Alarms, told: Told) -> None:
        """Be there until cancelled. Tells once which recogniser hears which language of the plan, and which none does."""
        found = await asyncio.to_thread(candidates, self._settings, languages)
        async with recognisers(self._settings, found) as workers:
            self._workers = workers
            try:
                self._tell(workers, languages, alarms, told)
                await asyncio.get_running_loop().create_future()
            finally:
                self._workers = None

    def _tell(self, workers: Workers, languages: Iterable[str], alarms: Alarms, told: Told) -> None:
        for sentence in workers.told:
            told(f"speech: {sentence}")
        deaf = [each for each in languages if each not in workers.languages and self._is_wanted(each)]
        if deaf:
            alarms.raise_(ALARM, f"callers can only press keys in {', '.join(deaf)}: {'; '.join(workers.told)}")

    def _is_wanted(self, language: str) -> bool:
        """Not where the admin has said that there shall be none."""
        speech = self._settings.speech
        return speech.on and speech.engines.get(language) != NONE
