"""What a step of the menus costs: the session driven without I/O, by callers whose every key is known beforehand.

A step of the session is one event taken and the next action asked for: a prompt over, a key pressed. Calls are walked
once to learn their events, and walked again, by the clock, without anybody who decides.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from ivr.actions import (
    Answer,
    AskCallback,
    AwaitProfile,
    Blocking,
    Collect,
    Enqueue,
    HangUp,
    LookUp,
    Play,
    TakeMessage,
    Transfer,
)
from ivr.dialplan import Plan
from ivr.events import (
    CallbackKept,
    Digits,
    Done,
    Event,
    Gone,
    MessageTaken,
    NotFound,
    Served,
    Started,
    TransferFailed,
)
from ivr.session import Session
from service.bench.chances import seeded

MONDAY = 1767578400.0
"""Monday 5 January 2026, 10:00 in Shanghai: offices are open."""
KEYS = "123123123120"
"""What callers press; a key that stands here oftener is pressed oftener."""
LONGEST = 60
"""Events after which a caller of the bench hangs up."""
CALLS = 200
BARE_CALLS = 200_000

Walked = Sequence[Event]


@dataclass(frozen=True, slots=True)
class Walks:
    """Calls to one number of a plan, each with every event that its session takes."""

    plan: Plan
    number: str
    calls: Sequence[Walked]

    @property
    def steps(self) -> int:
        """Events in all calls."""
        return sum(len(call) for call in self.calls)


def walks(plan: Plan, number: str, calls: int = CALLS) -> Walks:
    """So many callers. The n-th presses the same keys in every plan, as long as he is asked the same."""
    return Walks(plan, number, [_walked(plan, number, which) for which in range(calls)])


def _walked(plan: Plan, number: str, which: int) -> Walked:
    chance = seeded(which)
    session, events = Session.begin(plan, number, MONDAY), list[Event]([Started()])
    session.receive(events[0], MONDAY)
    while (asked := session.outstanding) is not None and not isinstance(asked, HangUp):
        events.append(_answer(asked, chance) if len(events) < LONGEST else Gone())
        session.receive(events[-1], MONDAY)
    return events


def _answer(asked: Blocking, chance: Random) -> Event:
    if isinstance(asked, Collect):
        return Digits("".join(chance.choices(KEYS, k=min(asked.max_digits, 8))))
    return ANSWERS[type(asked)]


ANSWERS: Mapping[type[Blocking], Event] = {
    Answer: Done(),
    Play: Done(),
    AwaitProfile: Done(),
    LookUp: NotFound("nobody is asked in a bench"),
    TakeMessage: MessageTaken(10.0),
    AskCallback: CallbackKept(),
    Enqueue: Served(),
    Transfer: TransferFailed(),
    HangUp: Gone(),
}
"""What comes of everything but a question."""


def walk_again(of: Walks) -> None:
    """Every call from beginning to end."""
    for events in of.calls:
        session = Session.begin(of.plan, of.number, MONDAY)
        for event in events:
            session.receive(event, MONDAY)


def call_bare(calls: int = BARE_CALLS) -> None:
    """A loop of bare calls of a Python function: what this machine and this Python need for next to nothing."""
    for _ in range(calls):
        _nothing(None)


def _nothing(given: object) -> object:
    return given


def cost_of_each(contests: Mapping[str, tuple[Callable[[], None], int]], rounds: int) -> dict[str, float]:
    """CPU seconds of one, by name: (what is done, how many there are in it). They take turns; the best round counts."""
    costs = {name: float("inf") for name in contests}
    for _ in range(rounds):
        for name, (do, count) in contests.items():
            costs[name] = min(costs[name], _cpu_seconds(do) / count)
    return costs


def _cpu_seconds(do: Callable[[], None]) -> float:
    """Of this thread: what else the machine does is not in it, but for the caches that it takes away."""
    began = time.thread_time()
    do()
    return time.thread_time() - began
