"""P8, P11: after a restart everybody stands where he stood, nobody is rung twice, and routing resumes at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acd.messages import (
    Joined,
    OfferAccepted,
    PersonChanged,
    Recovered,
    Release,
    Talk,
    TalkEnded,
    TalkStarted,
    Tell,
)
from acd.offers import Offer, OfferKind
from acd.patience import Patience
from acd.queues import Rings
from acd.states import OfferState, PersonState
from calls.ids import OfferId, PersonId
from tests.unit.acd.found_again import CALL, READY_TWO, known, waits
from tests.unit.acd.scene import START, Scene, agent, closed, made, only, orders
from tests.unit.acd.two_agents import ONE, TWO


@pytest.fixture
def two() -> Scene:
    return Scene([agent("1001", wrap_up=30, orders=5), agent("1002", orders=5)], [orders()], registered=False)


def ringing(state: OfferState = OfferState.PENDING, person: PersonId = ONE, number: int = 7) -> Offer:
    offer_id, made_at = OfferId(f"old-{number}"), START - 10 + number
    return Offer(offer_id, CALL, person, "orders", OfferKind.AGENT, made_at, made_at + 25, state)


def test_callers_stand_in_their_old_order_with_their_true_waiting_time(two: Scene) -> None:
    two.tell(Recovered((), [waits("call-2", 10), waits("call-1", 50), waits("call-3", 5, priority=9)]))
    waiting = two.snapshot().queue("orders").waiting
    assert [(view.contact, view.waited) for view in waiting] == [("call-3", 5), ("call-1", 50), ("call-2", 10)]


def test_routing_resumes_in_the_same_answer(two: Scene) -> None:
    decisions = two.tell(Recovered(READY_TWO, [waits("call-2", 10), waits("call-1", 50), waits("call-3", 5)]))
    assert made(decisions) == [("call-1", "1001"), ("call-2", "1002")]


def test_states_reasons_and_times_are_kept(two: Scene) -> None:
    decisions = two.tell(
        Recovered(
            [known(ONE, PersonState.READY), known(TWO, PersonState.NOT_READY, "lunch")],
            [],
        )
    )
    assert decisions == []
    assert (two.person("1001").state, two.person("1001").since) == (PersonState.READY, START - 100)
    assert (two.person("1002").reason, two.person("1002").since) == ("lunch", START - 100)


def test_a_ringing_phone_is_adopted_and_nobody_is_rung_twice(two: Scene) -> None:
    decisions = two.tell(Recovered(READY_TWO, [waits("call-1", 30)], [ringing()]))
    assert made(decisions) == []
    assert two.pairs() == {"call-1": "1001"}
    assert two.state("1001") is PersonState.RINGING
    two.talks("1001")
    assert two.state("1001") is PersonState.TALKING


def test_an_adopted_offer_is_still_a_lease(two: Scene) -> None:
    two.tell(Recovered(READY_TWO, [waits("call-1", 30)], [ringing()]))
    decisions = two.after(23)
    assert [end.offer.state for end in closed(decisions)] == [OfferState.EXPIRED]
    assert made(decisions) == [("call-1", "1002")]


def test_a_lease_that_ran_out_meanwhile_ends_at_once(two: Scene) -> None:
    old = replace(ringing(), expires_at=START - 1)
    decisions = two.tell(Recovered(READY_TWO, [waits("call-1", 30)], [old]))
    assert [end.offer.state for end in closed(decisions)] == [OfferState.EXPIRED]
    assert made(decisions) == [("call-1", "1002")]


def test_an_accepted_offer_is_joined_or_ends(two: Scene) -> None:
    old = replace(ringing(OfferState.ACCEPTED), picked_up_at=START - 1)
    two.tell(Recovered(READY_TWO, [waits("call-1", 30)], [old]))
    two.tell(TalkStarted(old.id))
    assert two.state("1001") is PersonState.TALKING


def test_phones_that_ring_for_nobody_must_stop(two: Scene) -> None:
    decisions = two.tell(Recovered(READY_TWO, [], [ringing()]))
    assert [(end.offer.id, end.offer.state) for end in closed(decisions)] == [("old-7", OfferState.WITHDRAWN)]
    assert two.tell(OfferAccepted(OfferId("old-7"))) == [Release(OfferId("old-7"), Tell.CALL_GONE)]


def test_two_phones_that_ring_for_one_caller_become_one(two: Scene) -> None:
    decisions = two.tell(
        Recovered(READY_TWO, [waits("call-1", 30)], [ringing(number=8, person=TWO), ringing(number=7)])
    )
    assert [end.offer.id for end in closed(decisions)] == ["old-8"]
    assert two.pairs() == {"call-1": "1001"}


def test_conversations_go_on(two: Scene) -> None:
    talk = Talk(OfferId("old-1"), CALL, ONE, "orders", START - 40)
    people = [known(ONE, PersonState.TALKING, "call call-1"), known(TWO, PersonState.READY)]
    assert two.tell(Recovered(people, [], (), [talk])) == []
    assert (two.state("1001"), two.person("1001").contact) == (PersonState.TALKING, CALL)
    two.tell(TalkEnded(ONE, CALL))
    assert two.state("1001") is PersonState.WRAP_UP


def test_a_conversation_is_believed_before_what_was_kept(two: Scene) -> None:
    talk = Talk(OfferId("old-1"), CALL, ONE, "orders", START - 40)
    (change,) = only(two.tell(Recovered(READY_TWO, [waits("call-1", 60)], (), [talk])), PersonChanged)
    assert (change.before, change.after, change.since) == (
        PersonState.READY,
        PersonState.TALKING,
        START - 40,
    )
    assert two.waiting() == []


def test_a_conversation_that_ended_unseen_has_its_wrap_up_from_now(two: Scene) -> None:
    two.tell(Recovered([known(ONE, PersonState.TALKING, "call call-1")], []))
    assert (two.state("1001"), two.person("1001").until) == (PersonState.WRAP_UP, START + 30)


def test_all_that_is_known_of_a_caller_is_weighed_again() -> None:
    """His class, patience, limit, wishes, who served him last: the next decision weighs what the last one did."""
    queue = replace(orders(), strategy="patience", rings=Rings(order=("dialect",), every=30.0))
    people = [replace(agent("1001", orders=5), tags={"dialect": ("minnan",)}), agent("1002", orders=5)]
    wishes, patience = (("dialect", "minnan"),), Patience("", 2.0, 300.0)
    caller = replace(waits("call-1", 42), segment="vip", patience=patience, limit=60.0, wishes=wishes)
    lunch = [known(ONE, PersonState.NOT_READY, "lunch"), known(TWO, PersonState.READY)]
    before, after = Scene(people, [queue], registered=False), Scene(people, [queue], registered=False)
    before.tell(Recovered(lunch, []))
    before.tell(caller)
    after.tell(Recovered(lunch, [caller]))
    (one,), (two,) = before.offers(), after.offers()
    assert one.explanation == two.explanation
    assert one.explanation is not None
    assert one.explanation.ring is not None
    assert (one.explanation.waited, one.explanation.ring.dropped) == (42, ("dialect",))


def test_a_queue_gone_from_the_plan_loses_no_caller(two: Scene) -> None:
    gone = Joined(CALL, "gone", 1, START - 9)
    assert made(two.tell(Recovered(READY_TWO, [gone]))) == [("call-1", "1001")]


def test_a_gap_replaces_what_was_known(two: Scene) -> None:
    two.tell(Recovered(READY_TWO, [waits("call-1", 5), waits("call-2", 3)]))
    two.talks("1002")
    decisions = two.tell(Recovered(READY_TWO, [waits("call-3", 1)]))
    assert [(end.offer.contact, end.reason) for end in closed(decisions)] == [("call-1", "not found again")]
    assert made(decisions) == [("call-3", "1001")]
    assert two.waiting() == ["call-3"]
    assert two.snapshot().talks == ()


def test_people_and_talks_unknown_to_the_plan_are_passed_over(two: Scene) -> None:
    stranger = PersonId("9999")
    talk = Talk(OfferId("old-1"), CALL, stranger, "orders", START - 40)
    two.tell(Recovered([known(stranger, PersonState.READY)], [], (), [talk]))
    assert two.snapshot().talks == ()
    assert two.tell(TalkEnded(stranger, CALL)) == []


def test_recovering_twice_from_the_same_is_no_change(two: Scene) -> None:
    event = Recovered(READY_TWO, [waits("call-1", 30)], [ringing()])
    two.tell(event)
    before = two.snapshot()
    two.tell(event)
    assert two.snapshot() == before
