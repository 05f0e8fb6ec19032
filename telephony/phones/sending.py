"""What a phone sends next: speech, tones, silence, and digits in between. Frames of 20 ms."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from telephony.phones.audio import tone
from telephony.phones.dtmf import FRAME, GAP_FRAMES, EventPacket, packets_of
from telephony.phones.recording import RATE, Recording, Samples

SILENCE: Samples = np.zeros(FRAME, np.int16)
Done = Callable[[], None]


@dataclass(slots=True)
class _Source:
    frames: Iterator[Samples]
    done: Done


class Sending:
    """Two queues, audio and digits; a digit's packets take the place of audio while they last.

    Written by any thread, read by the RTP thread, which takes one frame and at most one event packet each 20 ms.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sources: deque[_Source] = deque()
        self._digits: deque[EventPacket | Done | None] = deque()
        self.over = False
        """The call has ended: what is asked from now on is done at once, unsent."""

    def say(self, samples: Samples, done: Done) -> None:
        """Send these after what is being sent; `done` is called when the last of them has gone out."""
        self._add(_frames(samples), done)

    def tone(self, hz: float, dbfs: float) -> None:
        """Send a tone without end (until `hush`)."""
        self._add(_tone_frames(hz, dbfs), lambda: None)

    def echo(self, recording: Recording, db: float, delay: float) -> None:
        """Send back what is heard, `db` decibels louder (below 0: weaker) and `delay` seconds late, until `hush`."""
        self._add(_echo_frames(recording, 10 ** (db / 20), round(delay * RATE)), lambda: None)

    def press(self, digits: str, done: Done, begun: Done = lambda: None) -> None:
        """Send digits; `begun` is called when the first goes out, `done` after the last one."""
        with self._lock:
            over = self.over
            if not over:
                self._digits.append(begun)
            for digit in () if over else digits:
                self._digits.extend(packets_of(digit))
                self._digits.extend([None] * GAP_FRAMES)
            if not over:
                self._digits.append(done)
        if over:
            done()

    def hush(self) -> None:
        """Stop all audio; what was being said counts as done."""
        with self._lock:
            stopped, self._sources = list(self._sources), deque()
        for source in stopped:
            source.done()

    def end(self) -> None:
        """The call is over: whoever waits for audio or digits to be sent is told."""
        with self._lock:
            self.over = True
        self.hush()
        with self._lock:
            waiting = [item for item in self._digits if item is not None and not isinstance(item, EventPacket)]
            self._digits.clear()
        for done in waiting:
            done()

    def next_frame(self) -> Samples:
        """The next 20 ms of audio; silence when there is nothing to say."""
        while True:
            with self._lock:
                source = self._sources[0] if self._sources else None
            if source is None:
                return SILENCE
            frame = next(source.frames, None)
            if frame is not None:
                return frame
            self._finish(source)

    def next_event(self) -> EventPacket | None:
        """The event packet due now, if a digit is being sent."""
        while True:
            with self._lock:
                item = self._digits.popleft() if self._digits else None
            if item is None or isinstance(item, EventPacket):
                return item
            item()

    def _finish(self, source: _Source) -> None:
        with self._lock:
            if self._sources and self._sources[0] is source:
                self._sources.popleft()
        source.done()

    def _add(self, frames: Iterator[Samples], done: Done) -> None:
        with self._lock:
            over = self.over
            if not over:
                self._sources.append(_Source(frames, done))
        if over:
            done()


def _frames(samples: Samples) -> Iterator[Samples]:
    for start in range(0, len(samples), FRAME):
        frame = samples[start : start + FRAME]
        yield frame if len(frame) == FRAME else np.concatenate((frame, SILENCE[len(frame) :]))


def _tone_frames(hz: float, dbfs: float) -> Iterator[Samples]:
    sent = 0
    while True:
        yield tone(hz, FRAME / RATE, dbfs, since=sent)
        sent += FRAME


def _echo_frames(recording: Recording, gain: float, delay: int) -> Iterator[Samples]:
    at = recording.length - delay - FRAME
    while True:
        heard = recording.samples(max(0, at), at + FRAME) if at + FRAME > 0 else SILENCE
        frame: Samples = np.zeros(FRAME, np.int16)
        frame[FRAME - len(heard) :] = np.clip(heard * gain, -32768, 32767).astype(np.int16)
        at += FRAME
        yield frame
