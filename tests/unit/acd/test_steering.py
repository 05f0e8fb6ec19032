"""A leader sends a waiting caller to another queue, or gives him another priority."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from acd.messages import CloseOffer, GiveAway, MakeOffer, OfferPickedUp, Redirected, Refusal, Reprioritised, Tell
from acd.queues import Onward, Overflow, Queue, Trigger
from acd.states import ContactState, PersonState
from acd.steering import TO_ANOTHER
from calls.errors import IllegalStep
from calls.ids import CallId
from tests.unit.acd.scene import START, Scene, agent, closed, made, only, orders

WEALTH = Queue("wealth", skill={"wealth": 5})
A, B, C = CallId("a"), CallId("b"), CallId("c")


def scene(*people: str, wealth: Queue = WEALTH) -> Scene:
    """`o1` serves orders, `w1` wealth."""
    found = [agent(name, **{"orders" if name[0] == "o" else "wealth": 9}) for name in people]
    return Scene(found, [orders(), wealth])


def test_who_is_moved_keeps_all_that_he_has_waited() -> None:
    centre = scene()
    centre.joins("a")
    centre.after(30)
    centre.joins("b", "wealth")
    centre.tell(Redirected(A, "wealth", 1))
    [first, second] = centre.snapshot().queue("wealth").waiting
    assert (first.contact, first.joined_at) == ("a", START)
    assert second.contact == "b"
    assert centre.waiting("orders") == []


def test_somebody_who_is_free_there_gets_him_at_once() -> None:
    centre = scene("w1")
    centre.joins("a")
    assert made(centre.tell(Redirected(A, "wealth", 1))) == [("a", "w1")]


def test_he_has_the_priority_that_he_was_given_there() -> None:
    centre = scene()
    centre.joins("b", "wealth", priority=5)
    centre.joins("a", priority=1)
    centre.tell(Redirected(A, "wealth", 9))
    assert centre.waiting("wealth") == ["a", "b"]


def test_a_phone_that_rings_for_him_is_stopped_and_nobody_is_blamed() -> None:
    centre = scene("o1")
    centre.joins("a")
    offer = centre.rings("o1")
    decisions = centre.tell(Redirected(A, "wealth", 1))
    assert closed(decisions) == [CloseOffer(centre_closed(decisions).offer, TO_ANOTHER, None)]
    assert centre_closed(decisions).offer.id == offer.id
    assert centre.state("o1") is PersonState.READY
    assert centre.waiting("wealth") == ["a"]


def centre_closed(decisions: Sequence[object]) -> CloseOffer:
    [found] = [each for each in decisions if isinstance(each, CloseOffer)]
    return found


def test_who_has_picked_up_hears_that_the_caller_is_gone() -> None:
    centre = scene("o1")
    centre.joins("a")
    centre.tell(OfferPickedUp(centre.rings("o1").id))
    [found] = closed(centre.tell(Redirected(A, "wealth", 1)))
    assert found.tell is Tell.CALL_GONE


def test_who_did_not_take_him_is_not_asked_again_there() -> None:
    centre = Scene([agent("1", orders=9, wealth=9)], [orders(), WEALTH])
    centre.joins("a")
    centre.declines("1", Refusal.DECLINED)
    centre.after(60)
    assert made(centre.tell(Redirected(A, "wealth", 1))) == []
    assert centre.waiting("wealth") == ["a"]


@pytest.mark.parametrize("stage", ["accepted", "talking", "gone"])
def test_who_is_with_somebody_or_gone_is_not_moved(stage: str) -> None:
    centre = scene("o1")
    centre.joins("a")
    if stage == "accepted":
        centre.accepts("o1")
    else:
        centre.talks("o1")
    if stage == "gone":
        centre.ends("o1")
    before = centre.dispatcher.stage_of(A)
    with pytest.raises(IllegalStep):
        centre.tell(Redirected(A, "wealth", 1))
    with pytest.raises(IllegalStep):
        centre.tell(Reprioritised(A, 9))
    assert centre.dispatcher.stage_of(A) is before


def test_a_queue_that_no_plan_had_is_refused_and_he_stays() -> None:
    centre = scene()
    centre.joins("a")
    with pytest.raises(IllegalStep):
        centre.tell(Redirected(A, "nowhere", 1))
    assert centre.waiting("orders") == ["a"]


def test_the_other_queue_may_give_him_away_as_anybody() -> None:
    rule = Overflow(Trigger.NOBODY, 0, Onward.FLOW, "message")
    centre = scene("o1", wealth=Queue("wealth", skill={"wealth": 5}, overflow=(rule,)))
    centre.joins("b")
    centre.joins("a")
    assert [each.rule for each in only(centre.tell(Redirected(A, "wealth", 1)), GiveAway)] == [rule]
    assert centre.dispatcher.stage_of(A) is None


def test_to_his_own_queue_with_another_priority() -> None:
    centre = scene()
    centre.joins("a")
    centre.joins("b")
    centre.tell(Redirected(B, "orders", 7))
    assert centre.waiting() == ["b", "a"]


# --- priority


@pytest.mark.parametrize("strategy", ["priority", "priority_aging", "patience", "fifo"])
def test_a_higher_priority_moves_him_up(strategy: str) -> None:
    centre = Scene([], [Queue("orders", strategy=strategy)])
    for name in ("a", "b", "c"):
        centre.joins(name)
        centre.after(1)
    centre.tell(Reprioritised(C, 9))
    assert centre.waiting()[0] == ("a" if strategy == "fifo" else "c")
    view = next(each for each in centre.snapshot().queue("orders").waiting if each.contact == "c")
    assert (view.priority, view.joined_at) == (9, START + 2)
    centre.tell(Reprioritised(C, -5))
    assert centre.waiting()[-1] == "c"


def test_a_new_priority_counts_for_the_next_free_person() -> None:
    centre = scene("o1")
    centre.joins("a")
    centre.talks("o1")
    centre.joins("b")
    centre.joins("c")
    centre.tell(Reprioritised(C, 5))
    assert made(centre.ends("o1")) == [("c", "o1")]


def test_while_his_phone_rings_a_priority_is_kept_for_later() -> None:
    centre = scene("o1")
    centre.joins("a")
    centre.joins("b", priority=5)
    centre.rings("o1")
    assert centre.tell(Reprioritised(A, 9)) == []
    centre.declines("o1", Refusal.NO_ANSWER)
    assert centre.waiting() == ["a", "b"]


def test_rings_that_he_has_reached_stay_open() -> None:
    centre = Scene(
        [agent("1", orders=5)], [Queue("orders", strategy="patience", skill={"orders": 5}, ideal={"orders": 9})]
    )
    centre.joins("b")
    centre.talks("1")
    centre.joins("a")
    centre.after(3000)
    ring = centre.dispatcher._centre.contacts[A].standing
    assert ring is not None
    opened = ring.ring
    centre.tell(Reprioritised(A, 2))
    again = centre.dispatcher._centre.contacts[A].standing
    assert again is not None
    assert (again.ring, again.weight) == (opened, 2.0)


def test_nothing_is_left_behind_when_he_leaves_after_it() -> None:
    centre = scene("w1")
    centre.joins("a")
    centre.tell(Reprioritised(A, 4))
    centre.tell(Redirected(A, "wealth", 3))
    centre.talks("w1")
    centre.ends("w1")
    assert centre.dispatcher.stage_of(A) is None
    assert centre.snapshot().offers == ()
    assert made(centre.after(100)) == []
    assert ContactState.MOVED not in {centre.dispatcher.stage_of(each) for each in (A, B, C)}


def test_the_offer_after_it_tells_why() -> None:
    centre = scene("w1")
    centre.joins("a")
    [decision] = only(centre.tell(Redirected(A, "wealth", 3)), MakeOffer)
    assert decision.offer.because
