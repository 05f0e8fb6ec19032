"""An agent who may have two contacts at a time: the second rings beside the first, the third waits, nothing is lost by a kill."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from tests.journeys.centre import COMPANY
from tests.journeys.people_centre import PeopleCentre, agent, people_centre

WEI = replace(agent("1001"), concurrency=2)


@pytest.fixture
async def centre() -> AsyncIterator[PeopleCentre]:
    async with people_centre([WEI]) as running:
        yield running


async def test_a_second_call_rings_beside_the_first_and_a_third_waits(centre: PeopleCentre) -> None:
    phone = centre.two_lines("1001")
    first, second = centre.call(), centre.call()
    await centre.talks(first, "1001")
    await centre.talks(second, "1001")
    third = centre.call()
    await centre.clock.advance(30)
    assert phone.rung == 2
    assert third.hears in COMPANY
    second.hang_up()
    await centre.talks(third, "1001")
    assert first.hears == "1001"
    assert centre.house.alarms.raised == {}


async def test_wrap_up_comes_after_the_last_of_them(centre: PeopleCentre) -> None:
    centre.two_lines("1001")
    first, second = centre.call(), centre.call()
    await centre.talks(first, "1001")
    await centre.talks(second, "1001")
    first.hang_up()
    await centre.clock.settle()
    assert centre.state("1001") == "TALKING"
    second.hang_up()
    await centre.clock.settle()
    assert centre.state("1001") == "WRAP_UP"
    await centre.clock.advance(11)
    assert centre.state("1001") == "READY"


async def test_two_conversations_outlive_the_service(centre: PeopleCentre) -> None:
    phone = centre.two_lines("1001")
    first, second = centre.call(), centre.call()
    await centre.talks(first, "1001")
    await centre.talks(second, "1001")
    await centre.kill()
    await centre.start_again()
    assert (first.hears, second.hears, centre.state("1001")) == ("1001", "1001", "TALKING")
    third = centre.call()
    await centre.clock.advance(20)
    assert (phone.rung, third.hears in COMPANY) == (2, True)
    first.hang_up()
    await centre.talks(third, "1001")
    second.hang_up()
    third.hang_up()
    await centre.clock.settle()
    assert centre.state("1001") == "WRAP_UP"
    assert [record.outcome for record in centre.memory.records()] == ["served"] * 3
    assert all(len(record.offers) == 1 for record in centre.memory.records())


async def test_one_talks_and_one_rings_over_a_restart(centre: PeopleCentre) -> None:
    phone = centre.two_lines("1001", after=8.0)
    first = centre.call()
    await centre.talks(first, "1001")
    second = centre.call()
    await centre.clock.until(lambda: phone.lines[1].ringing)
    await centre.kill()
    await centre.start_again()
    assert (first.hears, phone.lines[1].ringing, phone.rung) == ("1001", True, 2)
    third = centre.call()
    await centre.talks(second, "1001")
    assert (first.hears, phone.rung, third.hears in COMPANY) == ("1001", 2, True)


async def test_the_first_hangs_up_while_the_service_is_away_and_the_second_still_rings(centre: PeopleCentre) -> None:
    phone = centre.two_lines("1001", after=9.0)
    first = centre.call()
    await centre.talks(first, "1001")
    second = centre.call()
    await centre.clock.until(lambda: phone.lines[1].ringing)
    await centre.kill()
    first.hang_up()
    await centre.start_again()
    await centre.talks(second, "1001")
    assert (phone.rung, centre.state("1001")) == (2, "TALKING")


async def test_a_reload_to_one_at_a_time_ends_no_conversation(centre: PeopleCentre) -> None:
    phone = centre.two_lines("1001")
    first, second = centre.call(), centre.call()
    await centre.talks(first, "1001")
    await centre.talks(second, "1001")
    await centre.reload([replace(WEI, concurrency=1)])
    third = centre.call()
    first.hang_up()
    await centre.clock.advance(20)
    assert (second.hears, third.hears in COMPANY, phone.rung) == ("1001", True, 2)
    second.hang_up()
    await centre.talks(third, "1001")
