"""News of a caller's leg that somebody waits for, past all other news of his conversation."""

from __future__ import annotations

from calls.errors import LegGone
from calls.events import LegEnded, LegParted, LegsJoined, LegTransferred
from service.call import Call


async def joined(call: Call) -> LegsJoined:
    """The news that the caller hears somebody. Raises LegGone when he has left."""
    while True:
        match await call.line.next():
            case LegsJoined(leg=leg) as news if leg == call.leg:
                return news
            case LegEnded(leg=leg, cause=cause) if leg == call.leg:
                raise LegGone(leg, cause)
            case _:
                continue


async def sent_on(call: Call) -> LegTransferred:
    """The news that the caller's leg was sent on, past that it is alone."""
    while True:
        event = await call.line.next()
        if event.leg == call.leg and isinstance(event, LegTransferred):
            return event


async def given_back(call: Call) -> LegParted | LegTransferred:
    """The news that the caller's leg left its conversation."""
    while True:
        event = await call.line.next()
        if event.leg == call.leg and isinstance(event, LegParted | LegTransferred):
            return event
