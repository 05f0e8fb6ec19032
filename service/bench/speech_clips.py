"""Clips for the accuracy bench: human recordings, what disturbs them, and sounds that are no speech. 8 kHz samples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from calls.speech import Phrase
from service.bench.chances import seeded
from telephony.phones.audio import from_ulaw, read_wav, to_ulaw

Samples = NDArray[np.int16]
RATE = 8000
MENU = 8
ZH_DIGITS = "零一二三四五六七八九"
EN_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording of what `says`, by `voice`; `says` is empty for what is no speech."""

    says: str
    voice: str
    samples: Samples


@dataclass(frozen=True, slots=True)
class Trial:
    """A clip that is heard while a menu is open. `means`: the right choice; empty when it is on no menu."""

    clip: Clip
    language: str
    phrases: tuple[Phrase, ...]
    means: str


def mandarin(folder: Path, kind: str) -> list[Clip]:
    """`zh_words/<kind>`: the file name is what is said."""
    return [Clip(path.stem, "zh", read_wav(path)) for path in sorted((folder / "zh_words" / kind).glob("*.wav"))]


def english_digits(folder: Path) -> list[Clip]:
    """`en_digits/<digit>_<speaker>_<take>.wav`."""
    found = ((path, path.stem.split("_")) for path in sorted((folder / "en_digits").glob("*_*_*.wav")))
    return [Clip(EN_DIGITS[int(parts[0])], parts[1], read_wav(path)) for path, parts in found]


def word_trials(clips: Sequence[Clip], menus: int, seed: int = 1) -> Iterator[Trial]:
    """Each clip in several menus of eight, drawn at random from the words that were recorded."""
    chance = seeded(seed)
    words = sorted({clip.says for clip in clips})
    for clip in clips:
        for _ in range(menus):
            others = chance.sample([word for word in words if word != clip.says], MENU - 1)
            yield Trial(clip, "zh", menu(chance.sample([clip.says, *others], MENU)), clip.says)


def strange_trials(clips: Sequence[Clip], words: Sequence[str], language: str, seed: int = 2) -> Iterator[Trial]:
    """Each clip while a menu is open on which it is not."""
    chance = seeded(seed)
    for clip in clips:
        yield Trial(clip, language, menu(chance.sample(list(words), min(MENU, len(words)))), "")


def digit_trials(clips: Sequence[Clip], digits: Sequence[str], language: str) -> Iterator[Trial]:
    """Each clip while any of the ten digits may be said."""
    for clip in clips:
        yield Trial(clip, language, menu(digits), clip.says)


def menu(words: Sequence[str]) -> tuple[Phrase, ...]:
    """A menu that means what it says."""
    return tuple(Phrase(word, word) for word in words)


def on_the_line(samples: Samples, noise_at: float | None = None, seed: int = 0) -> bytes:
    """The clip as a telephone carries it (G.711 mu-law), with white noise so many dB below its mean power."""
    sound = samples.astype(np.float64)
    if noise_at is not None:
        deviation = np.sqrt(np.square(sound).mean()) / 10 ** (noise_at / 20)
        sound = sound + np.random.default_rng(seed).standard_normal(len(sound)) * deviation
    limited = np.clip(np.rint(sound), -32768, 32767).astype(np.int16)
    return from_ulaw(to_ulaw(limited)).tobytes()


def no_speech(count: int = 20) -> list[Clip]:
    """White and coloured noise, hum, chords, beeps and silence, one to three seconds each."""
    kinds = (_white, _coloured, _hum, _chord, _beeps, _silence)
    clips = []
    for number in range(count):
        drawn = np.random.default_rng(number)
        sound = kinds[number % len(kinds)](drawn, np.arange(int(RATE * drawn.uniform(1, 3))) / RATE)
        clips.append(Clip("", "none", np.clip(sound * 32768, -32768, 32767).astype(np.int16)))
    return clips


Floats = NDArray[np.float64]


def _white(drawn: np.random.Generator, at: Floats) -> Floats:
    return drawn.standard_normal(len(at)) * drawn.uniform(0.005, 0.15)


def _coloured(drawn: np.random.Generator, at: Floats) -> Floats:
    """Louder where it is lower, swelling: a street, a wind."""
    low = np.convolve(drawn.standard_normal(len(at)), np.ones(8) / 8, mode="same")
    return low * 0.2 * (1 + 0.8 * np.sin(2 * np.pi * drawn.uniform(0.5, 3) * at))


def _hum(drawn: np.random.Generator, at: Floats) -> Floats:
    return sum((np.sin(2 * np.pi * 50 * n * at) / n for n in range(1, 9)), np.zeros(len(at))) * drawn.uniform(0.02, 0.1)


def _chord(drawn: np.random.Generator, at: Floats) -> Floats:
    """Three notes, struck twice a second: music on hold."""
    notes = drawn.choice([262.0, 294.0, 330.0, 349.0, 392.0, 440.0, 494.0], 3, replace=False)
    struck = np.exp(-4 * (at % 0.5))
    return sum((np.sin(2 * np.pi * note * at) for note in notes), np.zeros(len(at))) * struck * 0.1


def _beeps(drawn: np.random.Generator, at: Floats) -> Floats:
    return np.sin(2 * np.pi * drawn.uniform(400, 1800) * at) * (at % 0.6 < 0.25) * 0.2


def _silence(drawn: np.random.Generator, at: Floats) -> Floats:
    return drawn.standard_normal(len(at)) * 1e-4
