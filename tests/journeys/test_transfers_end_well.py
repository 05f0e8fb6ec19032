"""A caller whom the plan handed to a phone, and what that phone may do with him: he is never cut off by us."""

from __future__ import annotations

import dataclasses

import pytest

from acd.queues import Onward, Overflow, Queue, Trigger
from calls.switch import Seat
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, nobody
from tests.journeys.house import Shelf


async def test_a_talk_found_after_a_restart_is_not_rung_anew_when_it_ends(centre: Centre) -> None:
    nobody(centre)
    phone = centre.switch.phone(Seat("1002"), Answers(after=1))
    phone.register()
    caller = centre.switch.call_in("95109", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1002")
    await centre.kill()
    await centre.start_again()
    await centre.clock.advance(3)
    rung = phone.rung
    phone.hang_up()
    await centre.clock.advance(30)
    assert phone.rung == rung, "who had hung up was rung again"
    assert caller.gone


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize(("rules", "heard"), [((Overflow(Trigger.WAITED, 60.0, Onward.FLOW, "bye"),), "goodbye")])
async def test_sent_on_to_a_queue_that_gives_him_away_he_goes_where_it_says(
    centre: Centre, rules: tuple[Overflow, ...], heard: str, restarted: bool
) -> None:
    queues = (Queue("orders", 1, {"orders": 5.0}), Queue("desk", 1, {"desk": 5.0}, overflow=rules))
    await centre.house.reconfigure(dataclasses.replace(centre.house.configuration, queues=queues), Shelf())
    nobody(centre)
    phone = centre.switch.phone(Seat("1002"), Answers(after=1))
    phone.register()
    caller = centre.switch.call_in("95109", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1002")
    if restarted:
        await centre.kill()
        await centre.start_again()
        await centre.house.reconfigure(dataclasses.replace(centre.house.configuration, queues=queues), Shelf())
    phone.transfer_to("*7desk")
    await centre.clock.until(lambda: caller.hears == "music")
    await centre.clock.advance(70)
    assert heard in caller.heard
    await centre.clock.until(lambda: caller.gone)
