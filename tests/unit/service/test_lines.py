"""Legs and their inboxes: nothing is lost, nothing is told twice, and ends are known even to latecomers."""

from __future__ import annotations

import asyncio

import pytest

from calls.causes import Cause
from calls.events import DigitPressed, LegAnswered, LegEnded, LegEvent, LegRinging
from calls.ids import LegId
from service.lines import ENDS_REMEMBERED, Line, Lines
from tests.waiting import patient

ONE, OTHER = LegId("one"), LegId("other")


def ended(leg: LegId = ONE) -> LegEnded:
    return LegEnded(leg, 1.0, Cause.NORMAL)


async def waiting(line: Line, count: int) -> list[object]:
    async with asyncio.timeout(patient(1)):
        return [await line.next() for _ in range(count)]


async def test_events_wait_in_order() -> None:
    lines = Lines()
    line = lines.open(ONE)
    told: list[LegEvent] = [LegRinging(ONE, 1.0), LegAnswered(ONE, 2.0), ended()]
    for event in told:
        lines.deliver(event)
    assert await waiting(line, 3) == told


def test_a_leg_is_opened_once() -> None:
    lines = Lines()
    assert lines.open(ONE) is lines.open(ONE)
    assert lines.knows(ONE)
    assert not lines.knows(OTHER)


async def test_an_end_that_came_before_anybody_followed_is_told_to_who_comes() -> None:
    lines, told = Lines(), list[str]()
    lines.deliver(ended())
    line = lines.open(ONE)
    line.when_ended(lambda: told.append("ended"))
    assert await waiting(line, 1) == [ended()]
    assert told == ["ended"]


async def test_other_news_of_a_leg_nobody_follows_is_not_kept() -> None:
    lines = Lines()
    lines.deliver(LegRinging(ONE, 1.0))
    lines.deliver(ended())
    assert await waiting(lines.open(ONE), 1) == [ended()]


def test_ends_are_remembered_for_a_while_only() -> None:
    lines = Lines()
    for number in range(ENDS_REMEMBERED + 1):
        lines.deliver(ended(LegId(str(number))))
    assert lines.open(LegId("0")).ended is None
    assert lines.open(LegId("1")).ended is not None


def test_everybody_who_asked_is_told_of_the_end_and_a_latecomer_at_once() -> None:
    line, told = Line(ONE), list[str]()
    line.when_ended(lambda: told.append("first"))
    line.when_ended(lambda: told.append("second"))
    line.deliver(ended())
    line.when_ended(lambda: told.append("late"))
    assert told == ["first", "second", "late"]


def test_a_digit_is_no_end() -> None:
    line, told = Line(ONE), list[str]()
    line.when_ended(lambda: told.append("ended"))
    line.deliver(DigitPressed(ONE, 1.0, "5"))
    assert (told, line.ended) == ([], None)


async def test_two_legs_of_one_conversation_have_one_inbox() -> None:
    one, other = Line(ONE), Line(OTHER)
    other.deliver(LegAnswered(OTHER, 1.0))
    other.follow(one, "call-1")
    one.deliver(DigitPressed(ONE, 2.0, "5"))
    other.deliver(ended(OTHER))
    assert await waiting(one, 3) == [LegAnswered(OTHER, 1.0), DigitPressed(ONE, 2.0, "5"), ended(OTHER)]
    assert (other.owner, other.ended) == ("call-1", ended(OTHER))


@pytest.mark.timeout(5)
async def test_who_follows_twice_or_follows_himself_neither_loops_nor_loses() -> None:
    one, other = Line(ONE), Line(OTHER)
    other.follow(one, "call-1")
    one.deliver(ended())
    other.follow(one, "call-1")
    one.follow(one, "call-1")
    assert await waiting(one, 1) == [ended()]


async def test_the_end_of_a_closed_leg_is_still_told_to_who_asked() -> None:
    lines, told = Lines(), list[str]()
    line = lines.open(ONE)
    line.when_ended(lambda: told.append("ended"))
    lines.close(ONE)
    lines.close(ONE)
    lines.deliver(DigitPressed(ONE, 1.0, "5"))
    lines.deliver(ended())
    lines.deliver(ended())
    assert told == ["ended"]
    assert not lines.knows(ONE)


def test_after_a_lost_link_nobody_is_told_of_ends_from_before() -> None:
    lines, told = Lines(), list[str]()
    for leg in (ONE, OTHER):
        lines.open(leg).when_ended(lambda: told.append("ended"))
    lines.close(OTHER)
    lines.clear()
    lines.deliver(ended(ONE))
    lines.deliver(ended(OTHER))
    assert told == []
    assert not lines.knows(ONE)
