"""P15: "the score says 303 waits, 53 is connected: how is it possible?" The record of the call tells it."""

from __future__ import annotations

from acd.queues import Queue
from tests.fakes.party import REJECTS, Answers
from tests.journeys.centre import COMPANY
from tests.journeys.people_centre import ORDERS, agent, people_centre

QUEUES = (Queue("gold", 9, {"gold": 9.0}), ORDERS)


async def test_the_record_tells_why_a_caller_of_less_weight_was_connected_first() -> None:
    wei, lei = agent("1001", gold=9.5), agent("1002", orders=8.0, gold=6.0)
    async with people_centre([wei, lei], QUEUES) as centre:
        centre.sign_in("1002", Answers(after=1))
        weighty = centre.call("gold")
        await centre.clock.advance(30)
        await centre.talks(centre.call(), "1002")
        assert weighty.hears in COMPANY
        first, second = centre.memory.records()
        assert first.offers == ()
        [offer] = second.offers
        assert offer.because[:2] == (
            "queue orders: first of 1 by priority 1, waited 0 s",
            "1002: skill orders 8 >= 5, idle 30 s, longest idle of 1",
        )


async def test_it_tells_who_was_passed_over_and_why() -> None:
    async with people_centre([agent("1001"), agent("1002"), agent("1003")]) as centre:
        centre.sign_in("1001", REJECTS)
        await centre.clock.advance(5)
        centre.sign_in("1003")
        await centre.clock.advance(1)
        centre.sign_in("1002", Answers(after=1))
        other = centre.call()
        await centre.clock.until(lambda: centre.switch.phones and len(centre.memory.records()[0].offers) == 2)
        caller = centre.call()
        await centre.talks(caller, "1002")
        assert centre.memory.records()[-1].offers[0].because[-2:] == (
            "1001 not asked: rejected",
            "1003 not asked: ringing",
        )
        assert other.hears in COMPANY
