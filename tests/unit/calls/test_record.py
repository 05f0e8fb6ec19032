"""The record of a call is its entries, folded: in any order, each once or more."""

from __future__ import annotations

import pytest

from calls.causes import Cause, EndedBy
from calls.contact import Outcome, Stage
from calls.happenings.entry import Entry, Happening
from calls.happenings.leaving import NO_ANSWER, MessageLeft, Rated
from calls.happenings.offer import OfferClosed, Offered, PickedUp, Rang
from calls.happenings.queue import Believed, CallbackAsked, CallingBack, Foretold, GivenAway, Queued
from calls.happenings.talk import (
    Connected,
    Parted,
    RecordingKept,
    Transferred,
)
from calls.happenings.visit import Answered, Ended, Failed, Gap
from calls.ids import CallId, LegId, OfferId
from calls.record import apply, fold
from tests.unit.calls.journals import ARRIVED, CALL, FIRST, LIN, SERVED, WEI, told, written


def test_a_served_call_is_told_whole() -> None:
    record = fold(SERVED)
    assert (record.outcome, record.stage) == (Outcome.SERVED, Stage.ENDED)
    assert (record.number, record.name, record.language) == ("13911111111", "张三", "zh")
    assert (record.waited, record.talked, record.held) == pytest.approx((24.2, 25.0, 5.0))
    assert (record.person, record.ended_by, record.cause) == (WEI, EndedBy.CALLER, Cause.NORMAL)
    assert record.scenario == "wealth.advice"
    assert record.refused == (LIN,)


def test_a_leg_keeps_its_own_times() -> None:
    caller, lin, wei = fold(SERVED).legs
    assert (caller.leg, caller.who, caller.ended_at) == ("leg-c", "", 58.2)
    assert (lin.who, lin.rang_at, lin.picked_up_at, lin.ended_at) == (LIN, 4.5, None, 24.5)
    assert (wei.rang_at, wei.picked_up_at, wei.connected_at, wei.ended_at) == (24.9, 28.0, 28.2, 58.2)


def test_what_was_foretold_is_compared_with_what_came() -> None:
    told_twice = written(
        (0.0, ARRIVED),
        (4.0, Queued("wealth", 5, 4.0)),
        (4.0, Believed("vip", "8-40", 2.5, 4.0)),
        (12.0, Foretold("wealth", 2, 20.0, 12.0, 32.0)),
        (30.0, Foretold("wealth", 1, 10.0, 6.0, 16.0)),
        (50.0, Connected(WEI, LegId("leg-2"))),
        (90.0, Foretold("wealth", 1, 10.0, 6.0, 16.0)),
    )
    record = fold(told_twice)
    assert [told.error for told in record.foretold] == [18.0, 10.0, None]
    assert [told.kept for told in record.foretold] == [False, False, None]
    assert (record.segment, record.believed) == ("vip", Believed("vip", "8-40", 2.5, 4.0))


def test_an_offer_keeps_who_why_and_how_it_ended() -> None:
    first, second = fold(SERVED).offers
    assert (first.person, first.because[0], first.outcome, first.reason) == (
        LIN,
        "skill wealth 9.8",
        "EXPIRED",
        "no answer",
    )
    assert (second.made_at, second.picked_up_at, second.closed_at) == (24.6, 28.0, 28.1)


@pytest.mark.parametrize(
    ("seen", "stage"),
    [(3, Stage.IN_MENU), (7, Stage.WAITING), (9, Stage.OFFERED), (10, Stage.WAITING), (15, Stage.TALKING)],
)
def test_recovery_finds_the_stage_from_what_was_kept(seen: int, stage: Stage) -> None:
    assert fold(SERVED[:seen]).stage is stage


def ended(by: EndedBy) -> tuple[float, Happening]:
    return (60.0, Ended(by, Cause.NORMAL))


QUEUED = (4.0, Queued("wealth", 0, 4.0))
CONNECTED = (10.0, Connected(WEI, LegId("leg-2")))
CALLBACK = (9.0, CallbackAsked("wealth", "13911111111", 4.0))
MESSAGE = (9.0, MessageLeft("sales", "sales/call.wav", 7.5))
TO_FLOW = (8.0, GivenAway("wealth", "flow closed", "it is closed", "wealth: closed 0 flow closed"))
BACK = (2.0, CallingBack(CallId("call-1"), "13911111111", "wealth", 1))


