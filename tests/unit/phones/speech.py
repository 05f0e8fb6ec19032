"""Speech for tests: real clips where the folder is there, synthetic ones where espeak-ng is, noise always."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from telephony.phones.audio import join, read_wav
from telephony.phones.recording import RATE, Samples
from tests.waiting import patient

CLIPS = Path(__file__).parents[4] / "shared" / "audio"


def clips(*patterns: str) -> list[Samples]:
    """Real speech, or a skipped test that says so."""
    if not CLIPS.is_dir():
        pytest.skip(f"no real speech here: {CLIPS} is absent")
    return [read_wav(path) for pattern in patterns for path in sorted(CLIPS.glob(pattern))]


def digits_said(speaker: str, take: int, order: str = "0123456789") -> Samples:
    """A speaker saying digits with short pauses."""
    return join(clips(*(f"en_digits/{digit}_{speaker}_{take}.wav" for digit in order)), 0.1)


def said(text: str, tmp_path: Path, voice: str = "en") -> Samples:
    """Synthetic speech, or a skipped test that says so."""
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed")
    wav = tmp_path / f"said-{abs(hash((text, voice)))}.wav"
    subprocess.run(["espeak-ng", "-v", voice, "-w", str(wav), text], check=True, timeout=patient(20))
    return read_wav(wav)


def noise(seconds: float, rms: float, seed: int = 1) -> Samples:
    """White noise."""
    drawn = np.random.default_rng(seed).normal(0, rms, round(seconds * RATE))
    return np.clip(drawn, -32768, 32767).astype(np.int16)


def mixed(one: Samples, other: Samples) -> Samples:
    """Two sounds at once, as long as the first."""
    both: Samples = np.clip(one.astype(np.int32) + other[: len(one)], -32768, 32767).astype(np.int16)
    return both


def rms(samples: Samples) -> float:
    """Root of the mean square, in samples."""
    return float(np.sqrt(np.mean(samples.astype(np.float64) ** 2)))
