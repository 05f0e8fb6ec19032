"""Calls to write in tests."""

from __future__ import annotations

from calls.causes import Cause, EndedBy
from calls.happenings.entry import Entry, Happening
from calls.happenings.menu import Chose, Heard, Pressed, Spoke
from calls.happenings.offer import OfferClosed, Offered, PickedUp, Rang
from calls.happenings.queue import Queued
from calls.happenings.talk import Connected, Parted
from calls.happenings.visit import Answered, Arrived, Ended
from calls.ids import CallId, LegId, OfferId, PersonId


def call_id(number: int) -> CallId:
    """An id as the service makes them, with `number` in it."""
    return CallId(f"call-20261122-061530-{number:08x}")


def written(call: CallId, *happenings: tuple[float, Happening]) -> list[Entry]:
    """The happenings as entries of this call, numbered as they come."""
    return [Entry(call, seq, at, what) for seq, (at, what) in enumerate(happenings, 1)]


def served(number: int, at: float = 1000.0, caller: str = "13911111111", by: EndedBy = EndedBy.CALLER) -> list[Entry]:
    """A call that was served, 14 entries in 60 seconds."""
    offer, person, leg = OfferId(f"offer-{number}"), PersonId("1003"), LegId(f"leg-{number}")
    return written(
        call_id(number),
        (at, Arrived(LegId(f"caller-{number}"), "95105", caller, "张三")),
        (at + 0.1, Answered()),
        (at + 0.2, Spoke("zh")),
        (at + 3.0, Heard("welcome.1", "main_menu", whole=False)),
        (at + 3.2, Pressed("welcome.2", "2")),
        (at + 3.2, Chose("welcome", "2", "wealth", "wealth.advice")),
        (at + 4.0, Queued("wealth", 5, at + 4.0)),
        (at + 4.1, Offered(offer, person, ("skill wealth 9.8", "free for 60 s"))),
        (at + 4.5, Rang(offer, leg)),
        (at + 8.0, PickedUp(offer)),
        (at + 8.0, OfferClosed(offer, "ACCEPTED", "picked up")),
        (at + 8.1, Connected(person, leg)),
        (at + 60.0, Parted(person, by, Cause.NORMAL)),
        (at + 60.0, Ended(by, Cause.NORMAL)),
    )


def waiting(number: int, at: float = 1000.0) -> list[Entry]:
    """A call whose caller still waits, 3 entries."""
    return [*served(number, at)[:2], Entry(call_id(number), 3, at + 4.0, Queued("wealth", 5, at + 4.0))]