@pytest.mark.parametrize(
    ("middle", "by", "outcome"),
    [
        ((), EndedBy.CALLER, Outcome.LEFT_IN_MENU),
        ((), EndedBy.HOTLINE, Outcome.SELF_SERVED),
        (((1.0, Failed("no prompt")),), EndedBy.HOTLINE, Outcome.FAILED),
        (((1.0, Failed("no prompt")),), EndedBy.CALLER, Outcome.LEFT_IN_MENU),
        ((), EndedBy.SWITCH, Outcome.FAILED),
        ((QUEUED,), EndedBy.CALLER, Outcome.ABANDONED),
        ((QUEUED,), EndedBy.SWITCH, Outcome.ABANDONED),
        ((QUEUED, (9.0, Offered(FIRST, WEI, ())), (9.5, PickedUp(FIRST))), EndedBy.CALLER, Outcome.ABANDONED),
        ((QUEUED, CONNECTED), EndedBy.CALLER, Outcome.SERVED),
        ((QUEUED, CONNECTED), EndedBy.SWITCH, Outcome.SERVED),
        ((QUEUED, CONNECTED, (20.0, Queued("orders", 0, 20.0))), EndedBy.CALLER, Outcome.SERVED),
        ((QUEUED, CONNECTED, (20.0, Transferred("13900001111", WEI))), EndedBy.UNSEEN, Outcome.TRANSFERRED),
        ((QUEUED, (20.0, Transferred("1004", "dialplan"))), EndedBy.CALLER, Outcome.TRANSFERRED),
        (((2.0, Transferred("wealth", "dialplan")), QUEUED), EndedBy.CALLER, Outcome.ABANDONED),
        ((QUEUED, TO_FLOW), EndedBy.HOTLINE, Outcome.TURNED_AWAY),
        ((QUEUED, (8.0, GivenAway("wealth", "back", "full", "wealth: full"))), EndedBy.HOTLINE, Outcome.TURNED_AWAY),
        ((QUEUED, TO_FLOW), EndedBy.CALLER, Outcome.ABANDONED),
        ((QUEUED, TO_FLOW), EndedBy.SWITCH, Outcome.ABANDONED),
        ((QUEUED, (8.0, GivenAway("wealth", "flow bye", "pressed 1"))), EndedBy.HOTLINE, Outcome.ABANDONED),
        ((QUEUED, (8.0, GivenAway("wealth", "queue desk", "late", "r"))), EndedBy.HOTLINE, Outcome.ABANDONED),
        ((QUEUED, TO_FLOW, (9.0, Queued("desk", 0, 4.0))), EndedBy.HOTLINE, Outcome.ABANDONED),
        ((QUEUED, TO_FLOW, CALLBACK), EndedBy.HOTLINE, Outcome.CALLBACK),
        ((QUEUED, TO_FLOW, MESSAGE), EndedBy.HOTLINE, Outcome.MESSAGE),
        ((QUEUED, TO_FLOW, CONNECTED), EndedBy.HOTLINE, Outcome.SERVED),
        ((QUEUED, CALLBACK), EndedBy.HOTLINE, Outcome.CALLBACK),
        ((CALLBACK,), EndedBy.CALLER, Outcome.CALLBACK),
        ((CALLBACK, QUEUED, CONNECTED), EndedBy.CALLER, Outcome.SERVED),
        ((QUEUED, MESSAGE), EndedBy.CALLER, Outcome.MESSAGE),
        ((BACK, QUEUED), EndedBy.HOTLINE, Outcome.NOT_REACHED),
        ((BACK, QUEUED, CONNECTED), EndedBy.CALLER, Outcome.SERVED),
    ],
)
def test_p26_an_outcome_is_defined_once(
    middle: tuple[tuple[float, Happening], ...], by: EndedBy, outcome: Outcome
) -> None:
    assert told((0.0, ARRIVED), *middle, ended(by)).outcome is outcome


