"""Twenty callers at once through menu and queue, three agents: everybody is served in turn or has given up."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import pairwise

import pytest

from calls.causes import EndedBy
from calls.contact import ContactRecord, Outcome
from tests.asterisk.centre import Centre
from tests.asterisk.judges import sipp_calls
from tests.asterisk.plan import menu_of

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(90)]
PATIENT, HASTY = ("13844440001", 15), ("13844440002", 5)
AGENTS = ("crowd1", "crowd2", "crowd3")


async def test_twenty_callers_at_once(centre: Centre) -> None:
    async with (
        centre.sipp_seat("crowd1", "uas_hang_up.xml", before_ms=1000),
        centre.sipp_seat("crowd2", "uas_hang_up.xml", before_ms=1000),
        centre.sipp_seat("crowd3", "uas_hang_up.xml", before_ms=1000),
    ):
        line = menu_of("crowd")
        patient, hasty = centre.from_outside(PATIENT[0]), centre.from_outside(HASTY[0])
        stayed, _ = await asyncio.gather(
            sipp_calls("trunk_menu_until_bye.xml", patient, line, calls=PATIENT[1], rate=50, before_ms=1500, within=12),
            # Whoever of these is served before he gives up sees a BYE that his scenario does not know.
            sipp_calls("trunk_menu.xml", hasty, line, calls=HASTY[1], rate=50, before_ms=1800, after_ms=2500),
        )
        served = await centre.records(*PATIENT)
        left = await centre.records(*HASTY)
    assert (stayed.succeeded, stayed.failed) == (PATIENT[1], 0), stayed.errors[:2000]
    assert {record.outcome for record in served} == {Outcome.SERVED}
    assert {record.outcome for record in left} <= {Outcome.SERVED, Outcome.ABANDONED}
    assert all(record.ended_by is EndedBy.CALLER for record in left if record.outcome is Outcome.ABANDONED)
    _in_turn([*served, *left])
    _one_at_a_time([*served, *left])
    await centre.nothing_left()


def _in_turn(records: Sequence[ContactRecord]) -> None:
    """Whoever came first was offered first."""
    asked = sorted((record for record in records if record.offers), key=lambda record: record.offers[0].made_at)
    assert [record.queued_at for record in asked] == sorted(record.queued_at or 0.0 for record in asked)


def _one_at_a_time(records: Sequence[ContactRecord]) -> None:
    """Nobody had two callers, and everybody worked."""
    for agent in AGENTS:
        talks = sorted((t.since, t.until or 0.0) for record in records for t in record.talks if t.whom == agent)
        assert len(talks) >= 3
        assert all(before[1] <= after[0] for before, after in pairwise(talks))
