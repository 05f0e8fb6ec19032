"""Kaplan-Meier and Nelson-Aalen against `lifelines`, the pieces, and the fit of a class against callers who were made up."""

from __future__ import annotations

import lifelines
import numpy as np
import pytest

from acd.frailty import Callers, fit
from acd.patience import COLD, Baseline, Hazard
from acd.survival import MOST_POINTS, Floats, Waits, in_pieces, kaplan_meier, nelson_aalen, sorted_waits


def crowd(many: int = 2000, seed: int = 3, step: float = 0.0) -> Waits:
    """Exponential patience of 120 s against answers after 40 s on average; `step` > 0 makes ties."""
    draw = np.random.default_rng(seed)
    patience, answer = draw.exponential(120, many), draw.exponential(40, many)
    seconds = np.minimum(patience, answer)
    if step:
        seconds = np.ceil(seconds / step) * step
    return sorted_waits(seconds, patience < answer)


@pytest.mark.parametrize("step", [0.0, 1.0, 10.0])
def test_kaplan_meier_is_that_of_the_reference(step: float) -> None:
    waits = crowd(step=step)
    reference = lifelines.KaplanMeierFitter().fit(waits.seconds, waits.hung_up)
    ours = kaplan_meier(waits)
    expected = reference.survival_function_at_times(ours.times).to_numpy()
    assert ours.values == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("step", [0.0, 1.0, 10.0])
def test_nelson_aalen_is_that_of_the_reference(step: float) -> None:
    waits = crowd(step=step)
    reference = lifelines.NelsonAalenFitter(nelson_aalen_smoothing=False).fit(waits.seconds, waits.hung_up)
    ours = nelson_aalen(waits)
    expected = reference.cumulative_hazard_at_times(ours.times).to_numpy()
    assert ours.values == pytest.approx(expected, abs=1e-12)


def test_answered_waits_are_censored_and_not_patience() -> None:
    """The mean of the waits says 30 s; the truth is 120 s."""
    waits = crowd(20_000)
    assert waits.seconds[waits.hung_up].mean() < 40
    curve = nelson_aalen(waits)
    assert curve.at(np.array([60.0]), 0.0)[0] == pytest.approx(0.5, rel=0.05)


def test_the_pieces_follow_the_curve_with_few_points() -> None:
    waits = crowd(20_000)
    curve = nelson_aalen(waits)
    hazard = in_pieces(waits, curve)
    assert 2 < len(hazard.times) <= MOST_POINTS
    for seconds in (5.0, 20.0, 60.0, 120.0):
        assert hazard.at(seconds) == pytest.approx(curve.at(np.array([seconds]), 0.0)[0], rel=0.05)


def test_an_announcement_keeps_its_spike() -> None:
    """A third of all hang up in the two seconds after the word at 30 s."""
    draw = np.random.default_rng(5)
    patience = np.where(draw.random(9000) < 0.33, draw.uniform(30, 32, 9000), draw.exponential(200, 9000))
    waits = sorted_waits(patience, np.ones(9000, dtype=np.bool_))
    hazard = in_pieces(waits, nelson_aalen(waits))
    assert hazard.rate(31.0) > 10 * hazard.rate(20.0)


def test_a_tail_of_a_few_callers_is_not_believed() -> None:
    seconds = np.concatenate((np.linspace(1, 100, 990), np.array([5000.0, 6000.0])))
    waits = sorted_waits(seconds, np.ones(seconds.size, dtype=np.bool_))
    assert in_pieces(waits, nelson_aalen(waits)).times[-1] <= 100


@pytest.mark.parametrize("hung_up", [0, 3])
def test_few_hang_ups_make_one_line(hung_up: int) -> None:
    flags = np.arange(100) < hung_up
    waits = sorted_waits(np.full(100, 30.0), flags)
    hazard = in_pieces(waits, nelson_aalen(waits))
    assert hazard.rate(10.0) == pytest.approx((hung_up + 0.5) / 3000)


def made_up(shape: float, callers: int = 3000, each: int = 6, seed: int = 11) -> Callers:
    """Callers with a factor of Gamma(shape, shape) on a hazard of 1/120 per second, answered after 60 s on average."""
    draw = np.random.default_rng(seed)
    factor = np.repeat(draw.gamma(shape, 1 / shape, callers), each)
    patience, answer = draw.exponential(120 / factor), draw.exponential(60, callers * each)
    return Callers(np.repeat(np.arange(callers), each), np.minimum(patience, answer), patience < answer)


@pytest.mark.parametrize("shape", [0.8, 1.5, 4.0])
def test_the_spread_of_a_class_is_found_again(shape: float) -> None:
    baseline = fit(made_up(shape))
    assert baseline.a == pytest.approx(shape, rel=0.15)
    assert baseline.b == baseline.a
    assert [baseline.hazard.at(seconds) for seconds in (30.0, 60.0, 120.0)] == pytest.approx([0.25, 0.5, 1.0], rel=0.08)


def test_a_hazard_is_not_made_to_fall_by_the_impatient_leaving_first() -> None:
    callers = made_up(0.8)
    waits = sorted_waits(callers.seconds, callers.hung_up)
    mixed, ours = in_pieces(waits, nelson_aalen(waits)), fit(callers).hazard
    assert slope(mixed, 60, 180) < 0.75 * slope(mixed, 0, 20)
    assert slope(ours, 60, 180) == pytest.approx(slope(ours, 0, 20), rel=0.2)


def slope(hazard: Hazard, since: float, until: float) -> float:
    return (hazard.at(until) - hazard.at(since)) / (until - since)


def test_strangers_who_wait_once_do_not_tell_how_callers_differ() -> None:
    once = made_up(0.8, callers=5000, each=1)
    assert fit(once).a == COLD.a


@pytest.mark.parametrize("seed", range(4))
def test_few_hang_ups_do_not_make_all_callers_alike(seed: int) -> None:
    """A thousand waits of patient callers of a spread of 1.5: the likelihood alone may go anywhere."""
    draw = np.random.default_rng(seed)
    factor = np.repeat(draw.gamma(1.5, 1 / 1.5, 200), 6)
    patience, answer = draw.exponential(500 / factor), draw.exponential(45, 1200)
    callers = Callers(np.repeat(np.arange(200), 6), np.minimum(patience, answer), patience < answer)
    assert 0.7 < fit(callers).a < 3.2


def test_the_marginal_curve_of_the_fit_is_the_kaplan_meier() -> None:
    callers = made_up(1.5)
    baseline = fit(callers)
    curve = kaplan_meier(sorted_waits(callers.seconds, callers.hung_up))
    asked: Floats = np.array([20.0, 60.0, 120.0])
    assert curve.at(asked, 1.0) == pytest.approx(np.array([marginal(baseline, each) for each in asked]), abs=0.02)


def marginal(baseline: Baseline, seconds: float) -> float:
    return float((baseline.b / (baseline.b + baseline.hazard.at(seconds))) ** baseline.a)


def test_a_class_where_nobody_ever_hung_up_has_a_small_hazard() -> None:
    patient = Callers(np.arange(50), np.full(50, 60.0), np.zeros(50, dtype=np.bool_))
    assert 0 < fit(patient).hazard.at(600.0) < 0.15
