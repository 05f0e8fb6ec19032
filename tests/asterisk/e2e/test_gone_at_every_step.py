"""The caller hangs up at every step of the path, by what has just happened and by the clock: nothing is left behind."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from calls.causes import EndedBy
from calls.contact import ContactRecord, Outcome
from tests.asterisk.centre import Centre
from tests.asterisk.judges import PjsuaSeat, sipp_calls
from tests.asterisk.plan import line_of, menu_of
from tests.waiting import until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(90)]
LEFT_IN_MENU, ABANDONED, SERVED = Outcome.LEFT_IN_MENU, Outcome.ABANDONED, Outcome.SERVED
STEPS = {
    "Arrived": {LEFT_IN_MENU},
    "Answered": {LEFT_IN_MENU},
    "Pressed": {LEFT_IN_MENU, ABANDONED},
    "Queued": {ABANDONED},
    "Offered": {ABANDONED},
    "Rang": {ABANDONED},
    "PickedUp": {ABANDONED, SERVED},
    "Connected": {SERVED},
}
"""What has just happened when the caller hangs up, and what his call may then have been."""
MENU_TIMES = (0, 150, 400, 900, 1300)
"""Milliseconds after the answer at which callers hang up who press nothing."""
QUEUE_TIMES = (0, 60, 120, 200, 300, 450, 600, 700, 800, 1000, 1500)
"""The same for callers whose call leads straight into the queue: it rings at once, and is answered after 600 ms."""


async def test_gone_as_soon_as_something_has_happened(centre: Centre) -> None:
    account = centre.accounts["trial-caller2"]
    async with centre.sipp_seat("steps1", "uas_seat.xml", before_ms=500):
        for done, (step, outcomes) in enumerate(STEPS.items(), start=1):
            # A new phone each: PJSIP sends nothing at all in some calls that follow closely on another.
            async with PjsuaSeat(account.user, account.secret, centre.sip) as caller:
                await _call_until(centre, caller, step)
            record = (await centre.records("caller2", done))[0]
            assert record.outcome in outcomes, (step, record.outcome)
            assert record.ended_by is EndedBy.CALLER
            _closed(record)
            await centre.state("steps1", "READY")
    await centre.nothing_left()


async def test_gone_while_the_farewell_is_said(centre: Centre) -> None:
    """The agent has hung up, the dialplan says goodbye, and the caller does not listen to the end."""
    number = "13855580000"
    async with centre.sipp_seat("steps1", "uas_hang_up.xml", before_ms=300):
        account = centre.from_outside(number)
        assert (await sipp_calls("trunk_plain.xml", account, line_of("steps"), after_ms=900)).ok
        record = await centre.record(number)
    assert record.outcome is SERVED
    _closed(record)
    await centre.nothing_left()


async def _call_until(centre: Centre, caller: PjsuaSeat, step: str) -> None:
    call = await caller.call(menu_of("steps"))
    if step in ("Arrived", "Answered"):
        await until(lambda: _happened(centre, step), 10, step)
    else:
        await until(lambda: _happened(centre, "Answered"), 10, "an answer")
        await caller.up(call)
        await _press(centre, caller, call)
        await until(lambda: _happened(centre, step), 10, step)
    await caller.hang_up(call)
    await caller.ended(call)


async def _press(centre: Centre, caller: PjsuaSeat, call: int) -> None:
    """Press 1, and again: Asterisk misses a key of the first milliseconds, before its audio flows."""
    for _ in range(4):
        await caller.press(call, "1")
        with suppress(AssertionError):
            return await until(lambda: _happened(centre, "Pressed"), 0.7, "the key")
    raise AssertionError("the key was not heard")


def _happened(centre: Centre, step: str) -> bool:
    record = centre.open_record("caller2")
    return record is not None and any(type(entry.what).__name__ == step for entry in record.entries)


async def test_gone_after_some_milliseconds(centre: Centre) -> None:
    """All of them at once, and one who cancels before he is answered."""
    async with (
        centre.sipp_seat("steps2", "uas_seat.xml", before_ms=600),
        centre.sipp_seat("steps3", "uas_seat.xml", before_ms=600),
    ):
        calls = [_gone_after(centre, menu_of("steps"), 13855550000 + time, time) for time in MENU_TIMES]
        calls += [_gone_after(centre, line_of("steps"), 13855560000 + time, time) for time in QUEUE_TIMES]
        records = await asyncio.gather(*calls, _cancelled(centre))
        for seat in ("steps2", "steps3"):
            await centre.state(seat, "READY")
    for record in records:
        assert record.ended_by is EndedBy.CALLER
        assert record.outcome in (LEFT_IN_MENU, ABANDONED, SERVED)
        _closed(record)
    await centre.nothing_left()


async def _gone_after(centre: Centre, line: str, number: int, after_ms: int) -> ContactRecord:
    assert (await sipp_calls("trunk_plain.xml", centre.from_outside(str(number)), line, after_ms=after_ms)).ok
    return await centre.record(str(number))


async def _cancelled(centre: Centre) -> ContactRecord:
    number = "13855570000"
    result = await sipp_calls("trunk_cancel.xml", centre.from_outside(number), menu_of("steps"))
    assert result.ok, result.errors
    return await centre.record(number)


def _closed(record: ContactRecord) -> None:
    """Nothing in the record is left open."""
    assert not record.open_offers
    assert all(span.until is not None for span in (*record.waits, *record.talks, *record.holds))
    assert all(leg.ended_at is not None for leg in record.legs)
