"""What an engine is to us: text and a manner in, sound out."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any, Protocol

from prompts.errors import VoiceMissing
from prompts.sound import Sound


@dataclass(frozen=True, slots=True)
class Manner:
    """Who speaks and how fast: 1.0 is the voice's own speed, less is slower."""

    engine: str
    voice: str
    speed: float = 1.0


class Engine(Protocol):
    """Speaks text. Made without arguments; a model is loaded at the first `speak`."""

    def speak(self, text: str, manner: Manner) -> Sound:
        """The text spoken, at the engine's own rate and level. Raises VoiceMissing."""


def needs(module: str, package: str) -> Any:
    """Import an optional module; say which package brings it. Raises VoiceMissing."""
    try:
        return importlib.import_module(module)
    except ImportError as fault:
        raise VoiceMissing(f"'{package}' is not installed ({fault})") from fault
