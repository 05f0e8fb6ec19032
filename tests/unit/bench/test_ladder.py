"""Raising a rate until it fails."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.bench.ladder import CLOSE, Ladder


def climb(ladder: Ladder, capacity: float) -> list[float]:
    """Every rate asked for, with a machine that carries `capacity` calls a second."""
    asked = []
    while (rate := ladder.rate()) is not None:
        asked.append(rate)
        (ladder.passed if rate <= capacity else ladder.failed)(rate)
        assert len(asked) < 60, asked
    return asked


@given(st.floats(12, 399))
def test_it_finds_what_the_machine_carries(capacity: float) -> None:
    ladder = Ladder(10.0, 400.0)
    asked = climb(ladder, capacity)
    assert ladder.best <= capacity
    assert all(asked.count(rate) == 2 for rate in asked if rate > capacity)
    if ladder.worst is None:
        assert round(ladder.best * 1.5) > 400
    else:
        assert ladder.worst <= max(ladder.best * CLOSE, ladder.best + 2)


def test_a_machine_that_carries_less_than_the_first_rate() -> None:
    ladder = Ladder(10.0, 400.0)
    climb(ladder, 3.5)
    assert ladder.best == 3


def test_a_machine_that_carries_nothing() -> None:
    ladder = Ladder(10.0, 400.0)
    climb(ladder, 0.0)
    assert ladder.best == 0


def test_one_bad_moment_does_not_decide() -> None:
    ladder = Ladder(10.0, 400.0)
    ladder.failed(10.0)
    assert ladder.rate() == 10
    ladder.passed(10.0)
    assert (ladder.best, ladder.rate()) == (10, 15)
    ladder.failed(15.0)
    ladder.failed(15.0)
    assert ladder.worst == 15
