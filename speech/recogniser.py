"""The recogniser port: one engine, loaded once in a worker process. Synchronous, for engines are CPU-bound."""

from __future__ import annotations

from typing import Protocol

from calls.speech import Question, Recognised


class Utterance(Protocol):
    """One utterance being recognised while it is spoken. Audio: 16-bit little-endian, 8 kHz, mono."""

    def hear(self, audio: bytes) -> None:
        """Take more of it; any length."""
        ...

    def finish(self) -> Recognised:
        """The speaker has ended: what was said. Called once."""
        ...


class Recogniser(Protocol):
    """A loaded engine."""

    @property
    def name(self) -> str:
        """Short, for records and the log: `vosk`, `whisper`."""
        ...

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it can hear."""
        ...

    def begin(self, question: Question) -> Utterance:
        """A new utterance. Raises `ValueError` for a language it does not know."""
        ...
