"""One line, first come first served, reckoned without a dispatcher: who gives up. For the simulator to agree with.

Whoever arrives is served when the first of the people is done who are not taken by callers before him; if his patience ends
sooner, he gives up, and nobody after him notices (F. Baccelli, G. Hebuterne, "On Queues with Impatient Customers", in
"Performance '81").
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapreplace

Caller = tuple[float, float, float]
"""When he arrives, how long he will wait, how long he is spoken with."""


def giving_up(callers: Iterable[Caller], servers: int) -> list[bool]:
    """Of each caller, in order of arrival, whether he gives up."""
    done, found = [0.0] * servers, []
    for arrives, patience, handling in callers:
        begins = max(arrives, done[0])
        gives_up = arrives + patience < begins
        found.append(gives_up)
        if not gives_up:
            heapreplace(done, begins + handling)
    return found
