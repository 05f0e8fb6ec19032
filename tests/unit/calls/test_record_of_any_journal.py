"""The record of any journal at all: order and repeats make no difference, and its sums fit into the call."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from calls.causes import Cause, EndedBy
from calls.contact import ContactRecord, Outcome, Stage
from calls.happenings.entry import KINDS, Entry, Happening
from calls.happenings.leaving import MessageLeft, Rated
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
from calls.happenings.queue import AskedFor, Believed, CallbackAsked, CallingBack, Foretold, GivenAway, Queued
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
from calls.happenings.visit import Answered, Ended, Failed, Gap, ProfileRead
from calls.ids import CallId, LegId
from calls.record import apply, fold
from tests.unit.calls.journals import ARRIVED, CALL, FIRST, LIN, SECOND, WEI, written

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
    st.builds(AskedFor, people, st.just(CallId("call-9"))),
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
    assert len(KINDS) == 49
