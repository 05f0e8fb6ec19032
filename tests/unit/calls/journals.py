"""Journals of calls, written by hand, and their records."""

from __future__ import annotations

from calls.causes import Cause, EndedBy
from calls.contact import ContactRecord
from calls.happenings.entry import Entry, Happening
from calls.happenings.menu import (
    Chose,
    Heard,
    Pressed,
    Spoke,
)
from calls.happenings.offer import OfferClosed, Offered, PickedUp, Rang
from calls.happenings.queue import Queued
from calls.happenings.talk import (
    Connected,
    Held,
    Parted,
    Resumed,
)
from calls.happenings.visit import Answered, Arrived, Ended
from calls.ids import CallId, LegId, OfferId, PersonId
from calls.record import fold

CALL = CallId("call-20261122-061530-7f3a9c01")
LIN, WEI = PersonId("xiamen_1"), PersonId("1003")
FIRST, SECOND = OfferId("offer-1"), OfferId("offer-2")
ARRIVED = Arrived(LegId("leg-c"), "95105", "13911111111", "张三")


def written(*happenings: tuple[float, Happening]) -> list[Entry]:
    """The happenings as entries, numbered as they come."""
    return [Entry(CALL, seq, at, what) for seq, (at, what) in enumerate(happenings, 1)]


def told(*happenings: tuple[float, Happening]) -> ContactRecord:
    return fold(written(*happenings))


SERVED = written(
    (0.0, ARRIVED),
    (0.1, Answered()),
    (0.2, Spoke("zh")),
    (3.0, Heard("welcome.1", "main_menu", whole=False)),
    (3.2, Pressed("welcome.2", "2")),
    (3.2, Chose("welcome", "2", "wealth", "wealth.advice")),
    (4.0, Queued("wealth", 5, 4.0)),
    (4.1, Offered(FIRST, LIN, ("skill wealth 9.8", "free for 60 s"))),
    (4.5, Rang(FIRST, LegId("leg-1"))),
    (24.5, OfferClosed(FIRST, "EXPIRED", "no answer")),
    (24.6, Offered(SECOND, WEI, ("deputy of xiamen_1",))),
    (24.9, Rang(SECOND, LegId("leg-2"))),
    (28.0, PickedUp(SECOND)),
    (28.1, OfferClosed(SECOND, "ACCEPTED", "picked up")),
    (28.2, Connected(WEI, LegId("leg-2"))),
    (38.2, Held(WEI)),
    (43.2, Resumed(WEI)),
    (58.2, Parted(WEI, EndedBy.CALLER, Cause.NORMAL)),
    (58.2, Ended(EndedBy.CALLER, Cause.NORMAL)),
)
