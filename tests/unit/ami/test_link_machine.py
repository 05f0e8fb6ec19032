"""The link machine by numbers: no loop, no sleep."""

from __future__ import annotations

import itertools
import math
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.errors import IllegalStep
from telephony.ami.link_machine import Connect, Decision, Disconnect, LinkMachine, LinkPace, Ping, TellDown, TellUp
from telephony.ami.link_states import (
    TRANSITIONS,
    BackOffEnded,
    LinkBroken,
    LinkDenied,
    LinkEvent,
    LinkFailed,
    LinkOpened,
    LinkStarted,
    LinkState,
    LinkStopped,
    PingAnswered,
    PingCameDue,
    PongOverdue,
)

PACE = LinkPace(shortest_wait=1, longest_wait=30, ping_every=10, pong_within=5, steady_after=30)
MADE: dict[type[LinkEvent], LinkEvent] = {
    kind: kind("why") if kind in (LinkFailed, LinkDenied, LinkBroken) else kind() for kind in get_args(LinkEvent)
}


def machine(random: float = 0.0) -> LinkMachine:
    return LinkMachine(lambda: random, PACE)


def up(random: float = 0.0, at: float = 0.0) -> LinkMachine:
    link = machine(random)
    assert link.receive(LinkStarted(), at) == [Connect()]
    assert link.receive(LinkOpened(), at) == [TellUp()]
    return link


def in_state(state: LinkState) -> LinkMachine:
    link = machine()
    ways: dict[LinkState, list[LinkEvent]] = {
        LinkState.STOPPED: [],
        LinkState.CONNECTING: [LinkStarted()],
        LinkState.UP: [LinkStarted(), LinkOpened()],
        LinkState.WAITING: [LinkStarted(), LinkFailed("why")],
    }
    for event in ways[state]:
        link.receive(event, 0.0)
    assert link.state is state
    return link


@pytest.mark.parametrize(("state", "kind"), [*itertools.product(LinkState, get_args(LinkEvent))])
def test_every_pair_is_in_the_table_or_illegal(state: LinkState, kind: type[LinkEvent]) -> None:
    link = in_state(state)
    deadline = link.next_deadline()
    if (state, kind) in TRANSITIONS:
        link.receive(MADE[kind], 1.0)
        assert link.state is TRANSITIONS[state, kind]
        return
    with pytest.raises(IllegalStep, match=kind.__name__):
        link.receive(MADE[kind], 1.0)
    assert (link.state, link.next_deadline()) == (state, deadline)


def waits(link: LinkMachine, tries: int, event: LinkEvent | None = None) -> list[float]:
    """Fail that often in a row and return the back-offs."""
    found, now = [], 0.0
    link.receive(LinkStarted(), now)
    for _ in range(tries):
        (told,) = link.receive(event or LinkFailed("refused"), now)
        assert isinstance(told, TellDown)
        found.append(told.retry_in)
        now = link.next_deadline() or math.inf
        assert link.tick(now - 0.001) == []
        assert link.tick(now) == [Connect()]
    return found


def test_back_off_doubles_up_to_its_ceiling() -> None:
    assert waits(machine(1.0), 7) == [2, 4, 8, 16, 30, 30, 30]


def test_jitter_chooses_between_the_shortest_wait_and_the_ceiling() -> None:
    assert waits(machine(0.0), 4) == [1, 1, 1, 1]
    assert waits(machine(0.5), 4) == [1.5, 2.5, 4.5, 8.5]


@given(st.floats(0, 1, exclude_max=True), st.integers(1, 60))
def test_a_wait_is_always_between_1_and_30_seconds(random: float, tries: int) -> None:
    assert all(1 <= wait <= 30 for wait in waits(machine(random), tries))


def test_a_wrong_secret_is_tried_slowly_from_the_first() -> None:
    assert waits(machine(1.0), 2, LinkDenied("wrong secret")) == [30, 30]


def lost(link: LinkMachine, now: float) -> list[Decision]:
    return link.receive(LinkBroken("cut"), now)


def test_a_link_that_flaps_backs_off_further() -> None:
    link = up(random=1.0)
    assert lost(link, 1.0) == [TellDown("cut", 2)]
    link.tick(3.0)
    link.receive(LinkOpened(), 3.0)
    assert lost(link, 4.0) == [TellDown("cut", 4)]


def test_a_link_that_was_steady_starts_again_with_a_short_wait() -> None:
    link = up(random=1.0)
    lost(link, 1.0)
    link.tick(3.0)
    link.receive(LinkOpened(), 3.0)
    assert lost(link, 40.0) == [TellDown("cut", 2)]


def test_the_watchdog_asks_and_is_answered() -> None:
    link = up()
    assert link.next_deadline() == 10
    assert link.tick(9.9) == []
    assert link.tick(10.0) == [Ping()]
    assert link.next_deadline() == 15
    assert link.receive(PingAnswered(), 11.0) == []
    assert link.next_deadline() == 21
    assert link.tick(21.0) == [Ping()]


def test_the_watchdog_is_not_answered() -> None:
    link = up(random=1.0)
    link.tick(10.0)
    assert link.tick(14.9) == []
    assert link.tick(15.0) == [Disconnect(), TellDown("no answer to Ping within 5 s", 2)]
    assert (link.state, link.next_deadline()) == (LinkState.WAITING, 17)


@pytest.mark.parametrize("state", [LinkState.CONNECTING, LinkState.UP, LinkState.WAITING])
def test_a_stopped_link_has_no_deadline(state: LinkState) -> None:
    link = in_state(state)
    assert link.receive(LinkStopped(), 1.0) == ([Disconnect()] if state is LinkState.UP else [])
    assert (link.state, link.next_deadline(), link.tick(1e9)) == (LinkState.STOPPED, None, [])


STEPS = [LinkOpened(), LinkFailed("x"), LinkDenied("x"), LinkBroken("x"), PingAnswered(), None]


@given(st.lists(st.sampled_from(STEPS)))
def test_it_never_stands_still_without_a_deadline(steps: list[LinkEvent | None]) -> None:
    """Whatever happens, a started link is connecting or knows when it does something next."""
    link, now = machine(0.3), 0.0
    link.receive(LinkStarted(), now)
    for step in steps:
        if step is None:
            now = link.next_deadline() or now
            link.tick(now)
        elif (link.state, type(step)) in TRANSITIONS:
            link.receive(step, now)
        assert link.state is LinkState.CONNECTING or link.next_deadline() is not None
        assert link.state is not LinkState.STOPPED


def test_time_events_come_from_the_clock_alone() -> None:
    times = {PingCameDue, PongOverdue, BackOffEnded}
    assert {kind for state, kind in TRANSITIONS if kind in times} == times
