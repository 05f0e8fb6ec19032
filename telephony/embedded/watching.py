"""Keeping Asterisk alive: its death is noticed at once, it is started again with growing pauses, for ever."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from typing import Never, Protocol

import structlog

from calls.errors import HotlineError
from telephony.embedded.restarts import BecameReady, Died, Event, Restarts, StartFailed, State, Wait

log = structlog.get_logger(__name__)
Told = Callable[[], None]


class Startable(Protocol):
    """What is kept alive: an `Exchange`."""

    async def start(self) -> object:
        """Start or adopt it; raise HotlineError or OSError when that does not succeed."""
        ...

    async def ended(self) -> str:
        """Return when it has died, telling how."""
        ...


async def keep_alive(
    exchange: Startable,
    on_died: Told,
    on_ready: Told,
    jitter: Callable[[], float] = random.random,
    clock: Callable[[], float] = time.monotonic,
) -> Never:
    """Run this as a task beside the calls, from after `Exchange.start` until it is cancelled.

    `on_died` is called once for every death, `on_ready` when calls can come again: then read the switch anew.
    """
    machine = Restarts(clock(), jitter)
    while True:
        how = await exchange.ended()
        log.error("asterisk_died", how=how)
        _note(machine, Died(), clock())
        on_died()
        while machine.state is not State.RUNNING:
            await _pause(machine, clock)
            await _try(exchange, machine, clock)
        on_ready()


async def _try(exchange: Startable, machine: Restarts, clock: Callable[[], float]) -> None:
    try:
        await exchange.start()
    except (HotlineError, OSError) as error:
        log.error("asterisk_not_started", reason=str(error))  # noqa: TRY400 - its words are the reason, not our trace
        _note(machine, StartFailed(), clock())
    else:
        _note(machine, BecameReady(), clock())


async def _pause(machine: Restarts, clock: Callable[[], float]) -> None:
    """Until the machine says start."""
    while (deadline := machine.next_deadline()) is not None:
        await asyncio.sleep(max(0.0, deadline - clock()))
        machine.tick(clock())


def _note(machine: Restarts, event: Event, now: float) -> None:
    for decision in machine.receive(event, now):
        if isinstance(decision, Wait):
            log.warning("asterisk_starts_again", attempt=decision.attempt, wait=round(decision.until - now, 2))
