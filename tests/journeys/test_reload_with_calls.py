"""An admin takes a queue, or a person, out of the plan while callers are on their way to them. Calls that began under
the old plan end under it: nobody waits at a queue that is gone, and who was removed is not found for a new call.
"""

from __future__ import annotations

import dataclasses

from calls.errors import SwitchLost
from calls.ids import PersonId
from calls.switch import Seat
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, only
from tests.journeys.house import Shelf


async def test_a_caller_on_his_way_to_a_queue_that_is_removed_is_still_served(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95110", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "main_menu")
    now = centre.house.configuration
    rest = tuple(queue for queue in now.queues if queue.name != "orders")
    await centre.house.reconfigure(dataclasses.replace(now, queues=rest), Shelf())
    await centre.clock.settle()
    caller.press("1")
    await centre.clock.until(lambda: caller.hears == "1001")
    assert centre.house.alarms.raised == {}


async def without(centre: Centre, person: str) -> None:
    now = centre.house.configuration
    rest = tuple(each for each in now.people if each.id != person)
    await centre.house.reconfigure(dataclasses.replace(now, people=rest), Shelf())
    await centre.clock.settle()


async def test_a_person_removed_while_he_talks_finishes_and_is_not_found_again(centre: Centre) -> None:
    agent = only(centre, "1001", Answers(after=1))
    caller = centre.switch.call_in("95106", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    await without(centre, "1001")
    await centre.clock.advance(30)
    assert caller.hears == "1001"
    assert centre.house.people.find("1001") is None
    assert centre.house.people.person(PersonId("1001")).id == "1001"
    agent.hang_up()
    await centre.clock.until(lambda: caller.gone)
    assert centre.memory.record("13800001111").outcome == "served"


async def test_a_caller_is_not_sent_on_to_a_person_who_was_removed(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    removed = centre.switch.phone(Seat("1002"), Answers(after=1))
    removed.register()
    await without(centre, "1002")
    caller = centre.switch.call_in("95109", number="13800001111")
    await centre.clock.until(lambda: caller.hears == "1001")
    assert removed.rung == 0


async def test_a_removed_person_is_found_by_neither_id_nor_seat_nor_phone(centre: Centre) -> None:
    people = centre.house.people
    names = ("1002", "xiamen_1", "13900001111")
    assert all(people.find(name) for name in names)
    await without(centre, "1002")
    await without(centre, "xiamen_1")
    assert [people.find(name) for name in names] == [None, None, None]
    assert people.at_seat("1002") is None
    assert {"1002", "xiamen_1"}.isdisjoint(person.id for person in people.everybody())


async def test_a_plan_that_comes_as_the_link_is_lost_is_taken_up_all_the_same(centre: Centre) -> None:
    """The phones of new people are read by the recovery that follows."""
    now = centre.house.configuration
    rest = dataclasses.replace(now, people=tuple(each for each in now.people if each.id != "1002"))
    centre.switch.fail_next("reachable_seats", SwitchLost("the link is down"))
    await centre.house.reconfigure(rest, Shelf())
    assert centre.house.configuration is rest
