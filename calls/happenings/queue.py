"""What happened to the caller's place in a queue, and to the call back that keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from calls.ids import CallId


@dataclass(frozen=True, slots=True)
class Queued:
    """The caller began to wait. `joined_at` is earlier than the entry when a place is kept.

    `wishes`: what he would like of the person, each as `dialect: minnan`.
    """

    queue: str
    priority: int
    joined_at: float
    wishes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallbackAsked:
    """The caller wants to be called back, and keeps the place that he took at `joined_at`."""

    queue: str
    number: str
    joined_at: float


@dataclass(frozen=True, slots=True)
class CallingBack:
    """We begin to call somebody back, who asked for it in the call `asked_in`. `attempt` counts from 1."""

    asked_in: CallId
    number: str
    queue: str
    attempt: int
