"""The words of a queue on a real Asterisk: heard over the music, and a key pressed in the middle of them."""

from __future__ import annotations

import pytest

from calls.contact import Outcome
from calls.ids import CallId
from tests.asterisk.centre import Centre
from tests.asterisk.ours import hears, hears_in_order, phone
from tests.asterisk.plan import CALLED_BACK, line_of
from tests.waiting import until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(150)]
WORDS = ("all_busy", "position_1", "wait_from", "callback_by_key")


async def test_he_hears_his_place_and_a_range_and_presses_one_to_be_called_back(centre: Centre) -> None:
    async with (
        centre.seat("told1") as agent,
        phone(centre, "trial-caller6") as first,
        phone(centre, "trial-caller7") as second,
    ):
        ahead = await first.call(line_of("told"))
        await agent.incoming(within=20)
        behind = await second.call(line_of("told"))
        await until(lambda: len(centre.waiting("told")) == 2, 10, "two callers in the queue")
        await hears_in_order(behind, WORDS)
        record = next(each for each in centre.service.house.chronicle.open_records() if each.foretold)
        await behind.press("1")
        await until(lambda: len(centre.waiting("told")) == 1, 5, "he is out of the line")
        await hears(behind, "callback_number_is")
        await behind.press("1")
        await behind.ended(within=20)
        await ahead.hang_up()
    told = record.foretold[0]
    assert (told.queue, told.position, told.high) == ("told", 1, 240.0)
    (kept,) = [each for each in centre.service.house.callbacks.open if each.number == CALLED_BACK]
    assert kept.joined_at == record.queued_at
    centre.service.house.callbacks.cancel(kept.id)
    await centre.nothing_left()
    await centre.service.journal.flush()
    over = await centre.service.contacts.contact(CallId(record.call))
    assert over.outcome is Outcome.CALLBACK
    assert [(each.to, each.because) for each in over.given_away] == [("flow call_me", "the caller pressed 1")]
