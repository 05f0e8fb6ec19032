"""Python's garbage collector, where a decision must come at once: it works between events, not in the middle of one.

By itself it looks at everything new after each 700 new containers. A call in the queue makes some 30, so every twentieth event or
so took half a millisecond longer, and every two hundredth 9 ms. Now it does the same every second, when little is new; what was
there when the service began is there for good and is not looked at again. Nearly everything goes away without it, when it is used
no more: it is only for what refers to itself in a circle. A call that outlived a round may leave such a circle, which is new no
more: so everything since the beginning is looked at from time to time. By itself that would never be, as a round a second leaves
nothing to begin it.
"""

from __future__ import annotations

import asyncio
import gc
from itertools import count

EVERY = 1.0
"""Seconds between two rounds."""
AT_LATEST = 10_000
"""New containers after which a round begins by itself: only where hundreds of events come in each second."""
MIDDLE, WHOLE = 1, 2
"""The generation up to which a round goes: all that is new since the last, or all but what was there at the beginning."""
WHOLE_AFTER = 600
"""Rounds, after which one looks at everything that came since the service began."""


async def collect_between_events() -> None:
    """Until cancelled; then the collector is as it was."""
    before = gc.get_threshold()
    begin()
    try:
        for number in count(1):
            await asyncio.sleep(EVERY)
            gc.collect(MIDDLE if number % WHOLE_AFTER else WHOLE)
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def begin() -> None:
    """What is there now is there for good."""
    gc.freeze()
    gc.set_threshold(AT_LATEST, *gc.get_threshold()[1:])
