"""Erlang-A and Erlang-C against published figures, identities, and each other."""

from __future__ import annotations

from math import exp, factorial, inf

import numpy as np
import pytest

from acd.erlang import ErlangA, ErlangC, people_needed

EXAMPLE = ErlangA(servers=50, arrivals=0.8, handling=60.0, patience=120.0)
"""50 people, 48 calls a minute, one minute each, patience of two minutes."""


def test_the_published_example_of_erlang_a() -> None:
    assert pytest.approx(0.0309, abs=5e-5) == EXAMPLE.abandons
    assert EXAMPLE.mean_wait == pytest.approx(3.71, abs=0.005)


def test_the_published_example_of_erlang_c() -> None:
    same = ErlangC(servers=50, arrivals=0.8, handling=60.0)
    assert same.mean_wait == pytest.approx(20.83, abs=0.005)
    assert same.percentile(0.9) == pytest.approx(58.14, abs=0.005)
    assert same.within(same.percentile(0.9)) == pytest.approx(0.9)


def test_with_patience_equal_to_handling_it_is_a_poisson_number_of_callers() -> None:
    """theta = mu: then M/M/n+M is M/M/inf, and P(ab) = E[(Poisson(a) - n)+] / a."""
    assert ErlangA(100, 1.02, 100.0, 100.0).abandons == pytest.approx(0.04992, abs=5e-6)


@pytest.mark.parametrize("load", [0.5, 2.0, 7.0])
def test_the_same_identity_summed_by_hand(load: float) -> None:
    poisson = [exp(-load) * load**k / factorial(k) for k in range(100)]
    over = sum((k - 4) * share for k, share in enumerate(poisson) if k > 4)
    assert ErlangA(4, load / 60, 60.0, 60.0).abandons == pytest.approx(over / load)


def test_endless_patience_is_erlang_c() -> None:
    patient, endless = ErlangA(20, 0.1, 180.0, 1e8), ErlangC(20, 0.1, 180.0)
    assert patient.waits == pytest.approx(endless.waits, rel=1e-4)
    assert patient.mean_wait == pytest.approx(endless.mean_wait, rel=1e-3)
    assert patient.within(20.0) == pytest.approx(endless.within(20.0), rel=1e-4)


def test_who_comes_is_answered_or_gives_up() -> None:
    assert EXAMPLE.within(1e4) == pytest.approx(1 - EXAMPLE.abandons, abs=1e-9)
    assert EXAMPLE.distribution.sum() == pytest.approx(1.0)


def test_at_once_are_those_who_find_somebody_free() -> None:
    assert EXAMPLE.within(0.0) == pytest.approx(1 - EXAMPLE.waits)
    assert EXAMPLE.within(1e-9) == pytest.approx(1 - EXAMPLE.waits)


def test_the_service_level_is_that_of_a_crowd_of_simulated_callers() -> None:
    """The one who finds two ahead of him (n = 2): three exponential steps against his own patience."""
    small = ErlangA(servers=2, arrivals=0.05, handling=60.0, patience=90.0)
    draw = np.random.default_rng(7)
    found = draw.choice(small.distribution.size, size=200_000, p=small.distribution)
    wait = np.zeros(found.size)
    for ahead in range(int(found.max()) - 1):
        steps = draw.exponential(1 / (2 / 60 + ahead / 90), size=found.size)
        wait += np.where(found - 2 >= ahead, steps, 0.0)
    answered = (wait <= 20.0) & (wait < draw.exponential(90.0, size=found.size))
    assert small.within(20.0) == pytest.approx(answered.mean(), abs=0.004)


def test_more_work_than_people_is_no_erlang_c() -> None:
    with pytest.raises(ValueError, match="never ends"):
        ErlangC(10, 0.1, 180.0)
    assert 0 < ErlangA(10, 0.1, 180.0, 60.0).abandons < 1


def test_a_centre_of_thousands_does_not_overflow() -> None:
    large = ErlangA(4000, 22.0, 180.0, 120.0)
    assert large.occupancy < 1
    assert large.abandons == pytest.approx(large.mean_wait / 120.0)


def test_people_needed_are_the_fewest() -> None:
    wanted = people_needed(0.1, 180.0, 120.0, within=20.0, level=0.8)
    assert ErlangA(wanted - 1, 0.1, 180.0, 120.0).within(20.0) < 0.8 <= ErlangA(wanted, 0.1, 180.0, 120.0).within(20.0)


def test_people_needed_where_nobody_gives_up_is_by_erlang_c() -> None:
    wanted = people_needed(0.1, 180.0, inf, within=20.0, level=0.8)
    assert ErlangC(wanted - 1, 0.1, 180.0).within(20.0) < 0.8 <= ErlangC(wanted, 0.1, 180.0).within(20.0)
