"""A caller who never chooses does not keep a line for ever; one who leaves in a prompt has it in his record."""

from __future__ import annotations

from calls.causes import EndedBy
from calls.happenings.menu import Heard
from tests.journeys.centre import Centre


async def test_time_in_the_menus_is_limited(centre: Centre) -> None:
    caller = centre.switch.call_in("95110", number="13800001111")
    for _ in range(10):
        await centre.clock.advance(5)
        if not caller.gone:
            caller.press("5")
    await centre.clock.advance(10)
    assert caller.gone
    record = centre.memory.record("13800001111")
    assert record.ended_by is EndedBy.HOTLINE
    assert "in the menus" in record.failures[0].what


async def test_a_prompt_cut_by_a_hang_up_is_in_the_record(centre: Centre) -> None:
    caller = centre.switch.call_in("95105", number="13800001111")
    await centre.clock.advance(1)
    caller.hang_up()
    await centre.clock.settle()
    heard = [entry.what for entry in centre.memory.record("13800001111").entries if isinstance(entry.what, Heard)]
    assert heard == [Heard("welcome.1", "greeting", whole=False)]
