"""How sure the figures of simulated days are, and the line reckoned by hand that the simulator must agree with."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import pytest

from acd.decisions import Decision, MakeOffer
from acd.dispatcher import Dispatcher
from acd.messages import Event
from acd.simulation.baselines import FULL, STRATEGIES, under
from acd.simulation.loop import simulate
from service.bench import acd_contests
from service.bench.acd_formulas import CASES, Trial, differing, line
from service.bench.acd_line import giving_up
from service.bench.acd_mixes import MIXES, mixed_day
from service.bench.acd_spread import adjusted, ratio, student
from service.bench.copies import in_a_copy


def test_students_t() -> None:
    """Against printed tables."""
    assert [round(student(free), 2) for free in (5, 10, 30)] == [2.57, 2.23, 2.04]


def test_a_good_day_for_both_is_no_doubt_about_their_ratio() -> None:
    found = ratio([1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 4.0, 6.0, 8.0, 10.0])
    assert found.value == 0.5
    assert found.half == pytest.approx(0.0)
    other = ratio([1.0, 3.0, 3.0, 3.0, 5.0], [2.0, 4.0, 6.0, 8.0, 10.0])
    assert other.value == 0.5
    assert other.half == pytest.approx(student(4) * (2.0 / 4 / 5) ** 0.5 / 6.0)


def test_nothing_is_said_of_few_days() -> None:
    assert ratio([1.0, 2.0], [2.0, 3.0]).half is None
    assert adjusted([1.0, 3.0], [[0.1], [-0.1]]).value == 2.0


def test_what_chance_brought_is_taken_out() -> None:
    """Over many samples the interval holds the mean 19 times in 20, and is as narrow as what is left of chance."""
    chance, held, halves = np.random.default_rng(3), 0, []
    for _ in range(400):
        brought = chance.normal(size=(16, 2))
        found = adjusted((5.0 + brought @ [3.0, -2.0] + chance.normal(size=16)).tolist(), brought.tolist())
        assert found.half is not None
        held += abs(found.value - 5.0) <= found.half
        halves.append(found.half)
    assert 0.92 <= held / 400 <= 0.98
    assert np.mean(halves) == pytest.approx(student(13) / 4, rel=0.15)


def test_a_line_by_hand() -> None:
    """One person: the first talks until 10; the second would wait until 5, the third until 13, the fourth has his turn at 15."""
    assert giving_up([(0.0, 1.0, 10.0), (1.0, 4.0, 9.0), (2.0, 11.0, 5.0), (3.0, 12.5, 1.0)], 1) == [
        False,
        True,
        False,
        False,
    ]


def test_the_simulator_loses_whom_the_line_loses() -> None:
    trial = Trial(CASES[1], 3, hours=3.0)
    assert differing(trial) == 0
    assert 0.02 < line(trial).abandons < 0.4


def test_nothing_is_other_when_nobody_looks_on() -> None:
    day = under(mixed_day(MIXES["A"], 1.1, 0.5, 5, acd_contests.queues()), FULL)
    seen, unseen = simulate(day, STRATEGIES), simulate(day, STRATEGIES, watched=False)
    assert seen.end == unseen.end
    assert seen.by == unseen.by


def test_nothing_is_other_when_nobody_reads_why(monkeypatch: pytest.MonkeyPatch) -> None:
    day = under(mixed_day(MIXES["A"], 1.1, 0.5, 5, acd_contests.queues()), FULL)
    silent = simulate(day, STRATEGIES)
    explained: list[bool] = []

    class Explains(Dispatcher):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **{**named, "explained": True})

        def receive(self, event: Event, now: float) -> list[Decision]:
            decisions = super().receive(event, now)
            explained.extend(each.offer.explanation is not None for each in decisions if isinstance(each, MakeOffer))
            return decisions

    monkeypatch.setattr("acd.simulation.loop.Dispatcher", Explains)
    told = simulate(day, STRATEGIES)
    assert explained
    assert all(explained)
    assert told.end == silent.end
    assert told.by == silent.by


def test_a_copy_changes_nothing_here() -> None:
    found: list[int] = []

    def work() -> tuple[int, int]:
        found.append(1)
        return os.getpid(), len(found)

    copies = [in_a_copy(work) for _ in range(2)]
    assert [count for _, count in copies] == [1, 1]
    assert os.getpid() not in {process for process, _ in copies}
    assert found == []


def test_a_copy_that_finds_nothing_is_told() -> None:
    with pytest.raises(RuntimeError, match="found nothing"):
        in_a_copy(lambda: os._exit(3))


def test_what_happened_to_a_copy_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError, match="found nothing"):
        in_a_copy(lambda: 1 // 0)
    assert "ZeroDivisionError" in capfd.readouterr().err
