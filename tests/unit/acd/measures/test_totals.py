"""Whatever happens in calls, and whatever a report is grouped by: its totals are those of the journal."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.measures import FORMULAS, By, Report, visits_of, wait_of
from acd.measures.facts import is_counted
from calls.causes import Cause, EndedBy
from calls.happenings.entry import KINDS, Entry, Happening
from calls.happenings.leaving import MessageLeft
from calls.happenings.menu import Chose, Heard, Pressed
from calls.happenings.offer import OfferClosed, Offered
from calls.happenings.queue import AskedFor, Believed, CallbackAsked, CallingBack, Foretold, GivenAway, Queued
from calls.happenings.talk import (
    AllJoined,
    Connected,
    Consulted,
    Held,
    Marked,
    Parted,
    RecordingKept,
    Reminded,
    Resumed,
    Transferred,
)
from calls.happenings.visit import Answered, Arrived, Ended, Failed, Gap, ProfileRead
from calls.ids import CallId, LegId, OfferId, PersonId
from calls.record import fold
from store.reports import NOT_COUNTED
from tests.unit.acd.measures.days import NINE, reported

queues, people = st.sampled_from(["orders", "wealth"]), st.sampled_from([PersonId("1001"), PersonId("1002")])
by_whom = st.sampled_from(list(EndedBy))
happenings = st.one_of(
    st.builds(Queued, queues, st.just(1), st.floats(NINE - 50, NINE + 9000)),
    st.builds(Foretold, queues, st.just(2), st.just(60.0), st.just(40.0), st.just(90.0)),
    st.builds(Believed, st.sampled_from(["", "vip"]), st.just(""), st.just(1.0), st.just(1.0)),
    st.builds(GivenAway, queues, st.sampled_from(["queue orders", "person xiamen_1", "flow bye"]), st.just("full")),
    st.builds(Connected, people, st.sampled_from([LegId("a"), LegId("b")])),
    st.builds(Parted, people, by_whom, st.just(Cause.NORMAL)),
    st.builds(Held, people),
    st.builds(Resumed, people),
    st.builds(Offered, st.just(OfferId("o")), people, st.just(())),
    st.builds(OfferClosed, st.just(OfferId("o")), st.sampled_from(["ACCEPTED", "EXPIRED"]), st.just("")),
    st.builds(Chose, st.just("m"), st.just("1"), st.just("f"), st.sampled_from(["", "order.status"])),
    st.builds(ProfileRead, st.just("found"), st.just(0.1), st.just(()), st.sampled_from(["", "vip"])),
    st.sampled_from([Transferred("x", "1001"), CallbackAsked("orders", "1", NINE), MessageLeft("box", "f", 3.0)]),
    st.sampled_from([Gap(3.0, "link lost"), Failed("no"), Answered(), Heard("s", "p"), Pressed("s", "1")]),
    st.builds(Consulted, people, people, st.just(LegId("c"))),
    st.sampled_from([AllJoined(PersonId("1001"), PersonId("1002")), Marked(PersonId("1001"), "visit")]),
    st.builds(Reminded, people, st.just(30.0)),
    st.builds(AskedFor, people, st.just(CallId("call-9"))),
    st.builds(RecordingKept, st.just("f.wav")),
)


@st.composite
def calls(draw: st.DrawFn) -> list[list[Entry]]:
    made = []
    for number in range(draw(st.integers(0, 6))):
        at = NINE + draw(st.floats(0, 86_000))
        call = CallId(f"call-{number}")
        arrived = Arrived(LegId(f"leg-{number}"), "95105", f"1380000{number % 2}", "")
        begins: list[Happening] = [arrived, CallingBack(call, "1", "q", 1)]
        told: list[tuple[float, Happening]] = [(at, draw(st.sampled_from(begins)))]
        for what in draw(st.lists(happenings, max_size=12)):
            at += draw(st.floats(0, 300))
            told.append((at, what))
        if draw(st.booleans()):
            told.append((at + draw(st.floats(0, 60)), Ended(draw(by_whom), Cause.NORMAL)))
        made.append([Entry(call, seq, *each) for seq, each in enumerate(told, 1)])
    return made


def figures(report: Report) -> list[object]:
    return [(name, [formula.of(tally) for formula in FORMULAS]) for name, tally in [*report.lines, ("", report.total)]]


@given(calls(), st.sampled_from(list(By)))
def test_lines_add_up_to_the_journal(journal: list[list[Entry]], by: By) -> None:
    records = [fold(entries) for entries in journal]
    report = reported(by, records)
    assert report.total.calls == len(records)
    assert report.total.outcomes == Counter(record.outcome for record in records)
    for count in (
        "calls",
        "outcomes",
        "called_back",
        "transfers",
        "gaps",
        "handled",
        "offers",
        "first",
        "foretold",
        "kept",
    ):
        lines = [getattr(tally, count) for _, tally in report.lines]
        assert sum(lines, start=type(getattr(report.total, count))()) == getattr(report.total, count), count
    for seconds in ("talked", "held", "wrapped", "gap_seconds"):
        assert sum(getattr(tally, seconds) for _, tally in report.lines) == pytest.approx(
            getattr(report.total, seconds)
        )


@given(calls(), st.sampled_from([by for by in By if by is not By.QUEUE]))
def test_waits_add_up_too_but_by_queue(journal: list[list[Entry]], by: By) -> None:
    records = [fold(entries) for entries in journal]
    report = reported(by, records)
    waits = [wait for wait in map(wait_of, records) if wait is not None]
    for tallies in ([report.total], [tally for _, tally in report.lines]):
        assert sum(tally.offered for tally in tallies) == len(waits)
        assert sum(tally.short for tally in tallies) == report.total.short
        assert sum(tally.in_time for tally in tallies) == report.total.in_time
        assert sum(sum(tally.waited.values()) for tally in tallies) == pytest.approx(sum(w.seconds for w in waits))


@given(calls())
def test_by_queue_every_second_of_waiting_is_counted_in_its_queue(journal: list[list[Entry]]) -> None:
    records = [fold(entries) for entries in journal]
    counted = [record for record in records if is_counted(record)]
    lines = [tally for _, tally in reported(By.QUEUE, records).lines]
    assert sum(tally.offered for tally in lines) == sum(len(visits_of(record)) for record in counted)
    assert sum(sum(tally.waited.values()) for tally in lines) == pytest.approx(sum(record.waited for record in counted))


@given(calls(), st.sampled_from([None, *By]), st.randoms(use_true_random=False))
def test_an_entry_written_twice_or_out_of_order_changes_nothing(
    journal: list[list[Entry]], by: By | None, chance: random.Random
) -> None:
    twice = [[*entries, *chance.choices(entries, k=3)] for entries in journal]
    for entries in twice:
        chance.shuffle(entries)
    once, again = (reported(by, map(fold, each)) for each in (journal, twice))
    assert figures(once) == figures(again)
    assert once.total == again.total


@given(calls(), st.sampled_from([None, *By]))
def test_what_reports_do_not_read_changes_nothing(journal: list[list[Entry]], by: By | None) -> None:
    read = [[entry for entry in entries if type(entry.what).__name__ not in NOT_COUNTED] for entries in journal]
    assert reported(by, map(fold, read)).total == reported(by, map(fold, journal)).total


@given(calls())
def test_ratios_are_ratios(journal: list[list[Entry]]) -> None:
    for _, tally in reported(By.QUEUE, map(fold, journal)).lines:
        shares = [
            formula.of(tally) for formula in FORMULAS if formula.unit == "share" and formula.name != "transfer_rate"
        ]
        assert all(share is None or 0.0 <= share <= 1.0 for share in shares)


def test_the_drawn_calls_know_every_kind_that_is_read() -> None:
    """A kind added to the happenings must be drawn above, or be one that no figure depends on (`NOT_COUNTED`)."""
    drawn = (AllJoined, Arrived, AskedFor, Believed, CallbackAsked, CallingBack, Chose, Connected, Consulted, Ended,
             Failed, Foretold, Gap, GivenAway, Held, Marked, MessageLeft, OfferClosed, Offered, Parted, ProfileRead,
             Queued, Reminded, Resumed, Transferred)  # fmt: skip
    assert set(KINDS) - set(NOT_COUNTED) == {kind.__name__ for kind in drawn}
