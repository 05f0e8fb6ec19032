"""Why a call is ended by us when the plan has nothing left for it."""

from __future__ import annotations

from calls.causes import EndedBy
from ivr.actions import HangUp
from ivr.events import Event, Served
from service.call import Call


def plan_ended(call: Call, last: Event | None, wish: HangUp) -> None:
    """Nothing is left to do: because the person hung up, or because the dialplan says so."""
    if isinstance(last, Served):
        call.end(EndedBy.PERSON, "the person hung up", wish.cause)
    else:
        call.end(EndedBy.HOTLINE, "the dialplan hung up", wish.cause)


def handed_over(call: Call) -> None:
    """He was handed over by the plan, and that conversation has ended: nothing in the plan comes after it."""
    call.end(EndedBy.PERSON, "the other phone hung up")
