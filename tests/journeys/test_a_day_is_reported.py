"""A morning at the centre, and then its report: what happened on the phones is what the figures say."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from acd.measures import By, Report, Result, Rules
from acd.measures.formulas import BUSY, FREE, handling_time, occupancy, service_level, speed_of_answer
from acd.states import PersonState
from calls.contact import Outcome
from calls.ids import PersonId
from service.keeping import KeptPeople
from service.reports import Asked, gather, rules_of
from store.database import Database
from tests.fakes.clock import EPOCH
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, _plan, only
from tests.unit.store.writers import writing

ZONE = ZoneInfo("Asia/Shanghai")


async def report(centre: Centre, by: By, folder: Path) -> Report:
    """The report of what the store was told, as of now."""
    now = centre.clock.now()
    midnight = datetime.fromtimestamp(now, ZONE).replace(hour=0, minute=0).timestamp()
    async with Database.in_file(folder / "hotline.db") as database:
        async with writing(database) as journal:
            keeper = KeptPeople(journal.keep_person, ())
            for change in centre.memory.changes:
                keeper.keep(change)
            for entry in centre.memory.entries:
                journal.write(entry)
        asked = Asked(by, midnight, midnight + 86_400, rules_of(Rules(ZONE), _plan()))
        return await gather(database, asked, now)


async def test_a_morning(centre: Centre, tmp_path: Path) -> None:
    agent = only(centre, "1001", Answers(after=4))
    began = centre.clock.now()

    first = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: first.hears == "1001")
    waited = centre.clock.now() - began
    second = centre.switch.call_in("95106", number="13800002222")
    third = centre.switch.call_in("95106", number="13800003333")
    await centre.clock.advance(3)
    third.hang_up()
    await centre.clock.advance(57)
    agent.hang_up()
    await centre.clock.advance(5)
    assert not second.up or second.hears != "1001", "he is in wrap-up"
    await centre.clock.until(lambda: second.hears == "1001")
    await centre.clock.advance(30)
    second.hang_up()
    await centre.clock.advance(20)

    found = await report(centre, By.PERSON, tmp_path)
    total = found.total
    assert total.outcomes == {Outcome.SERVED: 2, Outcome.ABANDONED: 1}
    assert (total.waits[Result.ANSWERED], total.short, total.counted) == (2, 1, 2)
    assert service_level(total) == 0.5
    assert speed_of_answer(total) == (waited + 60.0 + 10.0 + 4.0) / 2
    wei = dict(found.lines)["1001"]
    assert (wei.handled, wei.talked, wei.wrapped) == (2, 90.0, 20.0)
    assert handling_time(wei) == 55.0
    busy = wei.states[PersonState.TALKING] + wei.states[PersonState.WRAP_UP]
    assert busy == 110.0
    assert occupancy(wei) == busy / sum(seconds for state, seconds in wei.states.items() if state in (*BUSY, *FREE))
    assert sum(wei.states.values()) == centre.clock.now() - EPOCH
    assert wei.offers["ACCEPTED"] == 2
    assert PersonId("1002") not in {name for name, tally in found.lines if tally.handled}
