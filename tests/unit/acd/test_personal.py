"""One caller's own counts: each update by hand, complaints, fading, the cap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.patience import Baseline, Hazard, Patience, survival
from acd.personal import DAY, MOST_A, NO_COUNTS, Counts, Learning, complained, faded, waited, with_counts

MINUTE = Hazard((0.0, 60.0), (0.0, 1.0))
CLASS = Baseline(MINUTE, 1.5, 1.5)
RULES = Learning()


def after(*waits: tuple[float, bool], now: float = 1000.0) -> Counts:
    counts = Counts(at=now)
    for seconds, hung_up in waits:
        counts = waited(counts, MINUTE, seconds, hung_up, now, RULES)
    return counts


def test_a_hang_up_counts_and_every_wait_is_exposure() -> None:
    counts = after((30.0, True), (120.0, False))
    assert (counts.hang_ups, counts.exposure, counts.waits) == (1.0, 2.5, 2)
    assert with_counts(CLASS, "vip", counts) == Patience("vip", 2.5, 4.0)


def test_one_update_is_the_same_as_all_at_once() -> None:
    """Conjugate: posterior of posterior is the posterior of both."""
    both = with_counts(CLASS, "", after((30.0, True), (45.0, True)))
    one = with_counts(CLASS, "", after((30.0, True)))
    again = with_counts(Baseline(MINUTE, one.a, one.b), "", after((45.0, True)))
    assert (again.a, again.b) == (both.a, both.b)


def test_who_hangs_up_early_is_believed_impatient_and_who_waits_patient() -> None:
    early, long = with_counts(CLASS, "", after((10.0, True))), with_counts(CLASS, "", after((300.0, False)))
    unknown = CLASS.patience("")
    assert survival(early, MINUTE, 60.0) < survival(unknown, MINUTE, 60.0) < survival(long, MINUTE, 60.0)


def test_counts_fade_by_half_in_half_a_year() -> None:
    old = faded(Counts(4.0, 1.0, 2.0, at=0.0), RULES.half_life, RULES)
    assert (old.hang_ups, old.complaints, old.exposure) == (2.0, 0.5, 1.0)


def test_a_clock_that_runs_backwards_changes_nothing() -> None:
    counts = Counts(4.0, 1.0, 2.0, at=500.0)
    assert faded(counts, 400.0, RULES) is counts


def test_one_bad_day_does_not_brand_a_customer() -> None:
    bad = after(*[(5.0, True)] * 6)
    in_two_years = faded(bad, 1000.0 + 730 * DAY, RULES)
    then = with_counts(CLASS, "", in_two_years)
    assert survival(then, MINUTE, 60.0) > 0.8 * survival(CLASS.patience(""), MINUTE, 60.0)


def test_certainty_is_capped_and_the_mean_is_kept() -> None:
    counts = Counts(hang_ups=300.0, exposure=600.0)
    patience = with_counts(CLASS, "", counts)
    assert patience.a == MOST_A
    assert patience.a / patience.b == pytest.approx(301.5 / 601.5)


def test_a_complaint_after_a_long_wait_is_an_event_at_x() -> None:
    counts = complained(after((50.0, False)), MINUTE, 1000.0 + DAY, Learning(half_life=1e18))
    assert counts.complaints == pytest.approx(0.5)
    assert counts.exposure == pytest.approx(50 / 60 + 0.5 * 30 / 60)
    assert counts.hang_ups == 0.0


@pytest.mark.parametrize(("seconds", "days"), [(29.0, 1.0), (50.0, 8.0)])
def test_a_complaint_that_no_long_wait_explains_is_not_about_waiting(seconds: float, days: float) -> None:
    counts = after((seconds, False))
    assert complained(counts, MINUTE, 1000.0 + days * DAY, RULES) is counts


def test_one_wait_is_complained_of_once() -> None:
    once = complained(after((50.0, False)), MINUTE, 1001.0, RULES)
    assert complained(once, MINUTE, 1002.0, RULES) is once


def test_a_complaint_makes_less_patient_but_less_than_a_hang_up_would() -> None:
    wait = after((50.0, False))
    after_complaint = with_counts(CLASS, "", complained(wait, MINUTE, 1001.0, RULES))
    after_hang_up = with_counts(CLASS, "", waited(wait, MINUTE, 30.0, True, 1001.0, RULES))
    plain = with_counts(CLASS, "", wait)
    assert plain.a / plain.b < after_complaint.a / after_complaint.b < after_hang_up.a / after_hang_up.b


@given(st.lists(st.tuples(st.floats(0, 3600), st.booleans(), st.floats(0, 400 * DAY)), max_size=30))
def test_a_belief_is_always_one_that_can_be_reckoned_with(waits: list[tuple[float, bool, float]]) -> None:
    counts, now = NO_COUNTS, 1.7e9
    for seconds, hung_up, later in waits:
        now += later
        counts = waited(counts, MINUTE, seconds, hung_up, now, RULES)
    patience = with_counts(CLASS, "", counts)
    assert 0 < patience.a <= MOST_A
    assert patience.b > 0
    assert 0 <= survival(patience, MINUTE, 600.0) <= 1
