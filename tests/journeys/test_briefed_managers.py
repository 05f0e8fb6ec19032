"""A manager on an outside phone hears who calls, and may ask to be called again in five minutes."""

from __future__ import annotations

from calls.contact import Outcome
from calls.switch import Outside, Seat
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, nobody

PHONE, NUMBER = Outside("13900001111"), "13800001111"


async def test_the_manager_hears_what_the_call_is_about_before_he_takes_it(centre: Centre) -> None:
    manager = centre.switch.phone(PHONE, Answers(after=2, presses="1", presses_after=9.0))
    caller = centre.switch.call_in("95107", number=NUMBER)
    await centre.clock.until(lambda: caller.hears == PHONE.number)
    assert manager.heard[:4] == ["manager_brief", "queue_wealth", "waited_not", "brief_keys"]


async def test_who_wants_to_be_called_later_is_left_alone_and_asked_again_for_the_same_caller(centre: Centre) -> None:
    nobody(centre)
    manager = centre.switch.phone(PHONE, Answers(after=2, presses="3"))
    caller = centre.switch.call_in("95107", number=NUMBER)
    await centre.clock.until(lambda: "brief_later_kept" in manager.heard and manager.gone)
    asked_at = centre.clock.now()
    assert (caller.hears, centre.memory.people["xiamen_1"].after) == ("music", "NOT_READY")
    await centre.clock.advance(280)
    assert manager.rung == 1
    centre.switch.phone(PHONE, Answers(after=2, presses="1"))
    await centre.clock.until(lambda: caller.hears == PHONE.number, within=60)
    assert 290 <= centre.clock.now() - asked_at <= 330
    caller.hang_up()
    await centre.clock.advance(5)
    record = centre.memory.record(NUMBER)
    assert record.outcome is Outcome.SERVED
    assert [(offer.outcome, offer.reason) for offer in record.offers] == [
        ("DECLINED", "asked to be called again later: pressed 3"),
        ("ACCEPTED", "accepted"),
    ]


async def test_his_deputy_takes_the_call_meanwhile(centre: Centre) -> None:
    manager = centre.switch.phone(PHONE, Answers(after=2, presses="3"))
    centre.switch.phone(Seat("1003"), Answers(after=2))
    caller = centre.switch.call_in("95107", number=NUMBER)
    await centre.clock.until(lambda: caller.hears == "1003", within=30)
    await centre.clock.advance(400)
    assert manager.rung == 1


async def test_a_caller_who_has_gone_is_not_asked_for_again(centre: Centre) -> None:
    nobody(centre)
    manager = centre.switch.phone(PHONE, Answers(after=2, presses="3"))
    caller = centre.switch.call_in("95107", number=NUMBER)
    await centre.clock.until(lambda: manager.rung == 1 and manager.gone)
    caller.hang_up()
    await centre.clock.advance(400)
    assert manager.rung == 1
    assert centre.memory.people["xiamen_1"].after == "READY"
