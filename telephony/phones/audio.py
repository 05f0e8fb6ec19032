"""Audio for phones: G.711, WAV in and out, tones made and measured. 8 kHz, mono, 16 bit."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from telephony.phones.recording import RATE, Samples

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # pydub warns that ffmpeg is missing; WAV needs none
    import audioop  # deprecated in 3.12; from 3.13 on the package audioop-lts has it

    from pydub import AudioSegment
    from pydub.exceptions import PydubException

FULL = 32768.0


def from_ulaw(data: bytes) -> Samples:
    """G.711 mu-law to samples."""
    return np.frombuffer(audioop.ulaw2lin(data, 2), np.int16)


def to_ulaw(samples: Samples) -> bytes:
    """Samples to G.711 mu-law."""
    return audioop.lin2ulaw(samples.astype(np.int16).tobytes(), 2)


def from_alaw(data: bytes) -> Samples:
    """G.711 A-law to samples."""
    return np.frombuffer(audioop.alaw2lin(data, 2), np.int16)


def to_alaw(samples: Samples) -> bytes:
    """Samples to G.711 A-law."""
    return audioop.lin2alaw(samples.astype(np.int16).tobytes(), 2)


def read_wav(path: Path) -> Samples:
    """A WAV file of any rate, width and number of channels as phone audio.

    Resampled by soxr: pydub's own resampling lets a 5 kHz tone through as an alias at full level.
    Raises FileNotFoundError, or ValueError when it is no WAV file.
    """
    data = path.read_bytes()
    try:
        segment = AudioSegment(data)  # `from_wav` would look for ffmpeg when it cannot read the file
    except (PydubException, struct.error, ValueError, LookupError) as fault:
        raise ValueError(f"{path} is no WAV file that can be read (uncompressed, 8 to 32 bit)") from fault
    return _resampled(_mono(segment), segment.frame_rate)


def _mono(segment: Any) -> Samples:
    return np.frombuffer(segment.set_sample_width(2).set_channels(1).raw_data, np.int16)


def _resampled(samples: Samples, rate: int) -> Samples:
    if rate == RATE:
        return samples
    exact: NDArray[np.float32] = soxr.resample(samples.astype(np.float32), rate, RATE)
    return np.clip(np.rint(exact), -32768, 32767).astype(np.int16)


def write_wav(path: Path, samples: Samples) -> None:
    """Write phone audio as a WAV file."""
    _segment(samples).export(str(path), format="wav").close()


def _segment(samples: Samples) -> Any:
    return AudioSegment(samples.astype(np.int16).tobytes(), sample_width=2, frame_rate=RATE, channels=1)


def join(pieces: Iterable[Samples], pause: float = 0.0) -> Samples:
    """Pieces one after the other with `pause` seconds of silence between them."""
    whole = AudioSegment.empty()
    for number, piece in enumerate(pieces):
        gap = AudioSegment.silent(round(1000 * pause), frame_rate=RATE) if number and pause else None
        whole = (whole + gap if gap else whole) + _segment(piece)
    return _mono(whole)


def level(samples: Samples) -> float:
    """The level in dB below full scale (dBFS, RMS); -inf for silence."""
    return float(_segment(samples).dBFS) if len(samples) else float("-inf")


def at_level(samples: Samples, dbfs: float) -> Samples:
    """The same audio at another level; silence stays silence."""
    now = level(samples)
    return samples if now == float("-inf") else _mono(_segment(samples).apply_gain(dbfs - now))


def tone(hz: float, seconds: float, dbfs: float = -12.0, since: int = 0) -> Samples:
    """A sine tone whose RMS level is `dbfs`; `since` samples of it have been made already (the phase goes on)."""
    when = (np.arange(round(seconds * RATE)) + since) / RATE
    peak = FULL * 10 ** (dbfs / 20) * 2**0.5
    return np.clip(np.rint(peak * np.sin(2 * np.pi * hz * when)), -32768, 32767).astype(np.int16)


def tone_power(samples: Samples, hz: float) -> float:
    """The level in dBFS of one frequency (Goertzel's filter, evaluated as the sum it computes); -120 for none."""
    if not len(samples):
        return -120.0
    wave: NDArray[np.complex128] = np.exp(-2j * np.pi * hz * np.arange(len(samples)) / RATE)
    amplitude = abs(np.dot(samples.astype(np.float64) / FULL, wave)) * 2 / len(samples)
    return float(20 * np.log10(max(amplitude / 2**0.5, 1e-6)))


def dominant_tone(samples: Samples) -> float | None:
    """The frequency in Hz that holds most of the power, to about 1 Hz; None when no frequency stands out.

    A tone stands out when at least half of the power lies within 40 Hz of it and it is above -50 dBFS.
    """
    if len(samples) < RATE // 20 or level(samples) < -50:
        return None
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 4 * len(samples))) ** 2
    power[: int(50 * 4 * len(samples) / RATE)] = 0  # hum and offset are no tones
    peak, width = int(np.argmax(power)), int(40 * 4 * len(samples) / RATE)
    share = power[max(0, peak - width) : peak + width].sum() / power.sum()
    return peak * RATE / (4 * len(samples)) if share >= 0.5 else None
