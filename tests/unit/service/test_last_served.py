"""Who served a caller last, over a restart too."""

from __future__ import annotations

from calls.ids import CallId, PersonId
from calls.record import fold
from service import last_served
from service.last_served import NOBODY, LastServed
from tests.unit.store.samples import call_id, served

LIN, WEI = PersonId("lin"), PersonId("wei")
OTHER = CallId("call-other")


def test_what_an_earlier_service_kept_counts_until_something_newer() -> None:
    record = fold(served(1))
    known = LastServed(lambda _call: None, [(record.number, LIN), (record.number, WEI), ("139", LIN)])
    assert (known.of(OTHER, record.number), known.of(OTHER, "139")) == (WEI, LIN)
    known.ended(record)
    assert known.of(OTHER, record.number) == record.talks[-1].whom
    assert known.of(OTHER, "") == NOBODY


def test_who_talks_in_this_very_call_comes_first() -> None:
    record = fold(served(1))
    known = LastServed(lambda call: record if call == call_id(1) else None, [(record.number, WEI)])
    assert known.of(call_id(1), record.number) == record.talks[-1].whom


def test_only_so_many_callers_are_remembered() -> None:
    many = ((f"{number}", LIN) for number in range(last_served.REMEMBERED + 1))
    known = LastServed(lambda _call: None, many)
    assert (known.of(OTHER, "0"), known.of(OTHER, "1")) == (NOBODY, LIN)
