"""Who a caller is comes to be known after he has joined: what is believed of him is another thing from then on."""

from __future__ import annotations

from acd.live import LiveContact
from acd.messages import GiveAway, Known, Refusal
from acd.patience import Patience
from acd.queues import Onward, Overflow, Queue, Trigger
from acd.standing import Standing
from acd.states import ContactState
from calls.ids import CallId
from tests.unit.acd.scene import START, Scene, agent, made, orders

A, B = CallId("a"), CallId("b")
HASTY = Known(A, "gold", Patience("gold", 5.0, 1.0), 8.0)


def live(centre: Scene, contact: CallId = A) -> LiveContact:
    return centre.dispatcher._centre.contacts[contact]


def standing(centre: Scene, contact: CallId = A) -> Standing:
    found = live(centre, contact).standing
    assert found is not None
    return found


def test_who_waits_keeps_his_place_and_is_believed_anew() -> None:
    centre = Scene([agent("o1", orders=9)], [orders()])
    centre.joins("x")
    centre.talks("o1")
    centre.joins("a")
    centre.joins("b")
    before = standing(centre)
    assert centre.tell(HASTY) == []
    after = standing(centre)
    assert (after.segment, after.ring) == ("gold", before.ring)
    assert after.patience != before.patience
    assert (live(centre).joined.limit, live(centre).joined_at) == (8.0, START)
    assert centre.waiting() == ["a", "b"]
    assert made(centre.ends("o1")) == [("a", "o1")]


def test_while_a_phone_rings_for_him_it_goes_on_ringing() -> None:
    centre = Scene([agent("o1", orders=9)], [orders()])
    centre.joins("a")
    centre.rings("o1")
    assert centre.tell(HASTY) == []
    assert live(centre).state is ContactState.OFFERED
    assert standing(centre).segment == "gold"
    centre.declines("o1", Refusal.NO_ANSWER)
    assert centre.waiting() == ["a"]


def test_of_who_talks_nothing_is_to_be_believed() -> None:
    centre = Scene([agent("o1", orders=9)], [orders()])
    centre.joins("a")
    centre.talks("o1")
    before = standing(centre)
    assert centre.tell(HASTY) == []
    assert standing(centre) is before
    assert live(centre).joined.segment == ""


def test_who_has_left_is_not_missed() -> None:
    centre = Scene([], [orders()])
    assert centre.tell(HASTY) == []
    assert centre.waiting() == []


def test_a_rule_on_the_time_he_waited_holds_for_him_as_before() -> None:
    rule = Overflow(Trigger.WAITED, 30, Onward.FLOW, "message", over=False)
    centre = Scene([], [Queue("orders", overflow=(rule,))])
    centre.joins("a")
    centre.after(10)
    assert centre.tell(HASTY) == []
    given = [each for each in centre.after(20) if isinstance(each, GiveAway)]
    assert [each.contact for each in given] == ["a"]
