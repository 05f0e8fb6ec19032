"""P8: why and since when an agent pauses is lost after a restart. Here both are kept at every change."""

from __future__ import annotations

from acd.messages import Paused, SignedOut
from calls.ids import PersonId
from tests.fakes.party import Answers
from tests.journeys.centre import COMPANY
from tests.journeys.people_centre import PeopleCentre, agent, people_centre

WEI = PersonId("1001")


def kept(centre: PeopleCentre) -> tuple[str, str, float]:
    known = centre.memory.people["1001"]
    return known.after, known.reason, known.since


async def test_a_pause_outlives_restarts_and_reloads_with_its_reason_and_its_beginning() -> None:
    async with people_centre([agent("1001")]) as centre:
        phone = centre.sign_in("1001", Answers(after=1))
        await centre.clock.advance(7)
        centre.house.floor.tell(Paused(WEI, "training"))
        await centre.clock.settle()
        before = kept(centre)
        assert before == ("NOT_READY", "training", centre.clock.now())
        for _ in range(2):
            await centre.kill()
            await centre.start_again(away=100.0)
            await centre.reload(centre.configuration.people)
        caller = centre.call()
        await centre.clock.advance(30)
        assert kept(centre) == before
        shown = centre.house.floor.dispatcher.snapshot(centre.clock.now()).person(WEI)
        assert (shown.state, shown.reason, shown.since) == before
        assert (phone.rung, caller.hears in COMPANY) == (0, True)


async def test_a_pause_asked_for_in_a_conversation_comes_after_it_over_a_restart_too() -> None:
    async with people_centre([agent("1001")]) as centre:
        phone = centre.sign_in("1001", Answers(after=1))
        await centre.talks(caller := centre.call(), "1001")
        centre.house.floor.tell(Paused(WEI, "lunch"))
        await centre.kill()
        await centre.start_again()
        assert (caller.hears, centre.state("1001")) == ("1001", "TALKING")
        caller.hang_up()
        await centre.clock.advance(11)
        assert kept(centre)[:2] == ("NOT_READY", "lunch")
        waiting = centre.call()
        await centre.clock.advance(30)
        assert (phone.rung, waiting.hears in COMPANY) == (1, True)


async def test_who_signed_out_stays_so_though_his_phone_is_still_there() -> None:
    async with people_centre([agent("1001")]) as centre:
        phone = centre.sign_in("1001", Answers(after=1))
        centre.house.floor.tell(SignedOut(WEI))
        await centre.clock.settle()
        before = kept(centre)
        await centre.kill()
        await centre.start_again(away=600.0)
        centre.call()
        await centre.clock.advance(30)
        assert (kept(centre), phone.rung) == (before, 0)
        assert before[:2] == ("LOGGED_OUT", "signed out")
