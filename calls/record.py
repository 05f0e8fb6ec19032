"""Entries folded into the record of a call. Order and repetition of entries do not matter: each has its seq.

`apply` in order of seq is one step; an entry that comes late costs a new fold of that call.
A hole in the journal is no error: the record tells what is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from calls.contact import ContactRecord
from calls.contact_parts import (
    NOBODY,
    FailureRecord,
    ForetoldRecord,
    GapRecord,
    LegRecord,
    OfferRecord,
    Span,
    TransferRecord,
    closed,
    is_open_to,
)
from calls.happenings.entry import Entry, Happening
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
from calls.happenings.visit import Answered, Arrived, Ended, Failed, Gap, ProfileRead
from calls.record_of_flows import flow_called, flow_left, remembered
from calls.record_of_people import connected, consulted, hung_up, offer_closed, parted, picked_up, rang
from calls.record_of_recalls import answered, recall_missed, recalled
from calls.record_of_supervision import all_left, left_talk, supervised
from calls.replacing import replace


def fold(entries: Iterable[Entry]) -> ContactRecord:
    """The record of one call from its entries, in any order, each once or more. No entries: ValueError."""
    first_of: dict[tuple[int, str], Entry] = {}
    for entry in entries:
        first_of.setdefault((entry.seq, entry.call), entry)
    if not first_of:
        raise ValueError("a record needs at least one entry")
    ordered = tuple(first_of[key] for key in sorted(first_of))
    record = ContactRecord(call=ordered[0].call)
    for entry in ordered:
        _check(record, entry)
        record = _happened(record, entry.at, entry.what)
    return replace(record, entries=ordered)


def apply(record: ContactRecord, entry: Entry) -> ContactRecord:
    """The record with this entry in it. A known one changes nothing; another call's: ValueError."""
    _check(record, entry)
    if entry.seq > record.last_seq:
        return _happened(replace(record, entries=(*record.entries, entry)), entry.at, entry.what)
    if any(known.seq == entry.seq for known in record.entries):
        return record
    return fold((*record.entries, entry))


def _check(record: ContactRecord, entry: Entry) -> None:
    if entry.call != record.call:
        raise ValueError(f"an entry of {entry.call} is no part of {record.call}")


