"""The recognisers of a running service: brought up beside the calls, told aloud, taken down with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence

import structlog

from calls.speech import Question
from service.alarms import Alarms
from service.config import Settings
from service.recognisers import candidates, recognisers
from speech.engines import NONE, Candidates
from speech.errors import NoRecogniser
from speech.utterance import Utterance
from speech.workers import Workers

log = structlog.get_logger(__name__)
Told = Callable[[str], None]
Find = Callable[[Settings, Iterable[str]], tuple[Candidates, ...]]
ALARM = "speech"


class Recognition:
    """What hears callers. Calls are answered before its models are loaded: until then they go by keys."""

    def __init__(self, settings: Settings, find: Find = candidates) -> None:
        """`find`: from the settings and languages to the engines for each; blocking."""
        self._settings, self._find = settings, find
        self._workers: Workers | None = None
        self._changed = asyncio.Event()

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

    async def run(self, languages: Callable[[], Sequence[str]], alarms: Alarms, told: Told) -> None:
        """Be there until cancelled. Tells which recogniser hears which language of the plan, and which none does."""
        while True:
            wanted = tuple(languages())
            found = await asyncio.to_thread(self._find, self._settings, wanted)
            async with recognisers(self._settings, found) as workers:
                self._workers = workers
                try:
                    self._tell(workers, wanted, alarms, told)
                    await self._until_others(wanted, languages)
                finally:
                    self._workers = None

    def look_again(self) -> None:
        """The plan has changed: other languages need other recognisers."""
        self._changed.set()

    async def _until_others(self, wanted: Sequence[str], languages: Callable[[], Sequence[str]]) -> None:
        while set(languages()) <= set(wanted):
            self._changed.clear()
            await self._changed.wait()

    def _tell(self, workers: Workers, languages: Iterable[str], alarms: Alarms, told: Told) -> None:
        for sentence in workers.told:
            told(f"speech: {sentence}")
        deaf = [each for each in languages if each not in workers.languages and self._is_wanted(each)]
        if deaf:
            alarms.raise_(ALARM, f"callers can only press keys in {', '.join(deaf)}: {'; '.join(workers.told)}")
        else:
            alarms.clear(ALARM)

    def _is_wanted(self, language: str) -> bool:
        """Not where the admin has said that there shall be none."""
        speech = self._settings.speech
        return speech.on and speech.engines.get(language) != NONE
