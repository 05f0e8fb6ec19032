"""The figures of a day made by hand, each worked out beside it."""

from __future__ import annotations

import pytest

from acd.measures import FORMULAS, By, Result, agents_worth
from acd.measures.formulas import (
    handling_time,
    occupancy,
    service_level,
    speed_of_answer,
    wait_bias,
    wait_error,
    wait_kept,
)
from acd.measures.tally import Tally
from acd.states import PersonState
from calls.contact import Outcome
from calls.happenings.queue import Foretold
from tests.unit.acd.measures.days import NINE, ended, inbound, records, reported, talks, waits

TOTAL = {
    "service_level": 2 / 8,  # calls 1 and 15 of 9 who waited, less one short abandon
    "abandonment": 1 / 8,
    "short_abandons": 1 / 9,
    "speed_of_answer": (15 + 40 + 38 + 10) / 4,
    "wait_of_abandoned": (60 + 3) / 2,
    "wait_of_everybody": (15 + 40 + 60 + 3 + 38 + 20 + 40 + 10 + 10) / 9,
    "longest_wait": 60.0,
    "handling_time": (80 + 60 + 60 + 50 + 30 + 40 + 20 + 20 + 12) / 7,  # seven talks, a hold, a wrap-up
    "wait_error": None,
    "wait_bias": None,
    "wait_kept": None,
    "occupancy": None,
    "no_answer": 1 / 3,
    "transfer_rate": 2 / 13,
    "first_contact_resolution": None,
    "containment": 1 / 13,
}


def test_every_figure_of_the_day() -> None:
    total = reported().total
    found = {formula.name: formula.of(total) for formula in FORMULAS}
    assert found == pytest.approx(TOTAL)


def test_every_outcome_is_counted_once() -> None:
    total = reported().total
    assert total.calls == 16
    once = {outcome: 1 for outcome in Outcome if outcome not in (Outcome.TURNED_AWAY, Outcome.CONSULTATION)}
    assert total.outcomes == once | {Outcome.SERVED: 6, Outcome.ABANDONED: 2}
    assert (total.called_back, total.transfers, total.gaps, total.gap_seconds) == (2, 2, 1, 5.0)
    assert total.waits == {
        Result.ANSWERED: 4,
        Result.ABANDONED: 2,
        Result.CALLBACK: 1,
        Result.MESSAGE: 1,
        Result.SENT_ON: 1,
    }


def test_a_wait_in_two_queues_counts_once_overall_and_once_in_each() -> None:
    report = reported(By.QUEUE)
    lines = dict(report.lines)
    assert report.total.offered == 9
    assert (lines["orders"].offered, lines["wealth"].offered) == (9, 1)
    assert lines["orders"].waits[Result.MOVED] == 1
    assert lines["orders"].waited[Result.MOVED] == 30.0
    # 38 s in all, but wealth had him for 8 s of them, and promises 10 s
    assert (speed_of_answer(lines["wealth"]), service_level(lines["wealth"])) == (8.0, 1.0)
    assert service_level(lines["orders"]) == 2 / 8
    assert speed_of_answer(report.total) == 25.75


def test_work_counts_for_who_did_it() -> None:
    people = dict(reported(By.PERSON).lines)
    assert {name: (tally.handled, tally.talked, tally.held, tally.wrapped) for name, tally in people.items()} == {
        "": (0, 0.0, 0.0, 0.0),
        "1001": (3, 160.0, 20.0, 12.0),
        "1002": (3, 120.0, 0.0, 0.0),
        "1003": (1, 60.0, 0.0, 0.0),
    }
    assert (people["1001"].offers["EXPIRED"], people["1001"].offers["ACCEPTED"]) == (1, 1)
    regions = dict(reported(By.REGION).lines)
    assert (regions["south"].handled, regions["north"].handled) == (4, 3)
    assert (regions["south"].calls, regions["north"].calls, regions[""].calls) == (4, 2, 10)


def test_classes_are_those_of_the_profiles() -> None:
    classes = dict(reported(By.CLASS).lines)
    assert (classes["vip"].calls, classes["vip"].offered, classes[""].calls) == (3, 3, 13)
    assert service_level(classes["vip"]) == 1 / 3


def test_half_hours_and_days_are_those_of_the_arrival() -> None:
    halves = dict(reported(By.HALF_HOUR).lines)
    assert {name: tally.calls for name, tally in halves.items()} == {
        "2026-11-22 09:00": 2,
        "2026-11-22 09:30": 3,
        "2026-11-22 10:00": 3,
        "2026-11-22 10:30": 3,
        "2026-11-22 11:00": 3,
        "2026-11-22 11:30": 2,
    }
    assert [(name, tally.calls) for name, tally in reported(By.DAY).lines] == [("2026-11-22", 16)]


def test_occupancy_is_of_the_time_in_which_somebody_could_be_rung() -> None:
    tally = Tally()
    for state, reason, seconds in (
        (PersonState.LOGGED_OUT, "", 9999.0),
        (PersonState.NOT_READY, "lunch", 1800.0),
        (PersonState.NOT_READY, "lunch", 600.0),
        (PersonState.READY, "", 500.0),
        (PersonState.RESERVED, "call 1", 1.0),
        (PersonState.RINGING, "call 1", 9.0),
        (PersonState.TALKING, "call 1", 1200.0),
        (PersonState.WRAP_UP, "wrap-up", 290.0),
    ):
        tally.time(state, reason, seconds)
    assert occupancy(tally) == 1490 / 2000
    assert tally.pauses == {"lunch": 2400.0}


def test_the_menus_are_worth_agents() -> None:
    """900 served by the menus at an AHT of 200 s are 50 hours of talk: at 80 % occupancy 62.5 paid hours, 7.8 shifts."""
    tally = Tally(handled=10, talked=1500.0, held=100.0, wrapped=400.0)
    tally.outcomes[Outcome.SELF_SERVED] = 900
    tally.states = {PersonState.TALKING: 80.0, PersonState.READY: 20.0}
    assert handling_time(tally) == 200.0
    assert agents_worth(tally, days=1) == pytest.approx(7.8125)
    assert agents_worth(tally, days=2) == pytest.approx(7.8125 / 2)
    assert agents_worth(Tally(), days=1) is None


def test_waits_that_were_foretold() -> None:
    """60 s foretold, 30 to 80 told: his turn came after 50, and another's after 100. A third gave up: nobody knows."""
    told = (5.0, Foretold("orders", 2, 60.0, 30.0, 80.0))
    calls = [
        inbound(1, NINE, waits(5), told, talks(55, "1001"), ended(99)),
        inbound(2, NINE, waits(5), told, talks(105, "1001"), ended(199)),
        inbound(3, NINE, waits(5), told, ended(40)),
    ]
    report = reported(By.QUEUE, records(calls))
    for tally in (report.total, dict(report.lines)["orders"]):
        assert tally.foretold == 2
        assert (wait_bias(tally), wait_kept(tally)) == (15.0, 0.5)
        assert wait_error(tally) == pytest.approx(((10**2 + 40**2) / 2) ** 0.5)


def test_nothing_is_no_figure() -> None:
    assert {formula.of(Tally()) for formula in FORMULAS} == {None}