def _happened(r: ContactRecord, at: float, what: Happening) -> ContactRecord:  # noqa: C901 - one line a happening
    match what:
        case Arrived():
            return _arrived(r, at, what)
        case Answered():
            return replace(r, answered_at=at if r.answered_at is None else r.answered_at)
        case Heard():
            return r
        case Pressed():
            return replace(r, keys=(*r.keys, what))
        case Chose():
            return replace(r, choices=(*r.choices, what))
        case Missed():
            return replace(r, misses=(*r.misses, what))
        case Spoke(language):
            return replace(r, language=language)
        case Queued():
            return _queued(r, at, what)
        case AskedFor():
            return replace(r, asked_for=what)
        case Believed():
            return replace(r, believed=what, segment=what.segment or r.segment)
        case Foretold():
            told = ForetoldRecord(at, what.queue, what.position, what.expected, what.low, what.high)
            return replace(r, foretold=(*r.foretold, told))
        case Offered(offer, person, because, explanation):
            made = OfferRecord(offer, person, at, tuple(because), explanation=explanation)
            return replace(r, offers=(*r.offers, made))
        case Rang(offer, leg):
            return rang(r, at, offer, leg)
        case PickedUp(offer):
            return picked_up(r, at, offer)
        case OfferClosed():
            return offer_closed(r, at, what)
        case Connected(person, leg):
            return connected(answered(r, person), at, person, leg)
        case Held(person):
            return r if is_open_to(r.holds, person) else replace(r, holds=(*r.holds, Span(person, at)))
        case Resumed(person):
            return replace(r, holds=closed(r.holds, at, person))
        case Parted(person):
            return parted(r, at, person)
        case Transferred(to, by, attended):
            sent = TransferRecord(at, to, by, attended)
            return replace(r, transfers=(*r.transfers, sent), sent_on=True, waits=closed(r.waits, at))
        case Recalled():
            return recalled(r, at, what)
        case RecallMissed():
            return recall_missed(r, at, what)
        case Consulted(_, colleague, leg):
            return consulted(r, at, colleague, leg)
        case Marked():
            return replace(r, marks=(*r.marks, what))
        case AllJoined() | Reminded():
            return r
        case Listened() | Whispered() | JoinedIn() | TakenOver():
            return supervised(r, at, what)
        case LeftTalk(leg=leg):
            return left_talk(r, at, leg)
        case Moved():
            return r
        case PriorityChanged(after=after):
            return replace(r, priority=after, own_priority=after)
        case RecordingKept(file):
            return replace(r, recordings=(*r.recordings, file))
        case Said():
            return replace(r, said=(*r.said, what))
        case Remembered():
            return remembered(r, what)
        case FlowCalled():
            return flow_called(r, what)
        case FlowLeft():
            return flow_left(r)
        case ProfileRead(segment=segment):
            return replace(r, segment=segment or r.segment)
        case LookedUp() | Reordered():
            return r
        case MessageLeft():
            return replace(r, messages=(*r.messages, what))
        case GivenAway(to=to):
            waits = r.waits if to.startswith("person ") else closed(r.waits, at)
            return replace(r, given_away=(*r.given_away, what), waits=waits)
        case CallbackAsked():
            return replace(r, callbacks=(*r.callbacks, what), waits=closed(r.waits, at))
        case CallingBack(number=number):
            return replace(r, calling_back=what, number=number)
        case Rated():
            return _rated(r, what)
        case Gap(seconds, why):
            return replace(r, gaps=(*r.gaps, GapRecord(at, seconds, why)))
        case Failed(text):
            return replace(r, failures=(*r.failures, FailureRecord(at, text)))
        case Ended():
            return _ended(r, at, what)
        case _:
            assert_never(what)


def _rated(r: ContactRecord, what: Rated) -> ContactRecord:
    """A question that was asked waits for its answer; the answer takes its place."""

    def answered(each: Rated) -> bool:
        return (each.survey, each.question, each.score) == (what.survey, what.question, NO_ANSWER) and not each.words

    return replace(r, ratings=(*(each for each in r.ratings if not answered(each)), what))


def _arrived(r: ContactRecord, at: float, what: Arrived) -> ContactRecord:
    if r.arrived_at is not None:
        return r
    legs = (LegRecord(what.leg, NOBODY), *r.legs)
    r = replace(r, arrived_at=at, leg=what.leg, dialled=what.dialled, plan=what.plan, legs=legs)
    return replace(r, number=what.number, name=what.name)


def _queued(r: ContactRecord, at: float, what: Queued) -> ContactRecord:
    """A kept place counts from when it was taken, but no second waited or talked before counts twice."""
    waits = closed(r.waits, at)
    accounted = [span.until for span in (*waits, *r.talks) if span.until is not None]
    since = min(at, max([what.joined_at, *accounted]))
    queued_at = what.joined_at if r.queued_at is None else r.queued_at
    return replace(
        r,
        queue=what.queue,
        priority=what.priority,
        own_priority=what.priority if what.own else 0,
        wishes=what.wishes,
        last_agent=what.last_agent,
        queued_at=queued_at,
        waits=(*waits, Span(what.queue, since)),
        sent_on=False,
    )


def _ended(r: ContactRecord, at: float, what: Ended) -> ContactRecord:
    """The first end is the end. Whatever still lasted ends with it."""
    if r.ended_at is not None:
        return r
    legs = tuple(hung_up(leg, at) for leg in r.legs)
    r = replace(all_left(r, at), ended_at=at, ended_by=what.by, cause=what.cause, why=what.why, legs=legs)
    return replace(r, waits=closed(r.waits, at), talks=closed(r.talks, at), holds=closed(r.holds, at))
