"""Rows of people and calls, from what the dispatcher shows of them and what is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from acd.agents import Unit
from acd.explanation import RingOpen
from acd.snapshot import PersonView, WaitingView
from calls.contact import ContactRecord, Stage
from calls.contact_parts import Span
from calls.ids import PersonId
from console.ports.floor import Aside, CallRow, PersonRow, Ring
from console.ports.supervision import TakesPart
from service.call import Call
from service.people import People

NOBODY = PersonId("")


def person_row(view: PersonView, people: People, serves: tuple[str, ...]) -> PersonRow:
    """A person. `serves`: the queues that he is asked for."""
    return PersonRow(
        id=view.id,
        name=view.name,
        kind=view.kind.value,
        state=view.state.value,
        reason=view.reason,
        since=view.since,
        until=view.until,
        wish=view.wish.value,
        wish_reason=view.wish_reason,
        queues=serves,
        skills=tuple(view.skills.items()),
        unit=_unit(view.id, people),
        contact=view.contact,
        offer=view.offer,
        reachable=view.reachable,
        busy=view.busy,
        guest=view.guest,
        taken_today=view.taken_today,
    )


def call_row(record: ContactRecord, view: WaitingView | None, patient_for: float | None, call: Call | None) -> CallRow:
    """A call. `view`: how he waits, if he does; `call`: what is in memory of it, where its step is known."""
    row = CallRow(
        id=record.call,
        number=record.number,
        name=record.name,
        segment=record.segment,
        stage=record.stage.value,
        queue=record.queue,
        joined_at=record.queued_at,
        since=_since(record),
        person=_person(record),
        language=call.language if call and call.language else record.language,
        step=call.step if call else "",
        priority=record.priority,
        callback=record.calling_back is not None,
        position=0,
        expected=None,
        leaves=None,
        patience=None,
        score=None,
        ring=None,
    )
    return row if view is None else _waiting(row, view, patient_for)


def with_asides(row: CallRow, parts: Iterable[TakesPart]) -> CallRow:
    """The row with the leaders who take part in the talk."""
    return replace(row, asides=tuple(Aside(each.user, each.person, each.manner.value, each.ringing) for each in parts))


def _waiting(row: CallRow, view: WaitingView, patient_for: float | None) -> CallRow:
    return replace(
        row,
        queue=view.queue,
        joined_at=view.joined_at,
        priority=view.priority,
        position=view.position,
        expected=None if view.expected is None else round(view.expected, 1),
        leaves=round(view.leaves, 4),
        patience=None if patient_for is None else round(patient_for, 1),
        score=None if view.score is None else round(view.score, 3),
        ring=None if view.ring is None else _ring(view.ring),
    )


def _ring(ring: RingOpen) -> Ring:
    return Ring(ring.number, ring.last, tuple(str(each) for each in ring.dropped), ring.next_at)


def _person(record: ContactRecord) -> PersonId:
    """Who is asked for him, or talks to him."""
    match record.stage:
        case Stage.TALKING:
            return PersonId(_last(record.talks).whom)
        case Stage.OFFERED:
            return record.open_offers[-1].person
        case _:
            return NOBODY


def _since(record: ContactRecord) -> float:
    """When he came to where he stands."""
    match record.stage:
        case Stage.TALKING:
            return _last(record.talks).since
        case Stage.OFFERED:
            return record.open_offers[-1].made_at
        case Stage.WAITING:
            return _last(record.waits).since
        case _:
            ends = [span.until for span in (*record.waits, *record.talks) if span.until is not None]
            began = record.entries[0].at if record.arrived_at is None else record.arrived_at
            return max([began, *ends])


def _last(spans: tuple[Span, ...]) -> Span:
    return next(span for span in reversed(spans) if span.until is None)


def _unit(person: PersonId, people: People) -> Unit:
    try:
        return people.person(person).unit
    except KeyError:
        return Unit()
