"""A recording that somebody sends, in any format that recorders write, as the telephone needs it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import miniaudio

from prompts import audio
from prompts.errors import PromptUnknown, RecordingUnusable
from prompts.script import ID, LANGUAGE
from prompts.sound import AudioSegment, Sound

LARGEST = 20 * 1024 * 1024
"""Bytes of a recording that is sent."""
LONGEST = 180.0
"""Seconds of a prompt."""
WIDEST_RATE = 48_000


@dataclass(frozen=True, slots=True)
class _Found:
    """What the header says: `seconds` of sound."""

    kind: str
    seconds: float
    rate: int


def take(sound: bytes, prompt: str, lang: str, overrides: Path) -> Path:
    """Put a recording (WAV, MP3, FLAC, Ogg) where it wins over the shipped one. Raises RecordingUnusable, PromptUnknown."""
    if not (ID.fullmatch(prompt) and LANGUAGE.fullmatch(lang)):
        raise PromptUnknown("that cannot be a prompt", "a name is made of a-z, 0-9 and _")
    place = overrides / lang / f"{prompt}.wav"
    audio.save(audio.telephone(decoded(sound)), place)
    return place


def decoded(sound: bytes) -> Sound:
    """The sound, mono. Raises RecordingUnusable for what is no sound, too long or too large."""
    if len(sound) > LARGEST:
        raise RecordingUnusable(f"it has more than {LARGEST >> 20} MB", "cut it, or send it as MP3")
    found = _look(sound)
    if not 0 < found.seconds <= LONGEST:
        raise RecordingUnusable(f"it lasts {found.seconds:.0f} s", f"a prompt lasts at most {LONGEST:.0f} s")
    rate = min(found.rate, WIDEST_RATE)
    try:
        whole = miniaudio.decode(sound, miniaudio.SampleFormat.SIGNED16, nchannels=1, sample_rate=rate)
    except miniaudio.DecodeError as fault:
        raise RecordingUnusable(f"the {found.kind} cannot be read: {fault}") from fault
    return AudioSegment(data=whole.samples.tobytes(), sample_width=2, frame_rate=rate, channels=1)


def _look(sound: bytes) -> _Found:
    """By its first bytes, and not by its name: nothing is guessed from what it says it is."""
    readers = {
        b"RIFF": ("WAV", miniaudio.wav_get_info),
        b"fLaC": ("FLAC", miniaudio.flac_get_info),
        b"OggS": ("Ogg", miniaudio.vorbis_get_info),
    }
    mp3 = sound[:3] == b"ID3" or (len(sound) > 1 and sound[0] == 0xFF and sound[1] & 0xE0 == 0xE0)
    kind, reader = ("MP3", miniaudio.mp3_get_info) if mp3 else readers.get(sound[:4], ("", None))
    if reader is None:
        raise RecordingUnusable("it is no WAV, MP3, FLAC or Ogg Vorbis", "save the recording in one of these formats")
    try:
        info = reader(sound)
    except miniaudio.MiniaudioError as fault:
        raise RecordingUnusable(f"the {kind} cannot be read: {fault}") from fault
    return _Found(kind, info.duration, info.sample_rate)
