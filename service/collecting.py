"""Python's garbage collector, where a decision must come at once: it works between events, not in the middle of one.

By itself it looks at everything new after each 700 new containers. A call in the queue makes some 30, so every twentieth event or
so took half a millisecond longer, and every two hundredth 9 ms. Now it does the same every second, when little is new; what was
there when the service began is there for good and is not looked at again. Nearly everything goes away without it, when it is used
no more: it is only for what refers to itself in a circle.
"""

from __future__ import annotations

import asyncio
import gc

EVERY = 1.0
"""Seconds between two rounds."""
AT_LATEST = 10_000
"""New containers after which a round begins by itself: only where hundreds of events come in each second."""
MIDDLE = 1
"""The generation up to which a round goes: all that is new since the last."""


async def collect_between_events() -> None:
    """Until cancelled; then the collector is as it was."""
    before = gc.get_threshold()
    begin()
    try:
        while True:
            await asyncio.sleep(EVERY)
            gc.collect(MIDDLE)
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def begin() -> None:
    """What is there now is there for good."""
    gc.freeze()
    gc.set_threshold(AT_LATEST, *gc.get_threshold()[1:])
