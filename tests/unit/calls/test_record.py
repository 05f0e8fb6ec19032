"""The record of a call is its entries, folded: in any order, each once or more."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.causes import Cause, EndedBy
from calls.contact import ContactRecord, Outcome, Stage
from calls.happenings.entry import KINDS, Entry, Happening
from calls.happenings.leaving import NO_ANSWER, MessageLeft, Rated
from calls.happenings.menu import (
    Chose,
    FlowCalled,
    FlowLeft,
    Heard,
    LookedUp,
    Missed,
    Pressed,
    Remembered,
    Reordered,
    Said,
    Spoke,
)
from calls.happenings.offer import OfferClosed, Offered, PickedUp, Rang
from calls.happenings.queue import Believed, CallbackAsked, CallingBack, Foretold, GivenAway, Queued
from calls.happenings.supervision import JoinedIn, LeftTalk, Listened, Moved, PriorityChanged, TakenOver, Whispered
from calls.happenings.talk import (
    AllJoined,
    Connected,
    Consulted,
    Held,
    Marked,
    Parted,
    Recalled,
    RecallMissed,
    RecordingKept,
    Reminded,
    Resumed,
    Transferred,
)
from calls.happenings.visit import Answered, Arrived, Ended, Failed, Gap, ProfileRead
from calls.ids import CallId, LegId, OfferId, PersonId
from calls.record import apply, fold

CALL = CallId("call-20261122-061530-7f3a9c01")
LIN, WEI = PersonId("xiamen_1"), PersonId("1003")
FIRST, SECOND = OfferId("offer-1"), OfferId("offer-2")
ARRIVED = Arrived(LegId("leg-c"), "95105", "13911111111", "张三")


def written(*happenings: tuple[float, Happening]) -> list[Entry]:
    """The happenings as entries, numbered as they come."""
    return [Entry(CALL, seq, at, what) for seq, (at, what) in enumerate(happenings, 1)]


def told(*happenings: tuple[float, Happening]) -> ContactRecord:
    return fold(written(*happenings))


SERVED = written(
    (0.0, ARRIVED),
    (0.1, Answered()),
    (0.2, Spoke("zh")),
    (3.0, Heard("welcome.1", "main_menu", whole=False)),
    (3.2, Pressed("welcome.2", "2")),
    (3.2, Chose("welcome", "2", "wealth", "wealth.advice")),
    (4.0, Queued("wealth", 5, 4.0)),
    (4.1, Offered(FIRST, LIN, ("skill wealth 9.8", "free for 60 s"))),
    (4.5, Rang(FIRST, LegId("leg-1"))),
    (24.5, OfferClosed(FIRST, "EXPIRED", "no answer")),
    (24.6, Offered(SECOND, WEI, ("deputy of xiamen_1",))),
    (24.9, Rang(SECOND, LegId("leg-2"))),
    (28.0, PickedUp(SECOND)),
    (28.1, OfferClosed(SECOND, "ACCEPTED", "picked up")),
    (28.2, Connected(WEI, LegId("leg-2"))),
    (38.2, Held(WEI)),
    (43.2, Resumed(WEI)),
    (58.2, Parted(WEI, EndedBy.CALLER, Cause.NORMAL)),
    (58.2, Ended(EndedBy.CALLER, Cause.NORMAL)),
)


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


# --- any journal at all ---

people, offers, legs = (
    st.sampled_from([LIN, WEI]),
    st.sampled_from([FIRST, SECOND]),
    st.sampled_from(["a", "b", "leg-c"]).map(LegId),
)
queues, texts = st.sampled_from(["wealth", "orders"]), st.text(max_size=5)
happenings: st.SearchStrategy[Happening] = st.one_of(
    st.just(ARRIVED),
    st.builds(Answered),
    st.builds(Heard, texts, texts, st.booleans()),
    st.builds(Pressed, texts, texts),
    st.builds(Chose, texts, texts, texts, texts),
    st.builds(Missed, texts, texts, st.integers(1, 3)),
    st.builds(Spoke, texts),
    st.builds(Queued, queues, st.integers(0, 9), st.floats(0, 100)),
    st.builds(Believed, texts, texts, st.floats(0.1, 30), st.floats(0.1, 30), st.floats(0, 600)),
    st.builds(Foretold, queues, st.integers(0, 9), st.floats(0, 600), st.floats(0, 600), st.floats(0, 600)),
    st.builds(GivenAway, queues, st.sampled_from(["queue orders", "person lin", "flow message", "back"]), texts, texts),
    st.builds(Offered, offers, people, st.just(("fits",))),
    st.builds(Rang, offers, legs),
    st.builds(PickedUp, offers),
    st.builds(OfferClosed, offers, st.sampled_from(["ACCEPTED", "DECLINED", "EXPIRED", "WITHDRAWN"]), texts),
    st.builds(Connected, people, legs),
    st.builds(Held, people),
    st.builds(Resumed, people),
    st.builds(Parted, people, st.sampled_from(EndedBy), st.sampled_from(Cause)),
    st.builds(Consulted, people, people, legs),
    st.builds(AllJoined, people, people),
    st.builds(Recalled, people, texts, texts, legs),
    st.builds(RecallMissed, people, texts),
    st.builds(FlowCalled, texts, texts, st.sampled_from(["{}", '{"a": 1}', "?", "[]"]), st.just(("pin",))),
    st.builds(FlowLeft, texts),
    st.builds(Marked, people, texts),
    st.builds(Reminded, people, st.floats(0, 600), st.booleans()),
    st.builds(Transferred, texts, texts, st.booleans()),
    st.builds(RecordingKept, texts),
    st.builds(Listened, texts, people, people, legs),
    st.builds(Whispered, texts, people, people, legs),
    st.builds(JoinedIn, texts, people, people, legs),
    st.builds(TakenOver, texts, people, people, legs),
    st.builds(LeftTalk, texts, legs),
    st.builds(Moved, texts, queues, queues),
    st.builds(PriorityChanged, texts, st.integers(-9, 9), st.integers(-9, 9)),
    st.builds(Said, texts, texts, texts, st.floats(0, 1), texts, texts, st.floats(0, 9)),
    st.builds(Remembered, texts, texts),
    st.builds(LookedUp, texts, texts, st.floats(0, 9)),
    st.builds(ProfileRead, texts, st.floats(0, 9), st.tuples(texts)),
    st.builds(Reordered, texts, st.tuples(texts, texts), texts),
    st.builds(MessageLeft, texts, texts, st.floats(0, 120)),
    st.builds(CallbackAsked, queues, texts, st.floats(0, 100)),
    st.builds(CallingBack, texts.map(CallId), texts, queues, st.integers(1, 3)),
    st.builds(Rated, texts, texts, st.integers(-1, 10), texts, st.booleans(), st.just(10)),
    st.builds(Gap, st.floats(0, 9), texts),
    st.builds(Failed, texts),
    st.builds(Ended, st.sampled_from(EndedBy), st.sampled_from(Cause), texts),
)
journals = st.lists(st.tuples(st.floats(0, 100), happenings), min_size=1, max_size=25).map(
    lambda drawn: written(*zip(sorted(at for at, _ in drawn), (what for _, what in drawn), strict=True))
)


@given(journals, st.data())
def test_any_order_with_any_repeats_gives_the_same_record(journal: list[Entry], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations([*journal, *data.draw(st.lists(st.sampled_from(journal), max_size=5))]))
    expected = fold(journal)
    assert fold(mixed) == expected
    record = ContactRecord(CALL)
    for entry in mixed:
        record = apply(record, entry)
    assert record == expected
    assert fold(record.entries) == record


@given(journals)
def test_the_sums_of_any_journal_fit_into_the_call(journal: list[Entry]) -> None:
    record = fold(journal)
    earliest = min([entry.at for entry in journal] + [w.what.joined_at for w in journal if isinstance(w.what, Queued)])
    lasted = max(entry.at for entry in journal) - earliest + 1e-6
    assert 0 <= record.waited <= lasted
    assert 0 <= record.talked <= lasted
    assert 0 <= record.held <= lasted
    assert all((span.until or span.since) >= span.since for span in (*record.waits, *record.talks, *record.holds))
    assert all(one.since <= two.since for one, two in pairwise(record.waits))
    assert (record.stage is Stage.ENDED) == (record.outcome is not Outcome.IN_PROGRESS)


def test_the_drawn_journals_know_every_kind() -> None:
    """A kind added to the happenings must be added above, or the properties prove less than they say."""
    assert len(KINDS) == 48
