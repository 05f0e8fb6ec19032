"""What the end of a ringing phone says: of the person, or of that phone only."""

from __future__ import annotations

from acd.messages import Refusal
from calls.causes import Cause

REFUSALS = {
    Cause.BUSY: Refusal.BUSY,
    Cause.REJECTED: Refusal.REJECTED,
    Cause.NO_ANSWER: Refusal.NO_ANSWER,
    Cause.NO_RESPONSE: Refusal.NO_ANSWER,
    Cause.RECOVERY_ON_TIMER: Refusal.UNREACHABLE,
    Cause.ABSENT: Refusal.UNREACHABLE,
    Cause.UNALLOCATED: Refusal.UNREACHABLE,
    Cause.NO_ROUTE: Refusal.UNREACHABLE,
    Cause.OUT_OF_ORDER: Refusal.UNREACHABLE,
    Cause.NETWORK_OUT_OF_ORDER: Refusal.UNREACHABLE,
}
"""What the end of a ringing leg says about the person; any other cause: the phone could not be rung."""
NEXT_PHONE = frozenset({Refusal.UNREACHABLE, Refusal.BUSY, Refusal.FAILED})
"""What says nothing of the person, only of one phone of his: the next is tried."""
