"""Sounds and shelves for the tests of the prompts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from prompts import audio
from prompts.engines import Engine, Manner
from prompts.render import Voices
from prompts.sound import Sound


def tone(hertz: float, seconds: float = 1.0, rate: int = 8000, loud: float = 0.3) -> Sound:
    time = np.arange(round(seconds * rate)) / rate
    return audio.from_samples((loud * np.sin(2 * np.pi * hertz * time)).astype(np.float32), rate)


def silence(seconds: float, rate: int = 8000) -> Sound:
    return audio.from_samples(np.zeros(round(seconds * rate), dtype=np.float32), rate)


def power_at(sound: Sound, hertz: float) -> float:
    """Level of one frequency in dB below full scale."""
    samples = audio.to_samples(sound)
    time = np.arange(len(samples)) / sound.frame_rate
    found = 2 * abs(np.mean(samples * np.exp(-2j * np.pi * hertz * time)))
    return float(20 * np.log10(max(found, 1e-9)))


class Hummer:
    """An engine that hums as long as the text is; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Manner]] = []

    def speak(self, text: str, manner: Manner) -> Sound:
        self.asked.append((text, manner))
        return tone(440, 0.1 * len(text) / manner.speed, rate=16000)


def voices(hummer: Hummer) -> Voices:
    makers: dict[str, Callable[[], Engine]] = {"piper": lambda: hummer, "kokoro": lambda: hummer}
    return Voices(makers)


SCRIPT = """
voices:
  zh: {engine: kokoro, voice: xiao}
  en: {engine: piper, voice: joe, speed: 0.5}
prompts:
  hello: {zh: 您好。, en: Hello.}
  bye: {zh: 再见。, en: Goodbye.}
"""


def shelf_folder(folder: Path, script: str = SCRIPT) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "prompts.yaml").write_text(script, "utf-8")
    (folder / "music").mkdir(exist_ok=True)
    audio.save(tone(300), folder / "music" / "calm.wav")
    return folder
