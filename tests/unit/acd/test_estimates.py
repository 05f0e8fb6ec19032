"""Expected wait: QLa against cases worked by hand, the range that is told, and what app_queue would say."""

from __future__ import annotations

import pytest

from acd.estimates import Outlook, app_queue_hold, app_queue_mean_hold, expected_wait, outlook, ql_a


def test_nobody_ahead_waits_for_one_service() -> None:
    assert ql_a(0, servers=4, handling=180.0, theta=0.01) == pytest.approx(45.0)


def test_without_impatience_every_place_costs_the_same() -> None:
    assert ql_a(9, servers=5, handling=100.0) == pytest.approx(10 * 100 / 5)


def test_those_ahead_who_give_up_shorten_the_wait() -> None:
    # n / AHT = 0.02, theta = 0.01: 1/0.02 + 1/0.03 + 1/0.04.
    assert ql_a(2, servers=2, handling=100.0, theta=0.01) == pytest.approx(50 + 100 / 3 + 25)


@pytest.mark.parametrize("ahead", [31, 32, 33, 500])
def test_long_queues_are_summed_the_same_way(ahead: int) -> None:
    by_hand = sum(1 / (10 / 180 + k / 120) for k in range(ahead + 1))
    assert ql_a(ahead, servers=10, handling=180.0, theta=1 / 120) == pytest.approx(by_hand)


def test_what_is_told_is_a_range() -> None:
    told = outlook(5, servers=5, handling=60.0, theta=0.0)
    assert told == Outlook(5, 60.0, 36.0, 96.0)


@pytest.mark.parametrize(("servers", "handling"), [(0, 180.0), (3, None), (3, 0.0)])
def test_nobody_can_tell_without_people_or_a_handling_time(servers: int, handling: float | None) -> None:
    assert outlook(1, servers, handling) is None


def test_who_finds_somebody_free_does_not_wait() -> None:
    assert expected_wait(waiting=1, ready=2, serving=4, handling=100.0) == 0.0


def test_who_joins_behind_two_has_two_ahead() -> None:
    assert expected_wait(waiting=2, ready=0, serving=4, handling=100.0, theta=0.0) == pytest.approx(75.0)


def test_app_queue_grows_again_when_the_caller_waits_longer_than_its_mean() -> None:
    assert app_queue_hold(60.0, waited=10.0) == 80.0
    assert app_queue_hold(60.0, waited=90.0) == 0.0
    assert app_queue_hold(60.0, waited=300.0) == 210.0


def test_app_queues_mean_follows_by_a_quarter() -> None:
    assert app_queue_mean_hold(60.0, waited=100.0) == 70.0
