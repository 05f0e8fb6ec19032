"""Sound for the telephone: 8 kHz, mono, 16-bit, levelled, with short silences at both ends.

pydub cuts, joins and measures. Sample rates are converted by soxr: pydub's own conversion lets everything above
4 kHz come back as noise inside the band.
"""

from __future__ import annotations

import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from prompts.errors import RecordingUnusable
from prompts.sound import AudioSegment, Sound, detect_leading_silence, split_on_silence

RATE = 8000
"""Samples a second of every prompt: what G.711 carries (ITU-T G.711)."""
WIDEBAND = 16000
"""What G.722 and Opus carry, for those who want it."""
LEVEL_DBFS = -20.0
"""Root mean square of a spoken prompt. Near the -16 dBm0 to -20 dBm0 that networks expect of speech."""
PEAK_DBFS = -3.0
"""No sample is above this."""
SILENCE_DBFS = -50.0
"""Below this it is silence."""
ENDS_MS = 100
"""Silence kept before the first and after the last sound."""
PIECE_ENDS_MS = 30
"""The same for a piece that is joined with others: twice this is heard as no pause, but keeps words apart."""

_CLICK_SECONDS = 0.02
"""Silence that a fade may leave of speech. More was behind a click, and is no part of what is said."""

Samples = NDArray[np.float32]
"""Mono audio from -1 to 1."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What can be said of a sound by measuring: levels in dB below full scale, times in seconds."""

    seconds: float
    rms_dbfs: float
    peak_dbfs: float
    silence_before: float
    silence_after: float


def load(path: Path) -> Sound:
    """The WAV file as a pydub sound. Raises RecordingUnusable."""
    try:
        # Not by pydub: it would hand a file that it does not know to ffmpeg.
        with wave.open(str(path), "rb") as file:
            shape = {"frame_rate": file.getframerate(), "channels": file.getnchannels()}
            return AudioSegment(file.readframes(file.getnframes()), sample_width=file.getsampwidth(), **shape)
    except (OSError, EOFError, wave.Error, ValueError) as fault:
        raise RecordingUnusable(f"{path} cannot be read as WAV: {fault or 'it is cut short'}") from fault


def save(sound: Sound, path: Path) -> None:
    """Write the sound as WAV: whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".wav.part")
    sound.export(half, format="wav").close()
    half.replace(path)


def from_samples(samples: Samples, rate: int) -> Sound:
    """A mono 16-bit sound from samples; what is beyond full scale is clipped."""
    pcm = (np.clip(samples, -1.0, 1.0) * 32767.0).round().astype("<i2")
    return AudioSegment(data=pcm.tobytes(), sample_width=2, frame_rate=rate, channels=1)


def to_samples(sound: Sound) -> Samples:
    """The samples of a sound, its channels mixed to one."""
    mono = sound.set_sample_width(2).set_channels(1)
    return np.asarray(mono.get_array_of_samples(), dtype=np.float32) / np.float32(32768.0)


def resample(sound: Sound, rate: int = RATE) -> Sound:
    """The sound as mono at another rate, without aliases."""
    samples = to_samples(sound)
    if sound.frame_rate != rate:
        samples = soxr.resample(samples, sound.frame_rate, rate, quality="HQ")
    return from_samples(samples, rate)


def measure(sound: Sound) -> Measure:
    """Length, levels and the silence at both ends."""
    before = detect_leading_silence(sound, silence_threshold=SILENCE_DBFS, chunk_size=5)
    after = detect_leading_silence(sound.reverse(), silence_threshold=SILENCE_DBFS, chunk_size=5)
    seconds = len(sound) / 1000
    return Measure(
        seconds,
        max(sound.dBFS, -99.0),
        max(sound.max_dBFS, -99.0),
        min(before / 1000, seconds),
        min(after / 1000, seconds),
    )


def trim(sound: Sound, keep_ms: int = ENDS_MS) -> Sound:
    """The sound with exactly `keep_ms` of silence at both ends. Raises RecordingUnusable if all is silence."""
    spoken = _faded(sound)
    while max((left := measure(spoken)).silence_before, left.silence_after) > _CLICK_SECONDS:
        spoken = _faded(spoken)
    rest = AudioSegment.silent(duration=keep_ms, frame_rate=sound.frame_rate)
    return join([rest, spoken, rest])


def level(sound: Sound, rms_dbfs: float = LEVEL_DBFS, peak_dbfs: float = PEAK_DBFS) -> Sound:
    """The sound at this RMS, its peaks bent softly below `peak_dbfs`. Silence at the ends does not count."""
    for _ in range(3):  # bending peaks takes some loudness away: give it back
        gain = 10 ** ((rms_dbfs - _spoken(sound).dBFS) / 20)
        samples = _bend(to_samples(sound) * np.float32(gain), 10 ** (peak_dbfs / 20))
        sound = from_samples(samples, sound.frame_rate)
    return sound


def join(sounds: Sequence[Sound], pause_ms: int = 0) -> Sound:
    """One sound after the other, with a pause between. They must be alike in rate."""
    whole = sounds[0]
    for sound in sounds[1:]:
        whole = whole + AudioSegment.silent(pause_ms, whole.frame_rate) + sound if pause_ms else whole + sound
    return whole


def last_part(sound: Sound, pause_ms: int = 150) -> Sound:
    """What is said after the last pause: the way to get one word spoken with a sentence's melody."""
    parts = split_on_silence(sound, min_silence_len=pause_ms, silence_thresh=sound.dBFS - 20, keep_silence=60)
    return parts[-1] if parts else sound


def telephone(sound: Sound, ends_ms: int = ENDS_MS, rate: int = RATE) -> Sound:
    """Any sound made fit for a call: one rate, mono, 16-bit, levelled, trimmed. Raises RecordingUnusable."""
    return trim(level(trim(resample(sound, rate), ends_ms)), ends_ms)


def playable(path: Path, rate: int = RATE) -> bool:
    """Whether a call can play this file as it is: PCM WAV, 8 kHz, mono, 16-bit, not empty."""
    try:
        with wave.open(str(path), "rb") as file:
            shape = (file.getframerate(), file.getnchannels(), file.getsampwidth())
            return shape == (rate, 1, 2) and file.getnframes() > 0
    except (OSError, EOFError, wave.Error):
        return False


def seconds(path: Path) -> float:
    """How long it plays, from the header alone. Raises RecordingUnusable."""
    try:
        with wave.open(str(path), "rb") as file:
            return file.getnframes() / file.getframerate()
    except (OSError, EOFError, wave.Error, ZeroDivisionError) as fault:
        raise RecordingUnusable(f"{path} cannot be read as WAV: {fault}") from fault


def _spoken(sound: Sound) -> Sound:
    found = measure(sound)
    return sound[int(found.silence_before * 1000) : len(sound) - int(found.silence_after * 1000)]


def _faded(sound: Sound) -> Sound:
    """From the first sound to the last, softly. A click at an end is softened away, and what is behind it is then the end."""
    spoken = _spoken(sound)
    if not len(spoken):
        raise RecordingUnusable("there is nothing to hear in it", "record it again, nearer to the microphone")
    return spoken.fade_in(5).fade_out(5)


def _bend(samples: Samples, ceiling: float) -> Samples:
    knee = ceiling * 0.6
    loud = np.abs(samples) > knee
    over = (np.abs(samples[loud]) - knee) / (ceiling - knee)
    bent = samples.copy()
    bent[loud] = np.sign(samples[loud]) * (knee + (ceiling - knee) * np.tanh(over))
    return bent
