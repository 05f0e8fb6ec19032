"""A manager on an outside phone sends his caller on by a code, and is recalled when nobody takes him there."""

from __future__ import annotations

from calls.switch import Outside
from tests.fakes.party import Answers, FakeCaller, FakePhone
from tests.journeys.centre import COMPANY, Centre, nobody, only
from tests.journeys.test_transfer_recall import all_over

NUMBER = "13800001111"
OUTSIDE = Outside("13900001111")


async def outside(centre: Centre) -> tuple[FakeCaller, FakePhone]:
    """A caller and his manager outside; no agent is there."""
    nobody(centre)
    manager = centre.switch.phone(OUTSIDE, Answers(after=1, presses="1"))
    caller = centre.switch.call_in("95107", number=NUMBER)
    await centre.clock.until(lambda: caller.hears == OUTSIDE.number)
    return caller, manager


async def sent_by_code(centre: Centre, manager: FakePhone, caller: FakeCaller, to: str) -> None:
    manager.press("*7")
    await centre.clock.until(lambda: manager.hears == "talk_number" and caller.hears == "music")
    former = manager.leg
    manager.press(f"{to}#")
    await centre.clock.until(lambda: centre.switch.all_legs[former].ended is not None)


async def test_a_manager_sends_him_to_a_colleague_by_a_code(centre: Centre) -> None:
    caller, manager = await outside(centre)
    colleague = only(centre, "1002", Answers(after=2))
    await sent_by_code(centre, manager, caller, "1002")
    await centre.clock.until(lambda: caller.hears == "1002")
    colleague.hang_up()
    await all_over(centre)
    record = centre.memory.record(NUMBER)
    assert [(each.to, each.by, each.attended) for each in record.transfers] == [("1002", "xiamen_1", False)]
    assert manager.rung == 1


async def test_a_manager_is_recalled_and_takes_him_by_his_key(centre: Centre) -> None:
    caller, manager = await outside(centre)
    manager.script = Answers(after=1)
    await sent_by_code(centre, manager, caller, "1002")
    await centre.clock.until(lambda: manager.hears == "brief_keys", within=60)
    assert caller.hears == "music"
    manager.press("1")
    await centre.clock.until(lambda: caller.hears == OUTSIDE.number)


async def test_a_voicemail_box_gets_nobody_by_a_recall(centre: Centre) -> None:
    caller, manager = await outside(centre)
    manager.script = Answers(after=1)
    await sent_by_code(centre, manager, caller, "1002")
    await centre.clock.until(lambda: manager.rung == 2 and manager.gone, within=120)
    assert caller.hears in COMPANY
    assert OUTSIDE.number not in caller.heard[-1:]
    assert [each.outcome for each in centre.memory.record(NUMBER).recalls] == ["no key"]


async def test_the_caller_hangs_up_while_the_manager_hears_who_it_is(centre: Centre) -> None:
    caller, manager = await outside(centre)
    manager.script = Answers(after=1)
    await sent_by_code(centre, manager, caller, "1002")
    await centre.clock.until(lambda: manager.hears == "manager_brief", within=60)
    caller.hang_up()
    await centre.clock.settle()
    assert manager.gone
    await all_over(centre)


async def test_who_keys_no_number_talks_on(centre: Centre) -> None:
    caller, manager = await outside(centre)
    manager.press("*7")
    await centre.clock.until(lambda: manager.hears == "talk_number")
    await centre.clock.until(lambda: caller.hears == OUTSIDE.number, within=30)
    assert centre.memory.record(NUMBER).transfers == ()


async def test_who_hangs_up_instead_of_a_number_has_given_him_back(centre: Centre) -> None:
    caller, manager = await outside(centre)
    only(centre, "1003", Answers(after=1))
    manager.press("*7")
    await centre.clock.until(lambda: manager.hears == "talk_number")
    manager.hang_up()
    await centre.clock.until(lambda: caller.hears == "1003", within=30)
    assert centre.memory.record(NUMBER).queue == "wealth"
