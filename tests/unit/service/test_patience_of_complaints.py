"""A complaint counts as one step more of impatience: in the call, after it, and once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acd.personal import DAY, Counts
from calls.causes import Cause, EndedBy
from calls.happenings.menu import Chose
from calls.happenings.visit import Ended
from store.patience import PatienceKept
from tests.fakes.clock import EPOCH
from tests.unit.service.patience_rooms import NUMBER, PatienceRooms
from tests.unit.service.rooms import CALL
from tests.waiting import until


async def test_a_complaint_about_an_earlier_wait_counts(believing: PatienceRooms) -> None:
    believing.known = PatienceKept.of(NUMBER, Counts(0.0, 0.0, 1.0, EPOCH - DAY, 1, EPOCH - DAY))
    patiences = believing.open()
    await believing.met(patiences)
    believing.chronicle.note(CALL, Chose("welcome", "9", "care", "complaint.late"))
    believing.chronicle.note(CALL, Ended(EndedBy.CALLER, Cause.NORMAL), EPOCH + 9)
    patiences.ended(believing.record())
    (kept,) = believing.kept
    assert (kept.complaints, kept.waits, kept.long_wait_at) == (0.5, 1, None)


async def test_a_complaint_written_down_in_the_call_counts_at_its_end(believing: PatienceRooms) -> None:
    patiences = believing.open()
    call = await believing.met(patiences)
    patiences.complained(believing.record())
    assert believing.kept == []
    believing.wait_of(60.0)
    patiences.ended(believing.record())
    patiences.parted(call)
    (kept,) = believing.kept
    assert (kept.complaints, kept.waits, kept.long_wait_at) == (0.5, 1, None)


async def test_a_complaint_written_down_after_the_call_counts_once(believing: PatienceRooms) -> None:
    patiences = believing.open()
    call = await believing.met(patiences)
    believing.wait_of(60.0)
    patiences.ended(believing.record())
    patiences.parted(call)
    before = believing.kept[-1]
    for _ in range(2):
        patiences.complained(believing.record())
        await believing.clock.settle()
    assert len(believing.kept) == 2
    after = believing.kept[-1]
    assert (after.complaints, after.waits) == (0.5, before.waits)
    assert after.hang_ups == pytest.approx(before.hang_ups)


async def test_a_complaint_counts_when_the_end_of_the_call_is_not_in_the_store_yet(believing: PatienceRooms) -> None:
    patiences = believing.open()
    call = await believing.met(patiences)
    before_the_end = replace(believing.record(), ended_at=None)
    believing.wait_of(60.0)
    patiences.ended(believing.record())
    patiences.parted(call)
    patiences.complained(before_the_end)
    await believing.clock.settle()
    assert [kept.complaints for kept in believing.kept] == [0.0, 0.5]


async def test_a_complaint_of_somebody_not_seen_since_the_start_counts_on_what_the_store_knows(
    believing: PatienceRooms,
) -> None:
    believing.known = PatienceKept.of(NUMBER, Counts(2.0, 0.0, 1.0, EPOCH, 3, EPOCH))
    patiences = believing.open()
    await believing.caller()
    believing.wait_of(60.0)
    patiences.complained(believing.record())
    await until(lambda: bool(believing.kept))
    assert believing.kept[0].complaints == 0.5
    assert believing.kept[0].hang_ups == pytest.approx(2.0, abs=0.01)
