"""How long people were in each state, and which wrap-up belongs to which call."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from acd.measures import By, Change, Report, StateClock, Stretch
from acd.states import PersonState
from calls.ids import CallId, PersonId
from tests.unit.acd.measures.days import NINE, RULES

WEI = PersonId("1001")
S = PersonState


def told(*changes: tuple[float, PersonState, str]) -> list[Change]:
    return [Change(WEI, state, reason, NINE + at) for at, state, reason in changes]


def clock_after(changes: list[Change]) -> tuple[StateClock, list[Stretch]]:
    stretches: list[Stretch] = []
    clock = StateClock(stretches.append)
    for change in changes:
        clock.changed(change)
    return clock, stretches


def test_a_state_lasts_until_the_next_one_and_the_last_until_the_end() -> None:
    clock, stretches = clock_after(told((0, S.READY, ""), (30, S.NOT_READY, "lunch"), (90, S.READY, "")))
    clock.finish(NINE + 100)
    assert [(each.state, each.reason, each.until - each.since) for each in stretches] == [
        (S.READY, "", 30.0),
        (S.NOT_READY, "lunch", 60.0),
        (S.READY, "", 10.0),
    ]


def test_a_change_told_twice_or_late_changes_nothing() -> None:
    changes = told((0, S.READY, ""), (0, S.READY, ""), (30, S.NOT_READY, "lunch"), (30, S.NOT_READY, "lunch"))
    clock, stretches = clock_after([*changes, changes[0]])
    clock.finish(NINE + 60)
    clock.finish(NINE + 60)
    assert [each.until - each.since for each in stretches] == [30.0, 30.0]


def test_wrap_up_belongs_to_the_call_before_it() -> None:
    clock, _ = clock_after(
        told(
            *((0, S.TALKING, "call one"), (60, S.WRAP_UP, "wrap-up"), (72, S.READY, "")),
            *((80, S.RINGING, "call two"), (90, S.READY, "")),
            *((95, S.TALKING, "call three"), (99, S.WRAP_UP, "wrap-up")),
            *((110, S.WRAP_UP, "more time"), (120, S.NOT_READY, "lunch")),
        )
    )
    wrapped = [clock.wrapped(WEI, CallId(call)) for call in ("one", "two", "three", "one")]
    assert wrapped == [12.0, 0.0, 21.0, 0.0]


def test_wrap_up_that_lasts_counts_as_long_as_it_may_last() -> None:
    clock, _ = clock_after([*told((0, S.TALKING, "call one")), Change(WEI, S.WRAP_UP, "wrap-up", NINE + 60, NINE + 90)])
    assert clock.wrapped(WEI, CallId("one")) == 30.0


def test_time_outside_the_period_is_not_counted() -> None:
    report = Report(By.PERSON, NINE, NINE + 100, RULES)
    for since, until in ((-50, 20), (90, 500), (-90, -20), (100, 200)):
        report.stretch(Stretch(WEI, S.READY, "", NINE + since, NINE + until))
    assert report.total.states == {S.READY: 30.0}
    assert dict(report.lines)["1001"].states == {S.READY: 30.0}


CHANGES = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(list(S)), st.sampled_from(["", "lunch", "call x"]), st.integers(0, 4000)),
    max_size=40,
)  # fmt: skip


@given(CHANGES, st.sampled_from([None, *By]))
def test_every_second_of_everybody_is_counted_once(changes: list[tuple[int, S, str, int]], by: By | None) -> None:
    report = Report(by, NINE - 100, NINE + 90_000, RULES)
    clock = StateClock(report.stretch)
    at = NINE
    first: dict[int, float] = {}
    for person, state, reason, after in changes:
        at += after
        first.setdefault(person, at)
        clock.changed(Change(PersonId(f"{person}"), state, reason, at))
    clock.finish(at + 10)
    wanted = sum(min(at + 10, NINE + 90_000) - min(begun, NINE + 90_000) for begun in first.values())
    assert abs(sum(report.total.states.values()) - wanted) < 1e-3
    if by not in (None, By.QUEUE, By.CLASS):
        lines = itertools.chain.from_iterable(tally.states.values() for _, tally in report.lines)
        assert abs(sum(lines) - wanted) < 1e-3
