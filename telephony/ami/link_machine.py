"""The link machine: when to connect, when to ask whether Asterisk is still there, when to give up and try
anew.

Without I/O: events and the time go in, decisions come out. The time is any clock in seconds that only moves
on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from calls.errors import IllegalStep
from telephony.ami.link_states import (
    TRANSITIONS,
    BackOffEnded,
    LinkBroken,
    LinkDenied,
    LinkEvent,
    LinkFailed,
    LinkOpened,
    LinkStarted,
    LinkState,
    LinkStopped,
    PingAnswered,
    PingCameDue,
    PongOverdue,
)


@dataclass(frozen=True, slots=True)
class Connect:
    """Decision: open a connection and log in."""


@dataclass(frozen=True, slots=True)
class Ping:
    """Decision: send a Ping."""


@dataclass(frozen=True, slots=True)
class Disconnect:
    """Decision: cut the connection, whatever it is doing."""


@dataclass(frozen=True, slots=True)
class TellUp:
    """Decision: the link is up; say so."""


@dataclass(frozen=True, slots=True)
class TellDown:
    """Decision: the link is down, or still is after another try; say why, and in how many seconds we try
    again.
    """

    why: str
    retry_in: float


Decision = Connect | Ping | Disconnect | TellUp | TellDown


@dataclass(frozen=True, slots=True)
class LinkPace:
    """How patient the link is, in seconds."""

    shortest_wait: float = 1.0
    longest_wait: float = 30.0
    ping_every: float = 10.0
    pong_within: float = 5.0
    steady_after: float = 30.0


class LinkMachine:
    """Keeps one link.

    `random` gives numbers in [0, 1): the jitter that keeps many services from returning at once.
    """

    def __init__(self, random: Callable[[], float], pace: LinkPace = LinkPace()) -> None:
        self._random, self._pace = random, pace
        self.state = LinkState.STOPPED
        self._tries = 0
        self._up_since = 0.0
        self._ping_at: float | None = None
        self._pong_by: float | None = None
        self._retry_at: float | None = None

    def receive(self, event: LinkEvent, now: float) -> list[Decision]:
        """What follows from `event`.

        Raises IllegalStep, and changes nothing, if the table does not have it.
        """
        was = self.state
        target = TRANSITIONS.get((was, type(event)))
        if target is None:
            raise IllegalStep(f"link: {type(event).__name__} while {was.value}")
        self.state = target
        return self._enter(event, was, now)

    def next_deadline(self) -> float | None:
        """When `tick` has something to do."""
        times = (self._ping_at, self._pong_by, self._retry_at)
        return min((at for at in times if at is not None), default=None)

    def tick(self, now: float) -> list[Decision]:
        """What follows from the time."""
        if self._retry_at is not None and now >= self._retry_at:
            return self.receive(BackOffEnded(), now)
        if self._pong_by is not None and now >= self._pong_by:
            return self.receive(PongOverdue(), now)
        if self._ping_at is not None and now >= self._ping_at:
            return self.receive(PingCameDue(), now)
        return []

    def _enter(self, event: LinkEvent, was: LinkState, now: float) -> list[Decision]:
        match event:
            case LinkStarted() | BackOffEnded():
                self._retry_at = None
                return [Connect()]
            case LinkOpened():
                return self._opened(now)
            case LinkFailed(why) | LinkBroken(why):
                return self._wait(why, now)
            case LinkDenied(why):
                self._tries = max(self._tries, 5)
                return self._wait(why, now)
            case PongOverdue():
                why = f"no answer to Ping within {self._pace.pong_within:g} s"
                return [Disconnect(), *self._wait(why, now)]
            case PingCameDue() | PingAnswered():
                return self._watch(event, now)
            case LinkStopped():
                return self._stopped(was)
        assert_never(event)

    def _opened(self, now: float) -> list[Decision]:
        self._up_since = now
        self._ping_at = now + self._pace.ping_every
        return [TellUp()]

    def _watch(self, event: PingCameDue | PingAnswered, now: float) -> list[Decision]:
        if isinstance(event, PingAnswered):
            self._pong_by, self._ping_at = None, now + self._pace.ping_every
            return []
        self._pong_by, self._ping_at = now + self._pace.pong_within, None
        return [Ping()]

    def _wait(self, why: str, now: float) -> list[Decision]:
        """Back off: the ceiling doubles with every try in a row, the jitter chooses below it."""
        if self._ping_at is not None or self._pong_by is not None:
            steady = now - self._up_since >= self._pace.steady_after
            self._tries = 0 if steady else self._tries
        self._ping_at = self._pong_by = None
        self._tries += 1
        pace = self._pace
        ceiling = min(pace.longest_wait, pace.shortest_wait * 2.0 ** min(self._tries, 16))
        wait = pace.shortest_wait + self._random() * (ceiling - pace.shortest_wait)
        self._retry_at = now + wait
        return [TellDown(why, wait)]

    def _stopped(self, was: LinkState) -> list[Decision]:
        self._tries = 0
        self._ping_at = self._pong_by = self._retry_at = None
        return [Disconnect()] if was is LinkState.UP else []
