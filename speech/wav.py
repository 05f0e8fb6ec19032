"""WAV files of every kind that recorders write, as a telephone would carry them: 8 kHz, mono, 16 bits.

Read here because Python's `wave` knows plain integers only. Formats after Microsoft's "Multimedia Programming Interface and
Data Specifications 1.0" and WAVEFORMATEXTENSIBLE.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

RATE = 8000
PCM, FLOAT, A_LAW, MU_LAW, EXTENSIBLE = 1, 3, 6, 7, 0xFFFE
LARGEST = 256 * 1024 * 1024
"""Bytes of the largest file that is read."""
Samples = NDArray[np.float32]


class NotWav(ValueError):
    """The file cannot be read as a WAV. The message says why."""


@dataclass(frozen=True, slots=True)
class _Format:
    """What the `fmt ` chunk says."""

    kind: int
    channels: int
    rate: int
    bits: int


def telephone_sound(file: Path) -> bytes:
    """16-bit little-endian mono at 8 kHz. Raises NotWav, also for a file that cannot be opened."""
    try:
        if file.stat().st_size > LARGEST:
            raise NotWav(f"it has more than {LARGEST >> 20} MB")
        data = file.read_bytes()
    except OSError as error:
        raise NotWav(error.strerror or str(error)) from error
    shape, sound = _parsed(data)
    mono = _samples(shape, sound).reshape(-1, shape.channels).mean(axis=1)
    low = soxr.resample(mono, shape.rate, RATE, quality="HQ") if shape.rate != RATE else mono
    return bytes(np.clip((low * 32768).round(), -32768, 32767).astype("<i2").tobytes())


def _parsed(data: bytes) -> tuple[_Format, bytes]:
    """The format and the sound. A sound that is cut short is taken as far as it goes, as whole frames."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise NotWav("it does not begin as a WAV does (RIFF ... WAVE)")
    chunks = dict(_chunks(data))
    if b"fmt " not in chunks or b"data" not in chunks:
        raise NotWav("it has no description of its sound, or no sound (fmt, data)")
    shape = _shape(chunks[b"fmt "])
    frame = shape.bits // 8 * shape.channels
    sound = chunks[b"data"]
    return shape, sound[: len(sound) // frame * frame]


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        yield name, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _shape(chunk: bytes) -> _Format:
    if len(chunk) < 16:
        raise NotWav("the description of its sound is cut short")
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunk)
    if kind == EXTENSIBLE and len(chunk) >= 26:
        (kind,) = struct.unpack_from("<H", chunk, 24)
    if not 1 <= channels <= 64 or not 1000 <= rate <= 768_000:
        raise NotWav(f"{channels} channels at {rate} Hz cannot be")
    known = {PCM: (8, 16, 24, 32), FLOAT: (32, 64), A_LAW: (8,), MU_LAW: (8,)}
    if bits not in known.get(kind, ()):
        raise NotWav(f"its sound is coded in a way that is not read here (format {kind}, {bits} bits)")
    return _Format(kind, channels, rate, bits)


def _samples(shape: _Format, sound: bytes) -> Samples:
    """From -1 to 1, channels interleaved."""
    match shape.kind, shape.bits:
        case 3, bits:
            found = np.nan_to_num(np.frombuffer(sound, f"<f{bits // 8}"))
        case 6, _:
            found = _A_LAW[np.frombuffer(sound, np.uint8)]
        case 7, _:
            found = _MU_LAW[np.frombuffer(sound, np.uint8)]
        case _, 8:
            found = (np.frombuffer(sound, np.uint8).astype(np.float32) - 128) / 128
        case _, 24:
            wide = np.zeros((len(sound) // 3, 4), np.uint8)
            wide[:, 1:] = np.frombuffer(sound, np.uint8).reshape(-1, 3)
            found = wide.view("<i4").ravel() / 2.0**31
        case _, bits:
            found = np.frombuffer(sound, f"<i{bits // 8}") / 2.0 ** (bits - 1)
    return np.asarray(found, np.float32)


def _mu_law() -> Samples:
    """ITU-T G.711, table 2: sign, three bits of segment, four of step, all inverted."""
    code = ~np.arange(256, dtype=np.uint8)
    segment, step = (code >> 4 & 7).astype(np.int32), (code & 15).astype(np.int32)
    size = ((2 * step + 33) << segment) - 33
    return (np.where(code & 0x80, -size, size) / 8192).astype(np.float32)


def _a_law() -> Samples:
    """ITU-T G.711, table 1: even bits inverted."""
    code = np.arange(256, dtype=np.uint8) ^ 0x55
    segment, step = (code >> 4 & 7).astype(np.int32), (code & 15).astype(np.int32)
    size = np.where(segment == 0, 2 * step + 1, (2 * step + 33) << np.maximum(segment - 1, 0))
    return (np.where(code & 0x80, size, -size) / 4096).astype(np.float32)


_MU_LAW, _A_LAW = _mu_law(), _a_law()
