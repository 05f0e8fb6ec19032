"""The belief about a caller: the formulas by hand, stated limits, classes and schedules."""

from __future__ import annotations

from itertools import pairwise

import pytest

from acd.patience import (
    ANYBODY,
    COLD,
    STATED,
    STATED_BASELINE,
    Baseline,
    Hazard,
    Patience,
    PatienceModel,
    believed,
    leaves_within,
    leaving_rate,
    left_by,
    mean_leaving_rate,
    stated,
    survival,
    under,
)

MINUTE = Hazard((0.0, 60.0), (0.0, 1.0))


def test_survival_is_that_of_the_gamma_frailty() -> None:
    assert survival(Patience(a=2.0, b=3.0), MINUTE, 60.0) == pytest.approx((3 / 4) ** 2)


def test_who_leaves_soon_is_reckoned_from_now_on() -> None:
    patience = Patience(a=2.0, b=3.0)
    later, now = survival(patience, MINUTE, 90.0), survival(patience, MINUTE, 30.0)
    assert leaves_within(patience, MINUTE, 30.0, 60.0) == pytest.approx(1 - later / now)


def test_a_ring_opens_when_that_share_has_left() -> None:
    patience = Patience(a=2.0, b=3.0)
    at = left_by(patience, MINUTE, 0.1)
    assert 1 - survival(patience, MINUTE, at) == pytest.approx(0.1)


def test_the_rate_is_the_slope_of_leaving() -> None:
    patience = Patience(a=2.0, b=3.0)
    assert leaving_rate(patience, MINUTE, 30.0) == pytest.approx(
        leaves_within(patience, MINUTE, 30.0, 1e-4) / 1e-4, rel=1e-4
    )


@pytest.mark.parametrize("limit", [5.0, 30.0, 240.0, 3600.0])
@pytest.mark.parametrize(("clock", "left"), [(2 / 3, 0.0375), (1.0, 0.5), (1.5, 0.9624)])
def test_a_stated_limit_is_one_curve_on_its_own_clock(limit: float, clock: float, left: float) -> None:
    gone = 1 - survival(stated(limit), STATED_BASELINE.hazard, clock * limit)
    assert gone == pytest.approx(left, abs=0.012)


def test_impossible_limits_are_taken_to_the_nearest_possible() -> None:
    assert stated(-5.0) == stated(1.0)
    assert stated(1e9) == stated(14_400.0)


def test_a_stated_limit_wins_over_what_was_learnt() -> None:
    learnt = Patience("vip", 9.0, 0.1)
    patience, hazard = believed(PatienceModel(), "vip", learnt, limit=30.0)
    assert (patience, hazard) == (stated(30.0), STATED_BASELINE.hazard)
    assert patience.segment == STATED


def test_what_was_learnt_of_him_wins_over_his_class() -> None:
    model = PatienceModel({"vip": Baseline(MINUTE, 1.0, 1.0)})
    assert believed(model, "vip", Patience("vip", 4.0, 2.0)) == (Patience("vip", 4.0, 2.0), MINUTE)
    assert believed(model, "vip") == (Patience("vip", 1.0, 1.0), MINUTE)


def test_nothing_is_concluded_from_what_he_is_worth() -> None:
    assert believed(PatienceModel(), "vip")[1] == believed(PatienceModel(), "low")[1] == COLD.hazard


def test_a_class_under_a_schedule_is_looked_up_from_the_nearest() -> None:
    own, of_class, of_schedule, anybody = (Baseline(MINUTE, a, 1.0) for a in (1.0, 2.0, 3.0, 4.0))
    every = {under("vip", "8-40"): own, "vip": of_class, under(ANYBODY, "8-40"): of_schedule, ANYBODY: anybody}
    model = PatienceModel(every)
    asked = [under("vip", "8-40"), under("vip", "20-60"), "vip", under("low", "8-40"), under("low", "20-60"), ""]
    assert [model.baseline(each).a for each in asked] == [1.0, 2.0, 2.0, 3.0, 4.0, 4.0]
    assert PatienceModel({}).baseline("any") is COLD


def test_the_hazard_of_stated_limits_rises_without_a_break() -> None:
    hazard = STATED_BASELINE.hazard
    assert all(one < other for one, other in pairwise(hazard.times))
    assert all(one < other for one, other in pairwise(hazard.cumulative))


def test_the_mean_rate_is_theta_where_callers_are_all_alike() -> None:
    alike = Patience(a=1e6, b=1e6)
    assert mean_leaving_rate(alike, MINUTE) == pytest.approx(1 / 60, rel=1e-4)
    assert mean_leaving_rate(Patience(a=1.0, b=1.0), MINUTE) < 1 / 60
