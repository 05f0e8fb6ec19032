"""P23: barge-in flags are not obeyed, early digits are taken or lost. Unit tests walk every combination; here on calls."""

from __future__ import annotations

import pytest

from tests.fakes.party import Answers, FakeCaller
from tests.journeys.centre import PLAN, Centre, only
from tests.journeys.test_plan_versions import publish

FIRM = PLAN.replace("- say: greeting", "- say: {prompt: greeting, barge_in: no}").replace(
    "prompt: main_menu\n", "prompt: main_menu\n        barge_in: no\n", 1
)


async def dial(centre: Centre, hearing: str) -> FakeCaller:
    caller = centre.switch.call_in("95105", number="13800001111")
    await centre.clock.until(lambda: caller.hears == hearing)
    return caller


async def test_a_key_breaks_the_menu_and_answers_it(centre: Centre) -> None:
    only(centre, "1001", Answers(after=0.2))
    caller = await dial(centre, "main_menu")
    before = centre.clock.now()
    caller.press("1")
    await centre.clock.until(lambda: caller.hears == "1001", within=2)
    assert centre.clock.now() - before < 1.0
    assert caller.heard.count("main_menu") == 1


async def test_a_key_pressed_ahead_in_the_greeting_is_not_lost(centre: Centre) -> None:
    only(centre, "1001", Answers(after=0.2))
    caller = await dial(centre, "greeting")
    caller.press("1")
    await centre.clock.until(lambda: caller.hears == "1001", within=3)
    assert "main_menu" not in caller.heard


@pytest.mark.parametrize("prompt", ["greeting", "main_menu"])
async def test_where_no_key_may_break_it_the_prompt_is_heard_to_its_end(centre: Centre, prompt: str) -> None:
    only(centre, "1001", Answers(after=0.2))
    await publish(centre, 1, FIRM)
    caller = await dial(centre, prompt)
    caller.press("1")
    await centre.clock.advance(1.5)
    assert caller.hears == prompt
    await centre.clock.until(lambda: "main_menu" in caller.heard and caller.hears != prompt)
