"""A simulated day: the same for the same seed, complete, and true to the formulas where there are any."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from acd.simulation.callers import Waiting
from acd.simulation.day import Day, Phones, Shift
from acd.simulation.distributions import Constant, Exponential, Lognormal
from acd.simulation.loop import Run, simulate
from acd.simulation.outcomes import End, Outcomes
from acd.simulation.results import result_of
from acd.states import PersonState
from calls.ids import PersonId
from tests.simulation.centres import HOUR, erlang_a, lost_with_equal_rates, pool, two_classes


def ends(outcomes: Outcomes) -> list[int]:
    return [outcomes.end.count(end) for end in End]


def told(outcomes: Outcomes) -> tuple[bytes, list[float], list[PersonId | None]]:
    return bytes(outcomes.end), list(outcomes.waited), outcomes.by


def test_the_same_seed_is_the_same_day() -> None:
    assert told(simulate(two_classes())) == told(simulate(two_classes()))


def test_another_seed_is_another_day() -> None:
    assert told(simulate(two_classes(seed=1))) != told(simulate(two_classes(seed=2)))


def test_every_arrival_ends_exactly_once() -> None:
    day = two_classes()
    outcomes = simulate(day)
    open_, answered, abandoned, given_away, unserved = ends(outcomes)
    assert open_ == 0
    assert answered + abandoned + given_away + unserved == len(day.calls)
    assert abandoned > 20


def test_a_second_end_is_a_fault_of_the_simulation() -> None:
    outcomes = Outcomes.of(two_classes(hours=0.5).calls)
    outcomes.close(0, End.ANSWERED, 1.0)
    with pytest.raises(RuntimeError, match="ended twice"):
        outcomes.close(0, End.ABANDONED, 2.0)


def test_looking_more_often_changes_nothing() -> None:
    day = two_classes(hours=1.0, wrap_up=7.0)
    assert told(Run(day).go()) == told(Run(day, extra_ticks=0.37).go())


def test_nobody_gives_up_after_his_patience_or_is_answered_beyond_it() -> None:
    day = two_classes()
    outcomes = simulate(day)
    for call, end, waited in zip(day.calls, outcomes.end, outcomes.waited, strict=True):
        if end == End.ABANDONED:
            assert waited == pytest.approx(call.patience)
        else:
            assert waited <= call.patience


def test_who_has_patience_and_nobody_comes_is_counted_as_unserved() -> None:
    day = pool(3, 60.0, Exponential(60.0), Waiting(Constant(float("inf"))))
    never = [Shift(person.id, 10 * HOUR, 11 * HOUR) for person in day.people]
    assert ends(simulate(replace(day, shifts=never)))[End.UNSERVED] == len(day.calls)


def test_people_work_in_their_shifts_only() -> None:
    day = two_classes(hours=3.0)
    shifts = [Shift(person.id, HOUR * (n % 2), HOUR * (n % 2 + 1)) for n, person in enumerate(day.people)]
    outcomes = simulate(replace(day, shifts=shifts))
    early = {shift.person for shift in shifts if shift.begins == 0}
    answered = [
        (call.arrives + waited, by)
        for call, waited, by in zip(day.calls, outcomes.waited, outcomes.by, strict=True)
        if by
    ]
    assert all((at <= HOUR) if by in early else (HOUR <= at <= 2 * HOUR) for at, by in answered)
    assert {by for _, by in answered} == {person.id for person in day.people}


def test_phones_that_are_missed_cost_waits_but_no_caller() -> None:
    day = replace(two_classes(count=40), phones=Phones(Constant(3.0), missed=0.1))
    outcomes = simulate(day)
    assert outcomes.missed > 10
    assert ends(outcomes)[End.OPEN] == 0
    answered = [waited for end, waited in zip(outcomes.end, outcomes.waited, strict=True) if end == End.ANSWERED]
    assert min(answered) == pytest.approx(3.0)


def test_occupancy_is_the_work_that_was_brought() -> None:
    day = pool(50, 30 * 60.0, Exponential(60.0), Waiting(Exponential(120.0)), hours=4)
    result = result_of(simulate(day), day.counts_from)
    assert result.occupancy == pytest.approx(0.6, rel=0.03)
    assert sum(one.taken for one in result.by_person.values()) == result.total.answered


def test_abandonment_and_waits_are_erlang_a() -> None:
    lost, waits = erlang_a(50, 48.0, 1.0, 2.0)
    assert lost == pytest.approx(0.0309, abs=5e-5)
    assert waits * 60 == pytest.approx(3.71, abs=5e-3)
    days = [
        pool(50, 48 * 60.0, Exponential(60.0), Waiting(Exponential(120.0)), hours=4, seed=seed) for seed in (11, 12)
    ]
    found = [result_of(simulate(day), day.counts_from).total for day in days]
    offered = sum(one.offered for one in found)
    assert sum(one.abandoned for one in found) / offered == pytest.approx(lost, rel=0.15)


def test_equal_rates_are_a_poisson_crowd() -> None:
    assert lost_with_equal_rates(100, 102.0) == pytest.approx(0.04992, abs=5e-6)
    assert erlang_a(100, 102.0, 1.0, 1.0)[0] == pytest.approx(0.04992, abs=5e-6)


def test_lognormal_handling_has_its_mean_and_spread() -> None:
    values = Lognormal(180.0, 1.2).draw(np.random.default_rng(1), 200_000)
    assert values.mean() == pytest.approx(180.0, rel=0.02)
    assert values.std() / values.mean() == pytest.approx(1.2, rel=0.05)


def test_states_of_people_fill_the_day() -> None:
    day: Day = two_classes(hours=2.0, wrap_up=10.0)
    outcomes = simulate(day)
    for spent in outcomes.spent.values():
        assert sum(spent.values()) == pytest.approx(day.calls[-1].arrives - day.begins, rel=1e-6)
        assert spent[PersonState.WRAP_UP] > 0
