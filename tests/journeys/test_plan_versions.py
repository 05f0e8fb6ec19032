"""A new version of the plan becomes live while calls go on: each call finishes on the version that it began with."""

from __future__ import annotations

import dataclasses

from ivr.loading import load
from service.configuration import Configuration
from service.editions import Editions
from tests.fakes.party import Answers, FakeCaller
from tests.journeys.centre import PLAN, Centre, only
from tests.journeys.house import Shelf


async def publish(centre: Centre, version: int, text: str = PLAN) -> None:
    """This text becomes live under this number."""
    loaded = load("main.yaml", {"main.yaml": text}.__getitem__)
    assert not loaded.problems
    now = centre.house.configuration
    live: Configuration = dataclasses.replace(now, plan=loaded.plan, version=version)
    await centre.house.reconfigure(live, Shelf())
    await centre.clock.settle()


def otherwise() -> str:
    """The menu of 95110 leads key 1 to the survey instead of to the queue."""
    before, after = PLAN.split("  patient:\n")
    return f"{before}  patient:\n{after.replace('1: {go: orders}', '1: {go: survey}', 1)}"


async def in_the_menu(centre: Centre, number: str) -> FakeCaller:
    caller = centre.switch.call_in("95110", number=number)
    await centre.clock.until(lambda: caller.hears == "main_menu")
    return caller


async def test_a_call_keeps_the_version_it_began_with_and_the_next_one_has_the_new(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    await publish(centre, 1)
    first = await in_the_menu(centre, "13800001111")
    await publish(centre, 2, otherwise())
    second = await in_the_menu(centre, "13800002222")
    first.press("1")
    second.press("1")
    await centre.clock.until(lambda: first.hears == "1001")
    await centre.clock.until(lambda: second.gone)
    assert [centre.memory.record(number).plan for number in ("13800001111", "13800002222")] == [1, 2]
    assert centre.memory.record("13800002222").outcome == "self-served"


async def test_a_call_found_again_after_a_lost_link_goes_on_with_its_own_version(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    await publish(centre, 1)
    caller = await in_the_menu(centre, "13800001111")
    await publish(centre, 2, otherwise())
    centre.switch.lose_link()
    await centre.clock.settle()
    centre.switch.restore_link()
    await centre.clock.until(lambda: caller.hears == "main_menu")
    caller.press("1")
    await centre.clock.until(lambda: caller.hears == "1001")


async def test_going_back_is_live_for_the_next_call(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    await publish(centre, 1)
    await publish(centre, 2, otherwise())
    await publish(centre, 1)
    caller = await in_the_menu(centre, "13800001111")
    caller.press("1")
    await centre.clock.until(lambda: caller.hears == "1001")
    assert centre.memory.record("13800001111").plan == 1


async def test_versions_that_no_call_uses_any_more_are_forgotten(centre: Centre) -> None:
    await publish(centre, 1)
    caller = await in_the_menu(centre, "13800001111")
    first = centre.house.editions.plan
    await publish(centre, 2, otherwise())
    await publish(centre, 3)
    assert centre.house.editions.of(1) is first
    assert centre.house.editions.of(2) is centre.house.editions.plan
    caller.hang_up()
    await centre.clock.settle()
    await publish(centre, 4)
    assert centre.house.editions.of(1) is centre.house.editions.plan


def without_orders(centre: Centre) -> Configuration:
    """Version 2: its menu leads elsewhere, and the queue of the first one is gone."""
    loaded = load("main.yaml", {"main.yaml": otherwise()}.__getitem__)
    now = centre.house.configuration
    queues = tuple(queue for queue in now.queues if queue.name != "orders")
    return dataclasses.replace(now, plan=loaded.plan, queues=queues, version=2)


async def test_who_joins_a_queue_of_his_old_plan_after_a_restart_is_queued_there(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    await publish(centre, 1)
    old = centre.house.configuration
    caller = await in_the_menu(centre, "13800001111")
    await centre.kill()
    await centre.start_again(plan=without_orders(centre), earlier={1: old})
    await centre.clock.until(lambda: caller.hears == "main_menu")
    caller.press("1")
    await centre.clock.until(lambda: caller.hears == "1001")
    queue = centre.house.floor.dispatcher.snapshot(centre.clock.now()).queue("orders")
    assert (queue.retired, queue.skill) == (True, {"orders": 5.0})


async def test_who_is_led_to_a_queue_that_no_plan_has_goes_on_and_is_not_left_in_silence(centre: Centre) -> None:
    await publish(centre, 1)
    caller = await in_the_menu(centre, "13800001111")
    gone = without_orders(centre)
    led_there = dataclasses.replace(gone, plan=centre.house.configuration.plan)
    await centre.kill()
    await centre.start_again(plan=led_there)
    await centre.clock.until(lambda: caller.hears == "main_menu")
    caller.press("1")
    await centre.clock.until(lambda: caller.gone)
    record = centre.memory.record("13800001111")
    assert "orders" in record.failures[-1].what


def test_a_version_that_is_not_at_hand_gives_the_live_one() -> None:
    loaded = load("main.yaml", {"main.yaml": PLAN}.__getitem__)
    earlier = dataclasses.replace(loaded.plan, at_most=1.0)
    editions = Editions(loaded.plan, 5, {4: earlier})
    assert editions.of(4) is earlier
    assert editions.of(5) is editions.of(0) is editions.of(3) is loaded.plan
