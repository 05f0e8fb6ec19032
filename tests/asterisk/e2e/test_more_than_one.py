"""An agent who may have two calls gets the second while he talks; one who is not reached at his seat is rung on his mobile."""

from __future__ import annotations

import asyncio

import pytest

from calls.contact import Outcome
from tests.asterisk.centre import Centre
from tests.asterisk.judges import sipp_calls
from tests.asterisk.plan import AGENTS_MOBILE, line_of
from tests.asterisk.provider import Provider
from tests.waiting import until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(60)]


async def test_a_second_call_rings_while_he_talks_and_a_third_waits(centre: Centre) -> None:
    numbers = [f"1383337000{n}" for n in range(3)]
    async with centre.seat("pair1") as phone:
        calling = [asyncio.create_task(_stays(centre, number)) for number in numbers[:2]]
        for count in (1, 2):
            call = await phone.incoming(count)
            await phone.answer(call)
            await phone.up(call)
        await until(lambda: len(_talks(centre)) == 2, 10, "two conversations of pair1")
        calling.append(asyncio.create_task(_stays(centre, numbers[2])))
        await until(lambda: centre.waiting("pair"), 10, "a third who waits")
        assert len([event for event in phone.events if event.kind == "incoming"]) == 2
        first = (await phone.seen("incoming")).call
        assert first is not None
        await phone.hang_up(first)
        third = await phone.incoming(3)
        await phone.answer(third)
        await phone.up(third)
        await until(lambda: len(_talks(centre)) == 2, 10, "two conversations again")
        for event in [event for event in phone.events if event.kind == "incoming"][1:]:
            assert event.call is not None
            await phone.hang_up(event.call)
        await asyncio.gather(*calling)
        records = [await centre.record(number) for number in numbers]
    assert [(record.outcome, record.person) for record in records] == [(Outcome.SERVED, "pair1")] * 3
    await centre.nothing_left()


def _talks(centre: Centre) -> list[str]:
    house = centre.service.house
    return [talk.contact for talk in house.floor.dispatcher.snapshot(house.clock.now()).talks if talk.person == "pair1"]


async def _stays(centre: Centre, number: str) -> None:
    """A caller who stays until he is hung up."""
    assert (await sipp_calls("trunk_until_bye.xml", centre.from_outside(number), line_of("pair"), within=40)).ok


async def test_who_is_busy_at_his_seat_takes_the_call_on_his_mobile_by_key(centre: Centre, provider: Provider) -> None:
    number = "13833370010"
    async with centre.sipp_seat("mobile1", "uas_busy.xml"):
        result = await sipp_calls("trunk_until_bye.xml", centre.from_outside(number), line_of("mobile"), within=40)
        assert result.ok, result.errors
        record = await centre.record(number)
    assert (record.outcome, record.person) == (Outcome.SERVED, "mobile1")
    [offer] = record.offers
    assert offer.picked_up_at is not None
    assert record.connected_at is not None
    assert record.connected_at - offer.picked_up_at >= 0.6, "joined before he pressed the key"
    assert provider.rung[AGENTS_MOBILE] == 1
