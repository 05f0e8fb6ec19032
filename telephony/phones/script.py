"""What a scripted phone does and when: parsed from the command line, decided from what it hears. No socket, no clock."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

import numpy as np

from telephony.phones.dtmf import FRAME, check_digits
from telephony.phones.hearing import find, needed
from telephony.phones.recording import RATE, Recording, Samples

LOUD = 184.0  # RMS in samples, -45 dBFS: speech is louder, a silent line is not
SPOKEN = 0.2
SILENT = 0.8
PATIENCE = 30.0
SEARCH_EVERY = RATE // 4
"""Samples between two searches for a prompt: one takes 7 ms of the event loop."""


@dataclass(frozen=True, slots=True)
class AtSecond:
    """So many seconds after the answer."""

    seconds: float


@dataclass(frozen=True, slots=True)
class AtSilence:
    """When the other side has spoken and then been silent for 0.8 s, both after the step before."""


@dataclass(frozen=True, slots=True)
class AtPrompt:
    """When the named prompt is heard; the second `@name` of a script waits for the second hearing."""

    name: str


@dataclass(frozen=True, slots=True)
class Pause:
    """So many seconds after the step before, or the answer."""

    seconds: float = 1.0


When = AtSecond | AtSilence | AtPrompt | Pause


@dataclass(frozen=True, slots=True)
class Press:
    """Press keys."""

    digits: str
    when: When


@dataclass(frozen=True, slots=True)
class Say:
    """Say what is in a WAV file."""

    wav: Path
    when: When


@dataclass(frozen=True, slots=True)
class SendTone:
    """Send a tone from then on."""

    hz: float
    when: When


Action = Press | Say | SendTone


def parse_press(text: str) -> Press:
    """`1@welcome`, `12#@3.5`, `1@silence`, or `1` (a second after the step before). Raises ValueError saying what is wrong."""
    digits, _, when = text.partition("@")
    if not digits:
        raise ValueError(f"--press {text!r}: name the keys first, as in 1@welcome")
    return Press(check_digits(digits), parse_when(when))


def parse_say(text: str) -> Say:
    """`hello.wav`, or `hello.wav@silence` and so on. Raises ValueError when there is no such file."""
    name, at, when = text.rpartition("@")
    if not at or Path(text).is_file():
        name, when = text, ""
    if not Path(name).is_file():
        raise ValueError(f"--say {text!r}: there is no file {name}")
    return Say(Path(name), parse_when(when))


def parse_tone(text: str) -> SendTone:
    """`440`, or `440@silence` and so on: a tone of that many hertz until the end of the call. Raises ValueError."""
    hertz, _, when = text.partition("@")
    hz = _number(hertz)
    if hz is None or not 20 <= hz <= RATE / 2:
        raise ValueError(f"--tone {text!r}: a telephone carries 20 to {RATE // 2} Hz, as in 440@2")
    return SendTone(hz, parse_when(when))


def parse_when(text: str) -> When:
    """What stands after the `@`: seconds after the answer, `silence`, or the name of a prompt."""
    seconds = _number(text)
    if seconds is not None:
        return AtSecond(seconds)
    if not text:
        return Pause()
    return AtSilence() if text == "silence" else AtPrompt(text)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def prompts_of(actions: tuple[Action, ...]) -> set[str]:
    """The names of the prompts that a script waits for."""
    return {action.when.name for action in actions if isinstance(action.when, AtPrompt)}


@dataclass(frozen=True, slots=True)
class Due:
    """This action is to be done now, because."""

    action: Action
    because: str


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What this action waited for has not come."""

    action: Action
    because: str


class Script:
    """Walks through the actions one by one. `tick` tells what is due; `finished` that it has been done.

    `prompts` holds the audio of every prompt named; `patience` is how many seconds one action is waited for.
    Raises ValueError when a prompt is missing.
    """

    def __init__(self, actions: tuple[Action, ...], prompts: Mapping[str, Samples], patience: float = PATIENCE) -> None:
        missing = prompts_of(actions) - set(prompts)
        if missing:
            raise ValueError(f"there is no prompt {', '.join(sorted(missing))}")
        self._left, self._prompts, self._patience = list(actions), prompts, patience
        self._since = 0.0
        self._ear = _SilenceEar(0)
        self._searched = dict.fromkeys(prompts, 0)
        self._search_again: dict[str, int] = {}

    @property
    def done(self) -> bool:
        return not self._left

    def tick(self, recording: Recording) -> Due | GivenUp | None:
        """What the recording, as long as it is now, calls for."""
        if not self._left:
            return None
        action, now = self._left[0], recording.seconds
        because = self._reason(action.when, recording, now)
        if because:
            return Due(action, because)
        if now >= self._since + self._patience and not isinstance(action.when, AtSecond | Pause):
            return GivenUp(action, f"not heard within {self._patience:.0f} s: {_words(action.when)}")
        return None

    def finished(self, now: float) -> None:
        """The action due has been done, `now` seconds after the answer."""
        self._left.pop(0)
        self._since = now
        self._ear = _SilenceEar(int(now * RATE))

    def _reason(self, when: When, recording: Recording, now: float) -> str:
        match when:
            case AtSecond(seconds):
                return f"{seconds:g} s after the answer" if now >= seconds else ""
            case Pause(seconds):
                return f"{seconds:g} s later" if now >= self._since + seconds else ""
            case AtSilence():
                return "the other side has fallen silent" if self._ear.hear(recording) else ""
            case AtPrompt(name):
                return self._heard(name, recording)
            case _:
                assert_never(when)

    def _heard(self, name: str, recording: Recording) -> str:
        """Search what is new, and before it as much as the prompt needs to be known."""
        prompt, start = self._prompts[name], self._searched[name]
        if recording.length < self._search_again.get(name, 0):
            return ""
        self._search_again[name] = recording.length + SEARCH_EVERY
        heard = find(prompt, recording.samples(start))
        if heard is None:
            self._searched[name] = max(start, recording.length - needed(prompt))
            return ""
        at = heard.at_seconds + start / RATE
        self._searched[name] = int(at * RATE) + needed(prompt)
        return f"heard the prompt {name} at {at:.2f} s (score {heard.score:.2f})"


def _words(when: When) -> str:
    return f"the prompt {when.name}" if isinstance(when, AtPrompt) else "speech and then silence"


class _SilenceEar:
    """Listens for speech and then silence, from one position on."""

    def __init__(self, start: int) -> None:
        self._position, self._loud, self._quiet = start, 0, 0

    def hear(self, recording: Recording) -> bool:
        fresh = recording.samples(self._position)
        frames = fresh[: len(fresh) // FRAME * FRAME].reshape(-1, FRAME).astype(np.float64)
        self._position += frames.size
        for power in np.sqrt((frames**2).mean(axis=1)):
            self._loud += power >= LOUD
            self._quiet = 0 if power >= LOUD else self._quiet + 1
            if self._loud * FRAME >= SPOKEN * RATE and self._quiet * FRAME >= SILENT * RATE:
                return True
        return False
