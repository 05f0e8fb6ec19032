"""A queue that is no longer in the plan goes with its last caller; not when it only offers him to somebody else first."""

from __future__ import annotations

from acd.messages import Configured
from acd.queues import Onward, Overflow, Queue, Trigger
from tests.unit.acd.scene import Scene, agent, orders

TO_BOSS = Overflow(Trigger.NOBODY, 0.0, Onward.PERSON, "1001", over=False)


def test_its_last_caller_who_is_offered_to_a_person_first_is_not_lost() -> None:
    people = [agent("1001", orders=5)]
    scene = Scene(people, [orders(), Queue("vip", skill={"vip": 5.0}, overflow=(TO_BOSS,))])
    scene.tell(Configured(people, [orders()]))
    scene.joins("call-1", queue="vip")
    assert scene.offer_to("1001").contact == "call-1"
    assert scene.snapshot().queue("vip").retired
