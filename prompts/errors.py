"""What can go wrong with prompts: whose fault it is and what to do."""

from __future__ import annotations

from calls.errors import HotlineError


class PromptUnknown(HotlineError):
    """No prompt of this name is written, or it has no text or no recording in this language."""

    code = "HL401"
    remedy = "`hotline prompts list` shows every prompt; add it to prompts.yaml, then `hotline prompts build`"


class RecordingUnusable(HotlineError):
    """An audio file that a phone call cannot play, or that is no audio file at all."""

    code = "HL402"
    remedy = "give a WAV file: PCM, 8 to 48 kHz, mono or stereo"


class VoiceMissing(HotlineError):
    """The engine that speaks or reads back a language is not installed. Shipped prompts play without it."""

    code = "HL403"
    remedy = "install the voices: pip install 'hotline[voices]'"


class PromptsUnreadable(HotlineError):
    """prompts.yaml, or the lock beside the recordings, has mistakes. Nothing was rendered or replaced."""

    code = "HL404"
