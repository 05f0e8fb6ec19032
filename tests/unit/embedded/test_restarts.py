"""The restart machine, by numbers for time."""

from __future__ import annotations

import pytest

from calls.errors import IllegalStep
from telephony.embedded.restarts import (
    CALM_AFTER,
    FIRST_WAIT,
    LONGEST_WAIT,
    BecameReady,
    Died,
    Event,
    Restarts,
    Start,
    StartFailed,
    State,
    Wait,
)


def machine(jitter: float = 0.0) -> Restarts:
    return Restarts(now=0.0, jitter=lambda: jitter)


def waits(restarts: Restarts, event: Event, now: float) -> float:
    """How long it waits after this event."""
    (decision,) = restarts.receive(event, now)
    assert isinstance(decision, Wait)
    assert decision.until == restarts.next_deadline()
    return decision.until - now


def test_a_death_is_followed_by_a_start_after_the_wait() -> None:
    restarts = machine()
    assert waits(restarts, Died(), 100.0) == FIRST_WAIT
    assert restarts.tick(100.0 + FIRST_WAIT / 2) == []
    assert restarts.tick(100.0 + FIRST_WAIT) == [Start(1)]
    assert (restarts.state, restarts.next_deadline()) == (State.STARTING, None)
    assert restarts.receive(BecameReady(), 101.0) == []
    assert (restarts.state, restarts.next_deadline()) == (State.RUNNING, None)


def test_pauses_double_up_to_a_limit_and_it_never_gives_up() -> None:
    restarts, now, seen = machine(), 0.0, []
    wait = waits(restarts, Died(), now)
    for attempt in range(1, 2000):
        seen.append(wait)
        now += wait
        assert restarts.tick(now) == [Start(attempt)]
        wait = waits(restarts, StartFailed(), now)
    assert seen[:4] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT, 8 * FIRST_WAIT]
    assert seen[-1] == LONGEST_WAIT


@pytest.mark.parametrize("jitter", [0.0, 0.3, 1.0])
def test_jitter_shortens_by_up_to_a_half(jitter: float) -> None:
    assert waits(machine(jitter), Died(), 5.0) == pytest.approx(FIRST_WAIT * (1 - jitter / 2))


@pytest.mark.parametrize(("ran", "following"), [(CALM_AFTER - 1, 2 * FIRST_WAIT), (CALM_AFTER, FIRST_WAIT)])
def test_a_calm_run_makes_the_next_death_the_first_one(ran: float, following: float) -> None:
    restarts = machine()
    restarts.receive(Died(), CALM_AFTER)
    restarts.tick(200.0)
    restarts.receive(BecameReady(), 200.0)
    assert waits(restarts, Died(), 200.0 + ran) == following


@pytest.mark.parametrize("event", [BecameReady(), StartFailed()])
def test_an_illegal_step_raises_and_changes_nothing(event: Event) -> None:
    restarts = machine()
    with pytest.raises(IllegalStep):
        restarts.receive(event, 1.0)
    assert (restarts.state, restarts.next_deadline()) == (State.RUNNING, None)


def test_dying_while_it_starts_counts_as_a_failure() -> None:
    restarts = machine()
    restarts.receive(Died(), CALM_AFTER)
    restarts.tick(100.0)
    assert waits(restarts, Died(), 101.0) == 2 * FIRST_WAIT
