"""Engines that speak: one protocol, one file an engine. None is needed to play the prompts that are shipped."""

from __future__ import annotations

from prompts.engines.espeak import Espeak
from prompts.engines.kokoro import Kokoro
from prompts.engines.piper import Piper
from prompts.engines.port import Engine, Manner
from prompts.engines.tones import Tones

__all__ = ["ENGINES", "Engine", "Manner"]

ENGINES: dict[str, type[Engine]] = {"kokoro": Kokoro, "piper": Piper, "espeak-ng": Espeak, "tones": Tones}
"""Name as written under `voices:` -> engine. An engine is made once a build and loads its model at first use."""
