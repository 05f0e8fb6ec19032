"""What a caller is told of his wait: never a longer one without saying so (P21)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.announced import GRAIN, MINUTE, Announcement, Promise, Say, announce
from acd.estimates import HIGH, LOW, Outlook


def seen(expected: float, position: int = 1) -> Outlook:
    return Outlook(position, expected, LOW * expected, HIGH * expected)


def words(told: Announcement) -> tuple[Say, int, int]:
    return told.say, told.low, told.high


def test_the_first_word_is_a_range_in_minutes_and_a_promise() -> None:
    told = announce(None, seen(150.0), now=1000.0)
    assert words(told) == (Say.ABOUT, 1, 4)
    assert told.promise == Promise(1000.0 + 240.0)
    assert told.seen == seen(150.0)


def test_seconds_are_less_than_a_minute() -> None:
    assert words(announce(None, seen(10.0), now=0.0)) == (Say.ABOUT, 0, 1)


def test_a_wait_that_goes_as_told_is_said_again_inside_the_promise() -> None:
    first = announce(None, seen(150.0), now=0.0)
    assert words(announce(first.promise, seen(120.0), now=60.0)) == (Say.STILL, 1, 3)


def test_an_estimate_that_grows_inside_the_promise_is_cut_where_it_ends() -> None:
    told = announce(Promise(240.0), seen(170.0), now=60.0)
    assert words(told) == (Say.STILL, 1, 3)
    assert told.promise == Promise(240.0)


def test_a_wait_that_outgrows_the_promise_is_said_to_be_longer() -> None:
    told = announce(Promise(240.0), seen(200.0), now=60.0)
    assert words(told) == (Say.LONGER, 2, 6)
    assert told.promise == Promise(60.0 + 360.0)


def test_an_estimate_that_shrinks_makes_a_nearer_promise() -> None:
    assert announce(Promise(600.0), seen(30.0), now=60.0).promise == Promise(120.0)


def test_without_an_estimate_nothing_is_said() -> None:
    assert announce(None, None, now=0.0) == Announcement(Say.NOTHING)
    assert announce(Promise(240.0), None, now=100.0) == Announcement(Say.NOTHING, promise=Promise(240.0))


def test_a_broken_promise_is_owned_up_to_once_even_when_nobody_can_tell() -> None:
    told = announce(Promise(240.0), None, now=241.0)
    assert told == Announcement(Say.LONGER)
    assert announce(told.promise, None, now=300.0).say is Say.NOTHING


@pytest.mark.parametrize("expected", [0.0, 29.0, 59.0, 3600.0])
def test_low_is_never_above_high(expected: float) -> None:
    told = announce(Promise(100.0), seen(expected), now=50.0)
    assert 0 <= told.low <= told.high
    assert told.high >= 1


@given(st.lists(st.tuples(st.floats(1, 120), st.none() | st.floats(0, 4000)), min_size=1, max_size=30))
def test_the_end_he_is_told_never_moves_away_unless_he_is_told_so(story: list[tuple[float, float | None]]) -> None:
    promise: Promise | None = None
    now, end = 0.0, float("inf")
    for later, expected in story:
        now += later
        told = announce(promise, None if expected is None else seen(expected), now)
        if told.say is Say.STILL:
            assert now + told.high * MINUTE <= end + MINUTE
        if told.say in (Say.ABOUT, Say.LONGER):
            end = now + told.high * MINUTE
        if expected is not None and told.promise is not None:
            assert now + expected <= told.promise.until + GRAIN * MINUTE
        promise = told.promise
