"""Who is rung on an ordinary day, and who is not: phones in order, hours, leave, guests, the queues of a person, and a
removal in the middle of a conversation. Each of it holds over a kill of the service.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

from acd.messages import Absent, Away
from acd.queues import Queue
from calls.ids import PersonId
from calls.office_hours import OfficeHours, Span
from calls.switch import Outside
from tests.fakes.party import BUSY, UNREACHABLE, Answers, Rings
from tests.journeys.centre import COMPANY
from tests.journeys.people_centre import ORDERS, agent, people_centre

MOBILE = Outside("13911110000")
WEI, LEI = agent("1001"), agent("1002")
WITH_MOBILE = replace(WEI, others=(MOBILE.number,))
MORNING = OfficeHours(ZoneInfo("Asia/Shanghai"), {day: (Span(time(8), time(9, 1)),) for day in range(7)})
"""The clock of the tests begins at nine: a minute is left."""
HARD = Queue("hard", 5, {"orders": 5.0})
EASY = replace(ORDERS, easy=True)
DIRECTOR = replace(agent("2001", orders=9.0), guest=True)


# --- phones in order


async def test_who_is_not_reached_at_his_seat_takes_the_call_on_his_mobile_by_key() -> None:
    async with people_centre([WITH_MOBILE]) as centre:
        seat, mobile = centre.sign_in("1001", BUSY), centre.switch.phone(MOBILE, Answers(after=3, presses="1"))
        caller = centre.call()
        await centre.talks(caller, MOBILE.number)
        assert (seat.rung, mobile.rung) == (0, 1)
        assert mobile.heard[0].endswith("brief")
        assert [(offer.person, offer.outcome) for offer in centre.memory.records()[0].offers] == [("1001", "ACCEPTED")]
        caller.hang_up()
        await centre.clock.settle()
        assert centre.state("1001") == "WRAP_UP"


async def test_his_mobile_that_rings_when_the_service_dies_still_asks_for_the_key() -> None:
    async with people_centre([WITH_MOBILE]) as centre:
        centre.sign_in("1001", UNREACHABLE)
        mobile = centre.switch.phone(MOBILE, Rings())
        caller = centre.call()
        await centre.clock.until(lambda: mobile.ringing)
        await centre.kill()
        await centre.start_again()
        assert (mobile.ringing, mobile.rung) == (True, 1)
        mobile.answer()
        await centre.clock.until(lambda: mobile.hears.endswith("brief"))
        assert caller.hears in COMPANY
        mobile.press("1")
        await centre.talks(caller, MOBILE.number)


# --- hours, leave


async def test_after_his_hours_an_agent_is_not_rung_though_his_phone_is_there() -> None:
    async with people_centre([replace(WEI, hours=MORNING), LEI]) as centre:
        early = centre.sign_in("1001", Answers(after=1))
        await centre.talks(first := centre.call(), "1001")
        await centre.clock.advance(90)
        assert first.hears == "1001", "his hours end; the conversation does not"
        first.hang_up()
        await centre.clock.advance(11)
        assert centre.memory.people["1001"].reason == "outside office hours"
        await centre.kill()
        await centre.start_again()
        second = centre.call()
        await centre.clock.advance(30)
        assert (early.rung, second.hears in COMPANY) == (1, True)
        centre.sign_in("1002", Answers(after=1))
        await centre.talks(second, "1002")


async def test_who_goes_on_leave_finishes_his_call_and_is_rung_again_when_it_is_over() -> None:
    async with people_centre([WEI]) as centre:
        phone = centre.sign_in("1001", Answers(after=1))
        await centre.talks(first := centre.call(), "1001")
        now = centre.clock.now()
        centre.house.floor.tell(Absent(PersonId("1001"), (Away(now, now + 300.0, "training"),)))
        await centre.clock.advance(30)
        assert first.hears == "1001"
        first.hang_up()
        second = centre.call()
        await centre.clock.advance(200)
        assert (phone.rung, centre.memory.people["1001"].reason) == (1, "away: training")
        await centre.talks(second, "1001", within=90)


# --- guests, the queues of a person


async def test_the_director_on_his_duty_day_is_given_easy_calls_only() -> None:
    async with people_centre([DIRECTOR], [EASY, HARD]) as centre:
        phone = centre.sign_in("2001", Answers(after=1))
        hard = centre.call("hard")
        await centre.clock.advance(30)
        assert (phone.rung, hard.hears in COMPANY) == (0, True)
        easy = centre.call()
        await centre.talks(easy, "2001")
        easy.hang_up()
        await centre.clock.advance(60)
        assert (phone.rung, hard.hears in COMPANY) == (1, True)
        assert centre.house.alarms.raised == {}, "that he is free is no fault: the call is not for him"


async def test_a_guest_stays_one_after_a_restart() -> None:
    async with people_centre([DIRECTOR], [EASY, HARD]) as centre:
        phone = centre.sign_in("2001", Answers(after=1))
        hard = centre.call("hard")
        await centre.clock.advance(5)
        await centre.kill()
        await centre.start_again()
        await centre.clock.advance(30)
        assert (phone.rung, hard.hears in COMPANY) == (0, True)
        await centre.talks(centre.call(), "2001")


async def test_who_is_kept_to_one_queue_is_not_rung_for_another_that_he_could_serve() -> None:
    async with people_centre([replace(WEI, queues=("hard",))], [ORDERS, HARD]) as centre:
        phone = centre.sign_in("1001", Answers(after=1))
        waiting = centre.call()
        await centre.clock.advance(30)
        assert (phone.rung, waiting.hears in COMPANY) == (0, True)
        assert centre.house.alarms.raised == {}
        await centre.talks(hard := centre.call("hard"), "1001")
        hard.hang_up()
        await centre.clock.advance(30)
        await centre.reload([WEI])
        await centre.talks(waiting, "1001")


# --- removed while he talks


async def test_an_agent_removed_while_he_talks_finishes_first_and_is_rung_no_more() -> None:
    async with people_centre([WEI, LEI]) as centre:
        phone = centre.sign_in("1001", Answers(after=1))
        await centre.talks(first := centre.call(), "1001")
        second = centre.call()
        await centre.reload([LEI])
        await centre.clock.advance(120)
        assert first.hears == "1001"
        first.hang_up()
        await centre.clock.advance(30)
        assert (phone.rung, second.hears in COMPANY) == (1, True)
        assert centre.house.floor.dispatcher.state_of(PersonId("1001")) is None
        centre.sign_in("1002", Answers(after=1))
        await centre.talks(second, "1002")


async def test_an_agent_removed_with_a_phone_that_rings_may_answer_it() -> None:
    async with people_centre([WEI, LEI]) as centre:
        phone = centre.sign_in("1001")
        caller = centre.call()
        await centre.clock.until(lambda: phone.ringing)
        await centre.reload([LEI])
        phone.answer()
        await centre.talks(caller, "1001", within=2)
        caller.hang_up()
        await centre.clock.settle()
        assert centre.memory.records()[0].outcome == "served"


async def test_a_conversation_of_somebody_removed_goes_on_over_a_restart() -> None:
    async with people_centre([WEI, LEI]) as centre:
        centre.sign_in("1001", Answers(after=1))
        await centre.talks(first := centre.call(), "1001")
        await centre.reload([LEI])
        await centre.kill()
        await centre.start_again()
        await centre.clock.advance(30)
        assert first.hears == "1001"
        first.hang_up()
        await centre.clock.settle()
        record = centre.memory.records()[0]
        assert (record.outcome, record.person, record.talked >= 30.0) == ("served", "1001", True)
