"""Whether a call was a first contact, and whether it was the last: the same number about the same subject, in a window."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from acd.measures.facts import subject
from calls.contact import ContactRecord, Outcome
from calls.ids import CallId

HANDLED = frozenset({Outcome.SERVED, Outcome.SELF_SERVED})
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class OtherCall:
    """A call of some number: all that resolution must know of it. `ended_at` is None while it lasts."""

    call: CallId
    number: str
    subject: str
    arrived_at: float
    ended_at: float | None
    outcome: Outcome


def is_resolved(record: ContactRecord, others: Iterable[OtherCall], days: float) -> bool | None:
    """Whether a first contact was the last one. None: it is no first contact (`first_contact_resolution` tells which are).

    `others` are calls from outside of the same number; more of them do no harm.
    """
    ours = record.calling_back is not None or record.asked_for is not None
    if record.outcome not in HANDLED or ours or not record.number:
        return None
    began = record.last_at if record.arrived_at is None else record.arrived_at
    about = subject(record.scenario, record.queue, record.dialled)
    same = [
        each for each in others if (each.number, each.subject) == (record.number, about) and each.call != record.call
    ]
    if any(_served_before(each, began, days) for each in same):
        return None
    return not any(began < each.arrived_at <= record.last_at + days * DAY for each in same)


def _served_before(other: OtherCall, began: float, days: float) -> bool:
    ended = other.arrived_at if other.ended_at is None else other.ended_at
    return other.outcome in HANDLED and other.arrived_at < began and ended >= began - days * DAY