def test_p26_an_answered_call_is_never_abandoned_whatever_comes_after() -> None:
    answered = [*written((0.0, ARRIVED), QUEUED, CONNECTED)]
    for what in (Queued("orders", 0, 4.0), Parted(WEI, EndedBy.PERSON, Cause.NORMAL), Gap(3.0, "link lost")):
        after = [
            *answered,
            Entry(CALL, 4, 20.0, what),
            Entry(CALL, 5, 60.0, Ended(EndedBy.CALLER, Cause.NORMAL)),
        ]
        assert fold(after).outcome is not Outcome.ABANDONED


def test_an_answer_takes_the_place_of_its_question() -> None:
    asked, other = Rated("service", "nps", NO_ANSWER), Rated("service", "ease", NO_ANSWER)
    answer = Rated("service", "nps", 9)
    assert told((0.0, ARRIVED), (1.0, asked), (2.0, answer), (3.0, other)).ratings == (answer, other)


def test_a_kept_place_counts_no_second_twice() -> None:
    back = told(
        (0.0, ARRIVED),
        (10.0, Queued("wealth", 0, 10.0)),
        (30.0, Connected(WEI, LegId("leg-2"))),
        (50.0, Parted(WEI, EndedBy.PERSON, Cause.NORMAL)),
        (52.0, Queued("orders", 0, 10.0)),
        (62.0, Ended(EndedBy.CALLER, Cause.NORMAL)),
    )
    assert (back.waited, back.talked, back.queued_at, back.queue) == (32.0, 20.0, 10.0, "orders")


def test_overflow_to_another_queue_goes_on_waiting() -> None:
    moved = told(
        (0.0, ARRIVED),
        (1.0, Queued("wealth", 0, 1.0)),
        (31.0, Queued("orders", 0, 1.0)),
        (41.0, Gap(1.0, "x")),
    )
    assert moved.waited == 40.0
    assert moved.waited_by(51.0) == 50.0
    assert [span.whom for span in moved.waits] == ["wealth", "orders"]


def test_a_place_taken_before_the_first_entry_counts_from_then() -> None:
    assert told((100.0, Queued("wealth", 0, 40.0)), (110.0, Gap(5.0, "restart"))).waited == 70.0


def test_three_in_a_conversation_talk_once() -> None:
    three = told(
        (0.0, Connected(WEI, LegId("a"))),
        (10.0, Connected(LIN, LegId("b"))),
        (20.0, Parted(WEI, EndedBy.PERSON, Cause.NORMAL)),
        (30.0, Parted(LIN, EndedBy.PERSON, Cause.NORMAL)),
    )
    assert three.talked == 30.0


def test_the_first_end_is_the_end_and_late_entries_still_count() -> None:
    late = fold(
        [
            *SERVED,
            Entry(CALL, 20, 58.4, RecordingKept("call.wav")),
            Entry(CALL, 21, 99.0, Ended(EndedBy.UNSEEN, Cause.UNKNOWN)),
        ]
    )
    assert (late.ended_at, late.ended_by, late.recording) == (58.2, EndedBy.CALLER, "call.wav")


def test_an_unknown_offer_or_leg_is_no_error() -> None:
    record = told(
        (1.0, Rang(OfferId("lost"), LegId("x"))),
        (2.0, PickedUp(OfferId("lost"))),
        (3.0, OfferClosed(OfferId("lost"), "EXPIRED", "")),
    )
    assert (record.offers, record.legs[0].leg) == ((), "x")


@pytest.mark.parametrize(
    ("to", "waits_on"), [("queue orders", False), ("flow x", False), ("back", False), ("person lin", True)]
)
def test_who_is_given_away_waits_no_longer_there(to: str, waits_on: bool) -> None:
    record = told((0.0, ARRIVED), (4.0, Queued("wealth", 5, 4.0)), (64.0, GivenAway("wealth", to, "waited 60 s", "id")))
    assert (record.waits[0].until is None) == waits_on
    assert [each.to for each in record.given_away] == [to]


def test_an_entry_of_another_call_is_refused() -> None:
    other = Entry(CallId("call-2"), 1, 0.0, Answered())
    with pytest.raises(ValueError, match="no part of"):
        apply(fold(SERVED), other)
    with pytest.raises(ValueError, match="no part of"):
        fold([*SERVED, other])
    with pytest.raises(ValueError, match="at least one"):
        fold([])
