"""One call as the reports count it: its waits, its conversations, and what it was about. From its record and nothing else.

Everything here follows from `ContactRecord`, which is folded from the journal by (call, seq): a call written twice
counts once (P7). What became of the call is `ContactRecord.outcome` and is decided nowhere else (P26).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from calls.contact import ContactRecord, Outcome
from calls.contact_parts import Span, covered
from calls.ids import CallId, PersonId

Wrapped = Callable[[PersonId, CallId], float]
"""Seconds of wrap-up that a person had after this call."""


class Result(StrEnum):
    """How a wait ended."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    TURNED_AWAY = "turned away"
    CALLBACK = "callback"
    MESSAGE = "message"
    SENT_ON = "sent on"
    MOVED = "moved"


RESULT_OF = {
    Outcome.ABANDONED: Result.ABANDONED,
    Outcome.TURNED_AWAY: Result.TURNED_AWAY,
    Outcome.CALLBACK: Result.CALLBACK,
    Outcome.MESSAGE: Result.MESSAGE,
    Outcome.TRANSFERRED: Result.SENT_ON,
}
"""How the wait of a call ended whom nobody answered. The other outcomes are of calls that did not wait, or last."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait and its end. `seconds` in `queue`; `total` since he began to wait for a person, whatever the queues.

    A wait of the whole call has the first queue's name and `seconds == total`.
    """

    queue: str
    since: float
    seconds: float
    total: float
    result: Result


@dataclass(frozen=True, slots=True)
class Conversation:
    """One person's part of a call. Times in seconds; `queue` is the one that the caller waited in before, '' if none."""

    person: PersonId
    queue: str
    talked: float
    held: float
    wrapped: float


def is_counted(record: ContactRecord) -> bool:
    """Whether the waits of a call count: it came from outside, and it is over. A person's question is no caller's wait.

    A call of ours that keeps somebody's place (a callback) waited with nobody on the line: it is counted as a callback.
    """
    return record.ended_at is not None and record.calling_back is None and record.asked_for is None


def wait_of(record: ContactRecord) -> Wait | None:
    """The whole wait of a call, over all its queues, until somebody first talked to him. None: he waited for nobody.

    Who was connected without a queue and queued later was served already: he was not offered to the queues.
    """
    if not is_counted(record) or record.queued_at is None or not record.waits:
        return None
    answered = record.connected_at
    if answered is not None and record.queued_at > answered:
        return None
    end = record.last_at if answered is None else answered
    seconds = covered((span for span in record.waits if span.since <= end), end)
    result = RESULT_OF[record.outcome] if answered is None else Result.ANSWERED
    return Wait(record.waits[0].whom, record.waits[0].since, seconds, seconds, result)


def visits_of(record: ContactRecord) -> tuple[Wait, ...]:
    """Each queue that he waited in, in order. Waits one after the other in one queue, with no talk between, are one visit.

    A visit that another queue followed ended as MOVED; the last one of a call that is over, by what the caller did.
    """
    if not is_counted(record):
        return ()
    stays = _stays(record)
    visits: list[Wait] = []
    for stay in stays:
        result = _result(record, stay, last=stay is stays[-1])
        before = visits[-1].total if visits and visits[-1].result is Result.MOVED else 0.0
        seconds = covered(stay, record.last_at)
        visits.append(Wait(stay[0].whom, stay[0].since, seconds, before + seconds, result))
    return tuple(visits)


def conversations_of(record: ContactRecord, wrapped: Wrapped) -> tuple[Conversation, ...]:
    """Who talked to him, one after the other; a call of ours counts, too. None while the call lasts: it is not known yet."""
    if record.ended_at is None:
        return ()
    told: dict[PersonId, Conversation] = {}
    for span in record.talks:
        person = PersonId(span.whom)
        held = _held(record, span)
        talked = max(0.0, (span.until or span.since) - span.since - held)
        known = told.get(person) or Conversation(person, _queue_before(record, span.since), 0.0, 0.0, 0.0)
        told[person] = replace(known, talked=known.talked + talked, held=known.held + held)
    return tuple(replace(each, wrapped=wrapped(each.person, record.call)) for each in told.values())


def first_person(record: ContactRecord) -> PersonId:
    """Who talked to him first; '' if nobody did."""
    return PersonId(record.talks[0].whom) if record.talks else PersonId("")


def subject(scenario: str, queue: str, dialled: str) -> str:
    """What a call was about: the scenario that was chosen, else the queue, else the number that was dialled."""
    return scenario or queue or dialled


def _stays(record: ContactRecord) -> list[list[Span]]:
    """The waits, those of one visit together."""
    stays: list[list[Span]] = []
    for span in record.waits:
        last = stays[-1][-1] if stays else None
        if last is not None and last.whom == span.whom and not _talked_between(record, last.since, span.since):
            stays[-1].append(span)
        else:
            stays.append([span])
    return stays


def _result(record: ContactRecord, stay: list[Span], last: bool) -> Result:
    until = stay[-1].since if stay[-1].until is None else stay[-1].until
    if _talked_between(record, stay[0].since, until):
        return Result.ANSWERED
    if not last:
        return Result.MOVED
    if record.sent_on:
        return Result.SENT_ON
    if record.callbacks or record.messages:
        return Result.CALLBACK if record.callbacks else Result.MESSAGE
    return Result.TURNED_AWAY if record.turned_away else Result.ABANDONED


def _talked_between(record: ContactRecord, since: float, until: float) -> bool:
    return any(since <= talk.since <= until for talk in record.talks)


def _queue_before(record: ContactRecord, at: float) -> str:
    return next((span.whom for span in reversed(record.waits) if span.since <= at), "")


def _held(record: ContactRecord, talk: Span) -> float:
    until = talk.since if talk.until is None else talk.until
    within = (
        Span(hold.whom, max(hold.since, talk.since), min(until if hold.until is None else hold.until, until))
        for hold in record.holds
        if hold.whom == talk.whom
    )
    return covered((hold for hold in within if hold.until is not None and hold.until > hold.since), until)
