"""Which recogniser hears which language: Vosk's model if it is on disk, else Whisper, else keys only, and said aloud."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from speech.errors import EngineUnusable
from speech.models import MODELS, Model, is_ready
from speech.recogniser import Recogniser

VOSK, WHISPER, NONE = "vosk", "whisper", "none"
Load = Callable[..., Recogniser]


@dataclass(frozen=True, slots=True)
class Engine:
    """A way to hear: what a worker process is told to load.

    `loader` is a function of (folder, threads, **options), written `module:function`. `streams`: it works while the
    speaker speaks, so it wants the sound at once; else the sound is kept until the end, for the worker that is free then.
    """

    name: str
    loader: str
    folder: Path
    streams: bool = False
    options: Mapping[str, str] = field(default_factory=dict)

    def load(self, threads: int) -> Recogniser:
        """The loaded engine. Raises EngineUnusable."""
        module, _, function = self.loader.partition(":")
        try:
            load = cast(Load, getattr(importlib.import_module(module), function))
        except (ImportError, OSError) as error:
            raise EngineUnusable(f"{self.name} is not installed: {error}") from error
        return load(self.folder, threads, **self.options)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an admin may want otherwise (settings `speech`): see docs/settings.md.

    `folder` is where the known models are; `own` names a folder with another Vosk model for a language.
    """

    folder: Path
    on: bool = True
    forced: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The engines for one language in the order in which they are tried; none: keys only."""

    language: str
    engines: tuple[Engine, ...]
    because: str = ""

    @property
    def told(self) -> str:
        """For the log and the console."""
        if not self.engines:
            return f"no recogniser for {self.language}: keys only ({self.because})"
        first = self.engines[0]
        return f"{self.language}: {first.name} ({first.folder.name})"


def choose(languages: Iterable[str], wishes: Wishes) -> tuple[Candidates, ...]:
    """The candidates for each language. Looks at the disk only; nothing is loaded or fetched."""
    return tuple(_candidates(language, wishes) for language in dict.fromkeys(languages))


def _candidates(language: str, wishes: Wishes) -> Candidates:
    forced = wishes.forced.get(language, "")
    if not wishes.on or forced == NONE:
        return Candidates(language, (), "speech.on is false" if not wishes.on else f"speech.engines.{language} is none")
    kinds = (forced,) if forced else (VOSK, WHISPER)
    engines = tuple(engine for kind in kinds for engine in _on_disk(kind, language, wishes))
    return Candidates(language, engines, "" if engines else _what_to_do(language, kinds))


def _on_disk(kind: str, language: str, wishes: Wishes) -> Iterable[Engine]:
    if kind == VOSK and language in wishes.own:
        yield _engine(kind, language, wishes.own[language])
        return
    for model in _known(language, (kind,)):
        if is_ready(model, wishes.folder):
            yield _engine(kind, language, wishes.folder / model.folder)


def _engine(kind: str, language: str, folder: Path) -> Engine:
    """Vosk's models know one language and do not say which; Whisper is one model for all."""
    if kind == VOSK:
        return Engine(VOSK, "speech.vosk:load", folder.absolute(), streams=True, options={"language": language})
    return Engine(WHISPER, "speech.whisper:load", folder.absolute())


def _known(language: str, kinds: tuple[str, ...]) -> list[Model]:
    return [model for model in MODELS if model.engine in kinds and language in model.languages]


def _what_to_do(language: str, kinds: tuple[str, ...]) -> str:
    names = [model.name for model in _known(language, kinds)]
    if not names:
        return f"no model is known for it; a Vosk model of your own can be named in speech.models.{language}"
    return " or ".join(f"hotline models fetch {name}" for name in names)
