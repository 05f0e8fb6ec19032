"""A manager keys a code and hangs up at once: the caller is never lost with him."""

from __future__ import annotations

import pytest

from calls.causes import EndedBy
from calls.contact import Outcome
from tests.fakes.party import Answers, FakeCaller
from tests.journeys.centre import Centre, only
from tests.journeys.test_codes_of_managers import NUMBER, all_over, talking


async def served_by_another(centre: Centre, caller: FakeCaller) -> None:
    """The caller waits at his old place, until an agent takes him."""
    await centre.clock.settle()
    assert caller.hears == "music"
    agent = only(centre, "1003", Answers(after=1))
    await centre.clock.until(lambda: caller.hears == "1003")
    agent.hang_up()
    await all_over(centre)
    record = centre.memory.record(NUMBER)
    assert [talk.whom for talk in record.talks] == ["xiamen_1", "1003"]
    assert record.outcome is Outcome.SERVED


@pytest.mark.parametrize("hears", ["talk_back", ""])
async def test_he_gives_the_caller_back_and_hangs_up_without_listening(centre: Centre, hears: str) -> None:
    caller, manager = await talking(centre)
    manager.press("*1")
    if hears:
        await centre.clock.until(lambda: manager.hears == hears)
    manager.hang_up()
    await served_by_another(centre, caller)


@pytest.mark.parametrize("code", ["*2", "*3"])
async def test_he_keys_a_code_and_hangs_up_at_once(centre: Centre, code: str) -> None:
    """While he asks, the caller is back at his place; after a mark the conversation is over, as by any hang-up."""
    caller, manager = await talking(centre)
    manager.press(code)
    manager.hang_up()
    if code == "*2":
        await served_by_another(centre, caller)
        return
    await all_over(centre)
    record = centre.memory.record(NUMBER)
    assert (record.ended_by, record.outcome) == (EndedBy.PERSON, Outcome.SERVED)
