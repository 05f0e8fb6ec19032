"""Who is on leave, or outside his own hours, is not rung, and comes back by himself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from acd.messages import Absent, Away, KnownPerson, Recovered
from acd.states import PersonState
from calls.ids import PersonId
from calls.office_hours import OfficeHours, Span
from tests.unit.acd.scene import START, Scene, agent, changed, made, orders

LIN = PersonId("1001")
LEAVE = Away(START + 100, START + 200, "annual leave")


@pytest.fixture
def scene() -> Scene:
    return Scene([agent("1001", orders=5)], [orders()])


def test_leave_begins_and_ends_by_itself(scene: Scene) -> None:
    scene.tell(Absent(LIN, (LEAVE,)))
    assert scene.state("1001") is PersonState.READY
    assert changed(scene.after(100)) == [("1001", PersonState.NOT_READY, "away: annual leave")]
    assert made(scene.joins("call-1")) == []
    assert made(scene.after(99)) == []
    assert made(scene.after(1)) == [("call-1", "1001")]


def test_a_leave_that_is_taken_back_ends_at_once(scene: Scene) -> None:
    scene.tell(Absent(LIN, (LEAVE,)))
    scene.after(150)
    scene.joins("call-1")
    assert made(scene.tell(Absent(LIN, ()))) == [("call-1", "1001")]


def test_a_leave_lets_a_conversation_end_first(scene: Scene) -> None:
    scene.joins("call-1")
    scene.talks("1001")
    scene.tell(Absent(LIN, (LEAVE,)))
    scene.after(150)
    assert scene.state("1001") is PersonState.TALKING
    assert changed(scene.ends("1001")) == [("1001", PersonState.NOT_READY, "away: annual leave")]


def test_after_a_restart_the_list_counts_and_not_what_was_kept(scene: Scene) -> None:
    scene.tell(Absent(LIN, (LEAVE,)))
    scene.after(150)
    kept = KnownPerson(LIN, PersonState.NOT_READY, "away: annual leave", START + 100, until=START + 200)
    scene.restart(Recovered([kept], []))
    assert scene.state("1001") is PersonState.READY
    scene.tell(Absent(LIN, (LEAVE,)))
    assert scene.state("1001") is PersonState.NOT_READY


def test_an_agent_with_hours_is_there_within_them() -> None:
    zone = ZoneInfo("UTC")
    day = datetime.fromtimestamp(START, UTC)
    week = {day.weekday(): (Span(time(0), time(day.hour, day.minute + 1)),)}
    lin = replace(agent("1001", orders=5), hours=OfficeHours(zone, week))
    scene = Scene([lin], [orders()])
    assert scene.state("1001") is PersonState.READY
    scene.after(120)
    assert (scene.state("1001"), scene.person("1001").reason) == (PersonState.NOT_READY, "outside office hours")
