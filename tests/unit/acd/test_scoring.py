"""The score by numbers worked out by hand, and the columns beside the single caller."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.columns import Columns
from acd.curves import Curves
from acd.live import LiveContact
from acd.messages import Joined
from acd.patience import COLD, STATED_BASELINE, Hazard, Patience, leaves_within, stated, survival
from acd.queues import Queue
from acd.rings import opening_times, rings_of
from acd.scoring import Pace, horizon, leaving, score, scores, terms
from acd.standing import Standing, weight_of
from calls.ids import CallId

QUEUE = Queue("orders")
ANNOUNCED = Hazard((0.0, 8.0, 9.0, 60.0), (0.0, 0.05, 0.35, 0.6))
"""Some leave when the first announcement comes."""


def standing(curves: Curves, weight: float, patience: Patience, hazard: Hazard = COLD.hazard) -> Standing:
    rings = rings_of(QUEUE, Joined(CallId("c"), "orders", 1, 0.0))
    return Standing(weight, patience, hazard, curves.row(hazard), "", rings, (0.0,))


@pytest.mark.parametrize(
    ("waiting", "people", "tau"),
    [(4, 10, 720.0), (0, 1000, 5.0), (100, 10, 900.0), (3, 0, 900.0), (0, 10, 144.0)],
)
def test_tau_is_eight_times_the_clearing_of_the_queue_in_bounds(waiting: int, people: int, tau: float) -> None:
    assert horizon(waiting, 180.0, people) == pytest.approx(tau)


def test_the_terms_of_a_new_caller() -> None:
    """H0 = t/180, a = b = 1.5, tau = 720: P = 1 - (1.5/5.5)^1.5 = 0.857574; 5 x P x 180/180."""
    curves = Curves()
    found = terms(standing(curves, 5.0, Patience("", 1.5, 1.5)), curves, Pace(720.0, 1.0, 20.0), 0.0, ideal=True)
    assert {term.name: round(term.value, 4) for term in found} == {
        "patience": 4.2879,
        "promise": 0.4,
        "long wait": 0.0,
        "ideal": 0.3,
    }


def test_a_long_handling_time_and_a_long_wait() -> None:
    """After 420 s: (1.5 + 420/180) / (1.5 + 450/180) = 3.833333/4; P = 0.061819; half of it for AHT 360; (420 - 300)/60 = 2."""
    curves = Curves()
    found = terms(standing(curves, 1.0, Patience("", 1.5, 1.5)), curves, Pace(30.0, 0.5, 20.0), 420.0, ideal=False)
    assert [round(term.value, 4) for term in found] == [0.0309, 0.0, 2.0, 0.0]


@pytest.mark.parametrize(
    ("waited", "tau", "hurries"), [(0, 160, True), (0, 100, False), (10, 80, True), (20, 800, False)]
)
def test_the_promise_counts_as_long_as_it_can_be_kept_and_is_near(waited: float, tau: float, hurries: bool) -> None:
    curves = Curves()
    found = terms(standing(curves, 1.0, Patience()), curves, Pace(tau, 1.0, 20.0), waited, ideal=False)
    assert found[1].value == (0.4 if hurries else 0.0)


@given(
    waited=st.floats(0, 3000),
    within=st.floats(1, 900),
    a=st.floats(0.3, 30),
    b=st.floats(0.3, 30),
    hazard=st.sampled_from([COLD.hazard, ANNOUNCED]),
)
def test_the_grid_is_close_to_the_formula(waited: float, within: float, a: float, b: float, hazard: Hazard) -> None:
    curves = Curves()
    found = leaving(standing(curves, 1.0, Patience("", a, b), hazard), curves, waited, within)
    assert found == pytest.approx(leaves_within(Patience("", a, b), hazard, waited, within), abs=0.02)


def test_a_stated_limit_is_steep_at_the_limit() -> None:
    curves, patience = Curves(), stated(30.0)
    limited = standing(curves, 1.0, patience, STATED_BASELINE.hazard)
    assert leaving(limited, curves, 0.0, 15.0) < 0.02
    assert leaving(limited, curves, 25.0, 15.0) > 0.6
    assert leaving(limited, curves, 0.0, 30.0) == pytest.approx(
        1 - survival(patience, STATED_BASELINE.hazard, 30.0), abs=0.01
    )


@given(
    callers=st.lists(
        st.tuples(st.floats(0, 2000), st.integers(-3, 9), st.floats(0.5, 30), st.floats(0.3, 30), st.booleans()),
        min_size=1,
        max_size=40,
    ),
    gone=st.sets(st.integers(0, 39), max_size=20),
    tau=st.floats(5, 900),
)
def test_columns_score_as_each_caller_alone(
    callers: list[tuple[float, int, float, float, bool]], gone: set[int], tau: float
) -> None:
    curves, columns, pace, now = Curves(), Columns(), Pace(tau, 0.8, 20.0), 5000.0
    contacts = []
    for number, (waited, priority, a, b, announced) in enumerate(callers):
        contact = LiveContact(Joined(CallId(f"c{number}"), "orders", priority, now - waited), now)
        contact.standing = standing(
            curves, weight_of(priority), Patience("", a, b), ANNOUNCED if announced else COLD.hazard
        )
        columns.add(contact, contact.standing)
        contacts.append(contact)
    for number in sorted(gone):
        if number < len(contacts):
            columns.remove(contacts[number])
    found = scores(columns, curves, pace, now)
    alone = [
        score(contact.standing, curves, pace, contact.waited(now), ideal=False)
        for contact in columns.contacts
        if contact.standing
    ]
    assert np.allclose(found, alone, atol=1e-9)


def test_weights_below_one_keep_their_order() -> None:
    weights = [weight_of(priority) for priority in (-2, -1, 0, 1, 2, 5)]
    assert weights == sorted(weights)
    assert min(weights) > 0


def test_a_ring_opens_when_so_many_would_have_left() -> None:
    """H0 = t/180, a = b = 1.5, share 0.1, weight 2: 180 x 1.5 x (0.95^(-1/1.5) - 1) = 9.391 s; the second at 0.9: 19.65 s."""
    times = opening_times(QUEUE.rings, 3, 2.0, Patience("", 1.5, 1.5), COLD.hazard)
    assert times == pytest.approx((0.0, 9.391, 19.652), abs=0.01)
