"""Orders to ring that the tests of the switch give."""

from __future__ import annotations

from calls.events import Caller
from calls.ids import CallId, LegId, OfferId
from calls.switch import Marks, RingOrder, Role, Seat, Target

RUNG, ABSENT = LegId("leg-20261122-061530-7f3a9c01"), LegId("leg-20261122-061531-00c0ffee")


def order(target: Target = Seat("1001"), ring_for: float = 20.0) -> RingOrder:
    marks = Marks(CallId("call-1"), Role.OFFER, OfferId("offer-1"))
    return RingOrder(RUNG, target, ring_for, Caller("13800001111", 'Bob" <110>'), marks)
