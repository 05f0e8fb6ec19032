"""Occupancy: a person is busy from his first leg to his last."""

from __future__ import annotations

from acd.messages import Occupied
from calls.causes import Cause
from calls.events import LegEnded
from calls.ids import LegId
from service.lines import Line
from service.occupancy import Occupancy
from tests.unit.service.rooms import LIN, WEI, Ear


def end(line: Line) -> None:
    line.deliver(LegEnded(line.leg, 1.0, Cause.NORMAL))


def test_a_person_is_busy_from_his_first_leg_to_his_last() -> None:
    occupancy = Occupancy(ear := Ear())
    first, second = Line(LegId("1")), Line(LegId("2"))
    occupancy.occupy(WEI, first)
    occupancy.occupy(WEI, second)
    end(first)
    assert (ear.told, occupancy.busy(WEI), occupancy.busy(LIN)) == ([Occupied(WEI, True)], True, False)
    end(second)
    assert (ear.told, occupancy.busy(WEI)) == ([Occupied(WEI, True), Occupied(WEI, False)], False)


def test_a_leg_that_has_ended_already_keeps_nobody_busy() -> None:
    occupancy = Occupancy(ear := Ear())
    line = Line(LegId("1"))
    end(line)
    occupancy.occupy(WEI, line)
    assert ear.told[-1] == Occupied(WEI, False)
    assert not occupancy.busy(WEI)
