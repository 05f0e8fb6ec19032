"""pydub, imported in one place: without ffmpeg it warns each time, and WAV is all that is needed here."""

from __future__ import annotations

import warnings
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pydub import AudioSegment
    from pydub.silence import detect_leading_silence, split_on_silence

Sound = Any
"""A pydub AudioSegment; pydub carries no types."""

__all__ = ["AudioSegment", "Sound", "detect_leading_silence", "split_on_silence"]
