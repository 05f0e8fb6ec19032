"""P3, P4, P12, P13: an offer is a lease; a place is never lost; late answers are told and released."""

from __future__ import annotations

import pytest

from acd.managers import Manager
from acd.messages import (
    Leaving,
    Left,
    MakeOffer,
    OfferAccepted,
    OfferDeclined,
    OfferPickedUp,
    OfferRang,
    Readied,
    Refusal,
    Release,
    TalkFailed,
    TalkStarted,
    Tell,
)
from acd.offers import JOIN_WITHIN, MARGIN
from acd.states import ContactState, OfferState, PersonState
from calls.errors import IllegalStep
from calls.ids import CallId, OfferId, PersonId
from tests.unit.acd.scene import START, Scene, agent, changed, closed, connected, made, only, orders


@pytest.fixture
def two() -> Scene:
    return Scene([agent("1001", orders=5), agent("1002", orders=5)], [orders()])


def test_the_way_of_an_offer(two: Scene) -> None:
    two.joins("call-1")
    assert two.state("1001") is PersonState.RESERVED
    offer = two.rings("1001")
    assert (offer.state, two.state("1001")) == (OfferState.PENDING, PersonState.RINGING)
    assert connected(two.accepts("1001")) == ["1001"]
    two.tell(TalkStarted(offer.id))
    assert two.state("1001") is PersonState.TALKING
    assert two.waiting() == []
    assert two.snapshot().talks[0].contact == "call-1"
    two.ends("1001")
    assert two.state("1001") is PersonState.READY
    assert two.offers() == []


def test_the_lease_of_an_agent_is_his_ringing_and_a_margin(two: Scene) -> None:
    two.joins("call-1")
    assert two.offer_to("1001").expires_at == START + 20 + MARGIN


def test_a_second_answer_is_told_that_the_call_is_taken(two: Scene) -> None:
    two.joins("call-1")
    first = two.rings("1001")
    two.after(20 + MARGIN)
    assert two.pairs() == {"call-1": "1002"}
    two.talks("1002")
    assert two.tell(OfferAccepted(first.id)) == [Release(first.id, Tell.CALL_TAKEN)]
    assert two.pairs() == {"call-1": "1002"}


def test_accepting_twice_is_illegal_and_changes_nothing(two: Scene) -> None:
    two.joins("call-1")
    two.accepts("1001")
    before = two.snapshot()
    with pytest.raises(IllegalStep, match="offer offer-1 is ACCEPTED: it cannot accept"):
        two.tell(OfferAccepted(OfferId("offer-1")))
    assert two.snapshot() == before


def test_an_answer_to_an_offer_never_made_is_released(two: Scene) -> None:
    assert two.tell(OfferAccepted(OfferId("other"))) == [Release(OfferId("other"), Tell.CALL_GONE)]


def test_a_caller_whose_join_failed_keeps_his_rank_and_is_offered_at_once(two: Scene) -> None:
    two.joins("call-1")
    two.joins("call-2")
    two.joins("call-3")
    two.accepts("1001")
    two.talks("1002")
    decisions = two.tell(TalkFailed(two.offer_to("1001").id, Refusal.HUNG_UP))
    (end,) = closed(decisions)
    assert (end.offer.state, end.reason) == (OfferState.DECLINED, "hung up before the call was joined")
    assert two.waiting() == ["call-1", "call-3"]
    assert made(two.ends("1002")) == [("call-1", "1002")]


def test_who_hung_up_before_the_join_is_not_rung_again_for_it_at_once() -> None:
    scene = Scene([agent("1001", orders=5)], [orders()])
    scene.joins("call-1")
    scene.accepts("1001")
    scene.tell(TalkFailed(scene.offer_to("1001").id, Refusal.HUNG_UP))
    assert scene.state("1001") is PersonState.NOT_READY
    assert made(scene.after(10)) == []
    assert scene.state("1001") is PersonState.READY
    assert made(scene.after(4.9)) == []
    (again,) = only(scene.after(0.2), MakeOffer)
    assert again.offer.person == "1001"
    assert "1001: asked again, hung up before the call was joined 15 s ago" in again.offer.because


def test_every_lease_ends_even_if_nobody_tells(two: Scene) -> None:
    two.joins("call-1")
    decisions = two.after(20 + MARGIN)
    (end,) = closed(decisions)
    assert (end.offer.state, end.reason, end.tell) == (
        OfferState.EXPIRED,
        "the lease ran out: no answer",
        None,
    )
    assert two.person("1001").reason == "no answer"
    assert made(decisions) == [("call-1", "1002")]


def test_an_accepted_offer_that_is_never_joined_ends_too(two: Scene) -> None:
    two.joins("call-1")
    two.accepts("1001")
    (end,) = closed(two.after(JOIN_WITHIN))
    assert (end.offer.state, end.tell) == (OfferState.EXPIRED, Tell.CALL_TAKEN)
    assert two.pairs() == {"call-1": "1002"}


def test_a_conversation_has_no_lease(two: Scene) -> None:
    two.joins("call-1")
    two.talks("1001")
    two.after(3600)
    assert two.state("1001") is PersonState.TALKING


