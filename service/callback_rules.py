"""When, how often and whom we call back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from acd.queues import Queue
from calls.contact import ContactRecord
from calls.ids import PersonId
from calls.speaking import ValueKind, normalised
from ivr.actions import AskCallback
from service.call import Call
from store.callbacks import CallbackKept as Kept


@dataclass(frozen=True, slots=True)
class CallbackRules:
    """Times are seconds; `earliest` and `latest` are the clock of `zone`: nobody is rung outside them.

    `allowed` tells whether a number may be called at all (toll fraud ends there). `tries` that did not reach him, the second
    `pause` after the first, each next one twice as long after the one before, then it is given up; so it is `keep_for` after the
    asking. `at_most` may be open at once. `customer_first`: he is rung when a person is about to be free; else a person is asked
    first, and he is rung then. `confirm`: a customer who is rung first presses a key before a person is asked for him.
    """

    allowed: Callable[[str], bool] = lambda _number: False
    tries: int = 3
    pause: float = 900.0
    ring: float = 30.0
    earliest: time = time(8)
    latest: time = time(21)
    zone: tzinfo = UTC
    keep_for: float = 3 * 86400.0
    at_most: int = 500
    customer_first: bool = False
    confirm: bool = False

    def is_customer_first(self, queue: Queue) -> bool:
        """As the queue says, else the centre."""
        return self.customer_first if queue.customer_first is None else queue.customer_first

    def pause_after(self, tries: int) -> float:
        """Seconds from the try that was in vain to the next one: each pause is twice the one before, up to a day."""
        return min(self.pause * 2.0 ** max(0, min(tries, 20) - 1), max(self.pause, 86400.0))

    def may_ring_at(self, now: float) -> bool:
        """Whether people may be rung at this time of the day."""
        return self.earliest <= datetime.fromtimestamp(now, self.zone).time() < self.latest

    def first_from(self, at: float) -> float:
        """The first moment from `at` on at which people may be rung."""
        if self.may_ring_at(at):
            return at
        day = datetime.fromtimestamp(at, self.zone)
        begin = datetime.combine(day.date(), self.earliest, self.zone)
        return (begin if begin > day else self._on(day + timedelta(days=1), self.earliest)).timestamp()

    def quiet_from(self, now: float) -> float:
        """When the quiet hours begin, while people may be rung."""
        return self._on(datetime.fromtimestamp(now, self.zone), self.latest).timestamp()

    def _on(self, day: datetime, at: time) -> datetime:
        return datetime.combine(day.date(), at, self.zone)


def phone_of(raw: str) -> str:
    """The number as it is dialled; '' if it is none."""
    try:
        return normalised(ValueKind.PHONE, raw)
    except ValueError:
        return ""


def new_callback(
    call: Call, asked: AskCallback, number: str, priority: int, record: ContactRecord | None, now: float
) -> Kept:
    """What is kept of a callback that the caller of this call asks for."""
    others = len(record.callbacks) if record else 0
    return Kept(
        f"{call.id}-{others + 1}" if others else str(call.id),
        call.id,
        asked.queue,
        number,
        call.caller.name,
        call.language,
        call.dialled,
        priority,
        PersonId(asked.wanted),
        _place(call, record, now),
        now,
        now,
    )


def _place(call: Call, record: ContactRecord | None, now: float) -> float:
    """The place that he keeps: the one he has, or had in this call until a queue gave him back unserved."""
    if call.place is not None:
        return call.place.joined_at
    waited = record is not None and record.queued_at is not None and record.connected_at is None
    return record.queued_at if waited and record is not None and record.queued_at is not None else now
