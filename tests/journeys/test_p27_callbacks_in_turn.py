"""P27: callbacks jump everyone, several at once. Here they keep their place, and one customer is rung for one free person."""

from __future__ import annotations

from calls.switch import Outside, Seat
from tests.fakes.party import Answers, FakePhone
from tests.journeys.calling_back import ask
from tests.journeys.centre import Centre, nobody

NUMBERS = ("13800001111", "13800002222", "13800003333")


async def waiting_customers(centre: Centre) -> list[FakePhone]:
    """Three ask to be called back while nobody is there."""
    nobody(centre)
    phones = [centre.switch.phone(Outside(number), Answers(after=3)) for number in NUMBERS]
    for number in NUMBERS:
        await ask(centre, number)
        await centre.clock.advance(10)
    return phones


async def test_one_free_agent_rings_one_customer_in_the_order_of_asking(centre: Centre) -> None:
    phones = await waiting_customers(centre)
    centre.switch.phone(Seat("1001"), Answers(after=1)).register()
    for at, phone in enumerate(phones):
        await talks(centre, phone)
        await centre.clock.advance(60)
        assert [each.rung for each in phones] == [1] * (at + 1) + [0] * (2 - at)
        phone.hang_up()


async def talks(centre: Centre, phone: FakePhone) -> None:
    await centre.clock.until(lambda: phone.hears == "1001", within=40)


async def test_who_waits_on_the_line_since_before_is_served_before_them(centre: Centre) -> None:
    nobody(centre)
    first = centre.switch.call_in("95106", number="13700000001")
    await centre.clock.advance(5)
    phones = await waiting_customers(centre)
    last = centre.switch.call_in("95106", number="13700000002")
    await centre.clock.advance(5)
    centre.switch.phone(Seat("1001"), Answers(after=1, hangs_up_after=20)).register()
    await centre.clock.until(lambda: first.hears == "1001", within=20)
    assert [each.rung for each in phones] == [0, 0, 0]
    await centre.clock.until(lambda: last.hears == "1001", within=400)
    assert [each.rung for each in phones] == [1, 1, 1]