def test_the_caller_leaves_while_the_phone_rings(two: Scene) -> None:
    two.joins("call-1")
    offer = two.rings("1001")
    (end,) = closed(two.tell(Left(CallId("call-1"), Leaving.HUNG_UP)))
    assert (end.offer.id, end.offer.state) == (offer.id, OfferState.WITHDRAWN)
    assert (end.reason, end.tell) == ("the caller hung up", None)
    assert two.state("1001") is PersonState.READY
    assert two.tell(OfferPickedUp(offer.id)) == []
    assert two.tell(OfferAccepted(offer.id)) == [Release(offer.id, Tell.CALL_GONE)]


def test_the_caller_leaves_while_he_is_connected(two: Scene) -> None:
    two.joins("call-1")
    two.accepts("1001")
    (end,) = closed(two.tell(Left(CallId("call-1"), Leaving.HUNG_UP)))
    assert (end.offer.state, end.tell) == (OfferState.WITHDRAWN, Tell.CALL_GONE)
    assert two.state("1001") is PersonState.READY
    assert two.tell(TalkStarted(end.offer.id)) == []


def test_a_manager_who_listens_is_told_that_the_caller_is_gone() -> None:
    boss = Manager(PersonId("boss"), "Boss", "13900001111", skills={"orders": 9})
    scene = Scene([boss], [orders()])
    scene.joins("call-1")
    scene.tell(OfferPickedUp(scene.rings("boss").id))
    (end,) = closed(scene.tell(Left(CallId("call-1"), Leaving.HUNG_UP)))
    assert end.tell is Tell.CALL_GONE


def test_a_caller_who_hangs_up_in_conversation_frees_the_person() -> None:
    scene = Scene([agent("1001", wrap_up=30, orders=5)], [orders()])
    scene.joins("call-1")
    scene.talks("1001")
    decisions = scene.tell(Left(CallId("call-1"), Leaving.HUNG_UP))
    assert changed(decisions) == [("1001", PersonState.WRAP_UP, "wrap-up")]
    assert closed(decisions) == []


def test_a_caller_who_moved_may_join_again(two: Scene) -> None:
    two.joins("call-1")
    two.after(1)
    two.talks("1001")
    two.tell(Left(CallId("call-1"), Leaving.MOVED))
    two.joins("call-1", since=START - 30)
    assert two.offer_to("1002").because[0].endswith("waited 31 s")


@pytest.mark.parametrize("why", list(Refusal))
def test_a_refused_caller_keeps_his_place(two: Scene, why: Refusal) -> None:
    two.joins("call-1")
    two.joins("call-2")
    two.joins("call-3")
    two.joins("call-4", since=START - 5)
    two.declines("1002", why)
    waiting = two.snapshot().queue("orders").waiting
    assert [view.contact for view in waiting] == ["call-4", "call-1", "call-2", "call-3"]
    assert [view.position for view in waiting] == [1, 2, 3, 4]
    assert [view.state for view in waiting][1:3] == [ContactState.OFFERED, ContactState.WAITING]


def test_late_words_about_a_closed_offer_are_ignored(two: Scene) -> None:
    two.joins("call-1")
    offer = two.rings("1001")
    two.tell(Left(CallId("call-1"), Leaving.HUNG_UP))
    before = two.snapshot()
    for late in (
        OfferRang(offer.id),
        OfferPickedUp(offer.id),
        OfferDeclined(offer.id, Refusal.NO_ANSWER),
        TalkStarted(offer.id),
        TalkFailed(offer.id, Refusal.HUNG_UP),
        Left(CallId("call-1"), Leaving.HUNG_UP),
    ):
        assert two.tell(late) == []
    assert two.snapshot() == before


def test_steps_out_of_order_are_illegal_and_change_nothing(two: Scene) -> None:
    two.joins("call-1")
    offer = two.offer_to("1001").id
    two.joins("call-2")
    talking = two.talks("1002").id
    before = two.snapshot()
    wrong = (
        TalkStarted(offer),
        TalkFailed(offer, Refusal.HUNG_UP),
        Left(CallId("call-1"), Leaving.SERVED),
        OfferAccepted(talking),
        OfferRang(talking),
        OfferDeclined(talking, Refusal.DECLINED),
        TalkStarted(talking),
        TalkFailed(talking, Refusal.HUNG_UP),
    )
    for event in wrong:
        with pytest.raises(IllegalStep):
            two.tell(event)
        assert two.snapshot() == before


def test_a_detail_is_in_the_reason(two: Scene) -> None:
    two.joins("call-1")
    decisions = two.tell(OfferDeclined(two.offer_to("1001").id, Refusal.REJECTED, "603 decline"))
    assert closed(decisions)[0].reason == "rejected: 603 decline"


def test_a_place_is_kept_over_many_refusals() -> None:
    scene = Scene([agent(f"100{n}", orders=5) for n in range(5)], [orders()])
    scene.joins("call-1", since=START - 100)
    for _ in range(5):
        scene.after(1)
        scene.declines(scene.pairs()["call-1"], Refusal.NO_ANSWER)
    scene.joins("call-2")
    assert scene.waiting() == ["call-1", "call-2"]
    scene.tell(Readied(PersonId("1000")))
    assert scene.pairs() == {"call-2": "1000"}, "he has just missed call-1: not again at once"
    assert scene.waiting() == ["call-1", "call-2"]
