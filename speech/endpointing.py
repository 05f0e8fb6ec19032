"""Where speech begins and ends, from frames that are speech or not. A machine without I/O.

Durations are counted in frames of 20 ms, so that frames which arrive late and together mean the same; `now` only stamps.
A line that falls silent altogether (a phone that sends nothing while nobody speaks) is told by `tick`.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

FRAME = 0.02
"""Seconds of one frame."""
LINE_SILENT = 0.2
"""Seconds without a frame after which the line counts as silent: longer than any jitter."""


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    """Somebody speaks. `frames`: how many frames ago it began, the newest included."""

    frames: int


@dataclass(frozen=True, slots=True)
class SpeechPaused:
    """He has been silent for a moment: he may have ended."""


@dataclass(frozen=True, slots=True)
class SpeechResumed:
    """It was only a moment."""


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """He has ended, or is cut because he has no end (`cut`)."""

    cut: bool = False


Heard = SpeechBegan | SpeechPaused | SpeechResumed | SpeechEnded


@dataclass(frozen=True, slots=True)
class EndpointRules:
    """Seconds.

    `begin_after` of speech within `window` begin it. `end_after`: this much silence ends it; `pause_after` is a first sign
    of the end. `at_most`: it is cut here.
    """

    begin_after: float = 0.2
    window: float = 0.4
    pause_after: float = 0.3
    end_after: float = 0.7
    at_most: float = 8.0


class Endpointing:
    """One voice after the other."""

    def __init__(self, rules: EndpointRules) -> None:
        self.rules = rules
        self._needed = _frames(rules.begin_after)
        self._window: deque[bool] = deque(maxlen=max(_frames(rules.window), self._needed))
        self._speaking, self._paused = False, False
        self._spoken, self._silent = 0, 0
        self._heard_at: float | None = None

    @property
    def speaking(self) -> bool:
        """Between the beginning and the end of speech."""
        return self._speaking

    def receive(self, frame_is_speech: bool, now: float) -> list[Heard]:
        """What follows from the next frame."""
        self._heard_at = now
        return self._go_on(frame_is_speech) if self._speaking else self._maybe_begin(frame_is_speech)

    def next_deadline(self) -> float | None:
        """When a line without frames counts as silent, while somebody speaks."""
        return self._heard_at + LINE_SILENT if self._speaking and self._heard_at is not None else None

    def tick(self, now: float) -> list[Heard]:
        """Frames that are missing are silence."""
        found: list[Heard] = []
        while (deadline := self.next_deadline()) is not None and now >= deadline:
            assert self._heard_at is not None
            self._heard_at += FRAME
            found += self._go_on(False)
        return found

    def begin_after(self, seconds: float) -> None:
        """From now on so much speech begins it: more while a prompt plays, less while it is silent."""
        self._needed = min(_frames(seconds), self._window.maxlen or 1)

    def forget(self) -> None:
        """Begin anew, as if nothing had been heard."""
        self._end()
        self._window.clear()

    def _maybe_begin(self, is_speech: bool) -> list[Heard]:
        self._window.append(is_speech)
        if not is_speech or sum(self._window) < self._needed:
            return []
        ago = len(self._window) - self._window.index(True)
        self._window.clear()
        self._speaking, self._paused, self._spoken, self._silent = True, False, ago, 0
        return [SpeechBegan(ago)]

    def _go_on(self, is_speech: bool) -> list[Heard]:
        self._spoken += 1
        resumed: list[Heard] = [SpeechResumed()] if is_speech and self._paused else []
        self._silent = 0 if is_speech else self._silent + 1
        self._paused = self._paused and not is_speech
        if self._silent >= _frames(self.rules.end_after):
            self._end()
            return [SpeechEnded()]
        if self._spoken >= _frames(self.rules.at_most):
            self._end()
            return [*resumed, SpeechEnded(cut=True)]
        if not self._paused and self._silent >= _frames(self.rules.pause_after):
            self._paused = True
            return [SpeechPaused()]
        return resumed

    def _end(self) -> None:
        self._speaking, self._paused, self._spoken, self._silent = False, False, 0, 0


def _frames(seconds: float) -> int:
    return max(1, round(seconds / FRAME))
