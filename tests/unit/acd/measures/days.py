"""A day made by hand: a call of every outcome, with times that can be added up in the head."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from acd.measures import By, Report, Rules
from acd.measures.calendar import Slot, begin_of, end_of
from calls.causes import Cause, EndedBy
from calls.contact import ContactRecord
from calls.happenings.entry import Entry, Happening
from calls.happenings.leaving import MessageLeft
from calls.happenings.menu import Chose
from calls.happenings.offer import OfferClosed, Offered
from calls.happenings.queue import CallbackAsked, CallingBack, Queued
from calls.happenings.talk import Connected, Held, Parted, Resumed, Transferred
from calls.happenings.visit import Arrived, Ended, Gap, ProfileRead
from calls.ids import CallId, LegId, OfferId, PersonId
from calls.record import fold

ZONE = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 11, 22, 9, 0, tzinfo=ZONE).timestamp()
RULES = Rules(
    ZONE,
    within={"orders": 20.0, "wealth": 10.0},
    region=lambda person: {"1001": "south", "1002": "north", "1003": "south"}.get(person, ""),
)
WRAPPED = {("1001", "call-1"): 12.0}
Told = tuple[float, Happening]


def entries(number: int, at: float, *told: Told) -> list[Entry]:
    """The entries of call `call-<number>`; times of what is told are seconds after `at`."""
    call = CallId(f"call-{number}")
    return [Entry(call, seq, at + after, _placed(what, at + after)) for seq, (after, what) in enumerate(told, 1)]


def _placed(what: Happening, at: float) -> Happening:
    return replace(what, joined_at=at) if isinstance(what, Queued) else what


def inbound(number: int, at: float, *told: Told, ends: Told | None = None, segment: str = "") -> list[Entry]:
    """A call from outside, about nothing said before; `ends` None: it lasts."""
    arrived = Arrived(LegId(f"leg-{number}"), "95105", f"1380000{number:04d}", "")
    profile = [(0.1, ProfileRead("found", 0.1, ("segment",), segment))] if segment else []
    return entries(number, at, (0.0, arrived), *profile, *told, *([ends] if ends else []))


def ended(after: float, by: EndedBy = EndedBy.CALLER) -> Told:
    """The end of a call."""
    return after, Ended(by, Cause.NORMAL)


def waits(after: float, queue: str = "orders") -> Told:
    """He begins to wait."""
    return after, Queued(queue, 1, NINE)


def talks(after: float, person: str) -> Told:
    """He talks with this person."""
    return after, Connected(PersonId(person), LegId(f"leg-of-{person}"))


def parts(after: float, person: str) -> Told:
    """The conversation is over."""
    return after, Parted(PersonId(person), EndedBy.PERSON, Cause.NORMAL)


def offered(after: float, person: str, how: str) -> list[Told]:
    """An offer that ended so."""
    offer = OfferId(f"offer-{person}-{after}")
    return [(after, Offered(offer, PersonId(person), ())), (after + 1, OfferClosed(offer, how, "so"))]


def the_day() -> list[list[Entry]]:
    """Sixteen calls, one every ten minutes from nine o'clock on, in Shanghai on 2026-11-22."""
    hold: list[Told] = [(60.0, Held(PersonId("1001"))), (80.0, Resumed(PersonId("1001")))]
    callback = CallingBack(CallId("call-6"), "13800000006", "orders", 1)
    self_served = (5.0, Chose("welcome", "1", "status", "order.status"))
    sent = Transferred("1002", "1001")
    back = Arrived(LegId("leg-12"), "95105", "13800000006", "")
    made: list[Callable[[int, float], list[Entry]]] = [
        lambda n, at: inbound(
            *(n, at, waits(10)), *offered(11, "1001", "ACCEPTED"), talks(25, "1001"), *hold, ends=ended(125), segment="vip"
        ),
        lambda n, at: inbound(
            *(n, at, waits(5)), *offered(6, "1001", "EXPIRED"), *offered(30, "1002", "ACCEPTED"), talks(45, "1002"),
            ends=ended(105),
        ),
        lambda n, at: inbound(n, at, waits(5), ends=ended(65), segment="vip"),
        lambda n, at: inbound(n, at, waits(5), ends=ended(8)),
        lambda n, at: inbound(n, at, waits(0), waits(30, "wealth"), talks(38, "1003"), ends=ended(98), segment="vip"),
        lambda n, at: inbound(n, at, waits(5), (25.0, CallbackAsked("orders", "13800000006", NINE)), ends=ended(30)),
        lambda n, at: inbound(n, at, waits(5), (40.0, MessageLeft("sales", "f.wav", 9.0)), ends=ended(45)),
        lambda n, at: inbound(n, at, waits(5), (15.0, Transferred("outside", "plan")), ends=ended(20)),
        lambda n, at: inbound(n, at, self_served, ends=ended(20, EndedBy.HOTLINE)),
        lambda n, at: inbound(n, at, ends=ended(9)),
        lambda n, at: inbound(n, at, ends=ended(2, EndedBy.SWITCH)),
        lambda n, at: entries(n, at, (0.0, callback), waits(0), (30.0, back), talks(31, "1001"), ended(81)),
        lambda n, at: entries(n, at, (0.0, callback), waits(0), ended(50, EndedBy.HOTLINE)),
        lambda n, at: inbound(n, at, waits(5)),
        lambda n, at: inbound(
            *(n, at, waits(5), talks(15, "1001"), (40.0, Gap(5.0, "link lost")), (45.0, sent), parts(45, "1001")),
            *(talks(45, "1002"),), ends=ended(85),
        ),
        lambda n, at: inbound(n, at, talks(5, "1002"), ends=ended(25)),
    ]  # fmt: skip
    return [make(number, NINE + 600.0 * number) for number, make in enumerate(made, 1)]


def records(day: Iterable[list[Entry]]) -> list[ContactRecord]:
    """The calls, folded."""
    return [fold(each) for each in day]


def reported(by: By | None = None, day: Iterable[ContactRecord] | None = None, rules: Rules = RULES) -> Report:
    """A report of these calls, or of the day made by hand."""
    since = begin_of(Slot.DAY, NINE, rules.zone)
    report = Report(by, since, end_of(Slot.DAY, since, rules.zone), rules)
    for record in records(the_day()) if day is None else day:
        report.call(record, lambda person, call: WRAPPED.get((person, call), 0.0))
    return report
