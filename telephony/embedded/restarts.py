"""When to start Asterisk again after it died: a machine without clock or process (see the shape of every machine)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from calls.errors import IllegalStep

FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0
"""Seconds before a start is tried again: doubled each time, shortened at random by up to a half."""
CALM_AFTER = 60.0
"""Seconds of running after which a death counts as the first one again."""


class State(StrEnum):
    """Where we stand with the process."""

    RUNNING = "running"
    WAITING = "waiting"
    STARTING = "starting"


@dataclass(frozen=True, slots=True)
class Died:
    """The process has ended and nobody asked for it."""


@dataclass(frozen=True, slots=True)
class BecameReady:
    """The process takes calls."""


@dataclass(frozen=True, slots=True)
class StartFailed:
    """It was started and did not become ready."""


@dataclass(frozen=True, slots=True)
class Start:
    """Start it now. `attempt` counts from 1 since it last ran calmly."""

    attempt: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing before `until`; `attempt` is the one that comes then."""

    until: float
    attempt: int


Event = Died | BecameReady | StartFailed
Decision = Start | Wait
STEPS = {
    (State.RUNNING, Died): State.WAITING,
    (State.STARTING, BecameReady): State.RUNNING,
    (State.STARTING, StartFailed): State.WAITING,
    (State.STARTING, Died): State.WAITING,
}


class Restarts:
    """Begins with a running process. It never gives up. `jitter` returns a number from 0 to 1."""

    def __init__(self, now: float, jitter: Callable[[], float]) -> None:
        self.state = State.RUNNING
        self._jitter = jitter
        self._ready_at = now
        self._attempt = 0
        self._deadline: float | None = None

    def receive(self, event: Event, now: float) -> list[Decision]:
        """Take in what happened. Raises IllegalStep, and changes nothing, when it cannot happen in this state."""
        following = STEPS.get((self.state, type(event)))
        if following is None:
            raise IllegalStep(f"restarts: {type(event).__name__} while {self.state}")
        was, self.state = self.state, following
        if following is State.RUNNING:
            self._ready_at = now
            return []
        if was is State.RUNNING and now - self._ready_at >= CALM_AFTER:
            self._attempt = 0
        return [self._wait(now)]

    def next_deadline(self) -> float | None:
        """When `tick` has something to say."""
        return self._deadline

    def tick(self, now: float) -> list[Decision]:
        """Time has passed."""
        if self._deadline is None or now < self._deadline:
            return []
        self._deadline = None
        self.state = State.STARTING
        return [Start(self._attempt)]

    def _wait(self, now: float) -> Wait:
        longest = min(FIRST_WAIT * 2 ** min(self._attempt, 10), LONGEST_WAIT)
        self._attempt += 1
        self._deadline = now + longest * (1 - self._jitter() / 2)
        return Wait(self._deadline, self._attempt)
