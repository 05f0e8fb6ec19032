"""What one call counts as."""

from __future__ import annotations

import pytest

from acd.measures import Result, conversations_of, visits_of, wait_of
from calls.causes import EndedBy
from calls.happenings.queue import CallbackAsked, GivenAway
from calls.happenings.talk import Transferred
from calls.record import fold
from tests.unit.acd.measures.days import NINE, Told, ended, inbound, parts, talks, waits


def away(after: float) -> Told:
    """A rule of his queue gives him away to a flow."""
    return after, GivenAway("orders", "flow sorry", "too long", "orders: length 1 flow sorry")


@pytest.mark.parametrize(
    ("told", "whole", "visits"),
    [
        ([waits(5), ended(65)], (60.0, Result.ABANDONED), [("orders", 60.0, 60.0, Result.ABANDONED)]),
        # given from queue to queue: each has its part, the caller has waited for both
        (
            [waits(0), waits(30, "wealth"), waits(90, "desk"), ended(100)],
            (100.0, Result.ABANDONED),
            [
                ("orders", 30.0, 30.0, Result.MOVED),
                ("wealth", 60.0, 90.0, Result.MOVED),
                ("desk", 10.0, 100.0, Result.ABANDONED),
            ],
        ),
        # queued again where he was: one visit
        (
            [waits(0), waits(20), talks(50, "1001"), ended(60)],
            (50.0, Result.ANSWERED),
            [("orders", 50.0, 50.0, Result.ANSWERED)],
        ),
        # answered, sent to another queue, and gave up there: served by the first, lost by the second
        (
            [waits(0), talks(10, "1001"), parts(40, "1001"), waits(40, "wealth"), ended(100)],
            (10.0, Result.ANSWERED),
            [("orders", 10.0, 10.0, Result.ANSWERED), ("wealth", 60.0, 60.0, Result.ABANDONED)],
        ),
        # back in the queue where he was answered before: another visit
        (
            [waits(0), talks(10, "1001"), parts(40, "1001"), waits(40), talks(45, "1002"), ended(100)],
            (10.0, Result.ANSWERED),
            [("orders", 10.0, 10.0, Result.ANSWERED), ("orders", 5.0, 5.0, Result.ANSWERED)],
        ),
        (
            [waits(0), (10.0, Transferred("outside", "plan")), ended(30)],
            (10.0, Result.SENT_ON),
            [("orders", 10.0, 10.0, Result.SENT_ON)],
        ),
        (
            [waits(0), (25.0, CallbackAsked("orders", "1", NINE)), ended(30)],
            (25.0, Result.CALLBACK),
            [("orders", 25.0, 25.0, Result.CALLBACK)],
        ),
        # given away to a flow that ended the call; or in which he hung up himself
        (
            [waits(0), away(20), ended(25, EndedBy.HOTLINE)],
            (20.0, Result.TURNED_AWAY),
            [("orders", 20.0, 20.0, Result.TURNED_AWAY)],
        ),
        ([waits(0), away(20), ended(25)], (20.0, Result.ABANDONED), [("orders", 20.0, 20.0, Result.ABANDONED)]),
        (
            [waits(0), talks(10, "1001"), parts(40, "1001"), waits(40), away(60), ended(61, EndedBy.HOTLINE)],
            (10.0, Result.ANSWERED),
            [("orders", 10.0, 10.0, Result.ANSWERED), ("orders", 20.0, 20.0, Result.TURNED_AWAY)],
        ),
        # connected without a queue first: he was served, whatever he waited for later
        (
            [talks(5, "1001"), parts(40, "1001"), waits(40), ended(60)],
            None,
            [("orders", 20.0, 20.0, Result.ABANDONED)],
        ),
        ([ended(3)], None, []),
    ],
)
def test_waits(
    told: list[Told], whole: tuple[float, Result] | None, visits: list[tuple[str, float, float, Result]]
) -> None:
    record = fold(inbound(1, NINE, *told))
    wait = wait_of(record)
    assert (None if wait is None else (wait.seconds, wait.result)) == whole
    assert [(each.queue, each.seconds, each.total, each.result) for each in visits_of(record)] == visits


def test_what_lasts_is_not_counted_yet() -> None:
    record = fold(inbound(1, NINE, waits(0), talks(5, "1001")))
    assert (wait_of(record), visits_of(record), conversations_of(record, lambda _who, _call: 1.0)) == (None, (), ())


def test_a_conversation_broken_off_and_taken_up_again_is_one_part() -> None:
    told = (waits(0), talks(5, "1001"), parts(15, "1001"), waits(15), talks(20, "1001"), ended(50))
    (part,) = conversations_of(fold(inbound(1, NINE, *told)), lambda _who, _call: 7.0)
    assert (part.person, part.queue, part.talked, part.wrapped) == ("1001", "orders", 40.0, 7.0)
