"""What other systems can be told, and what stands in such a message. Names and fields are only ever added to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from calls.contact import ContactRecord
from calls.happenings.entry import Entry, Happening
from calls.happenings.leaving import MessageLeft
from calls.happenings.offer import Offered
from calls.happenings.queue import CallbackAsked, Queued
from calls.happenings.talk import Connected, Parted, RecordingKept
from calls.happenings.visit import Arrived, Ended

EVENTS: Mapping[type[Happening], str] = MappingProxyType(
    {
        Arrived: "call.arrived",
        Queued: "call.queued",
        Offered: "call.offered",
        Connected: "call.connected",
        Parted: "call.parted",
        Ended: "call.ended",
        RecordingKept: "call.recorded",
        MessageLeft: "message.left",
        CallbackAsked: "callback.asked",
    }
)
"""By what happened. `call.offered` is the one for a screen pop: `person` is whose phone begins to ring."""
TEST = "test"
NAMES = tuple(EVENTS.values())


def told(entry: Entry, record: ContactRecord) -> dict[str, Any] | None:
    """The message about one thing that happened; None: nobody is told of such. Times in epoch seconds, durations in seconds."""
    event = EVENTS.get(type(entry.what))
    return None if event is None else {"event": event, "at": entry.at, **_call(record), **_more(entry.what, record)}


def _call(record: ContactRecord) -> dict[str, Any]:
    return {
        "call": record.call,
        "number": record.number,
        "name": record.name,
        "dialled": record.dialled,
        "language": record.language,
        "segment": record.segment,
        "scenario": record.scenario,
        "queue": record.queue,
        "person": record.person,
        "arrived_at": record.arrived_at,
    }


def _more(what: Happening, record: ContactRecord) -> dict[str, Any]:
    match what:
        case Offered(offer, person):
            return {"offer": offer, "person": person, "waited": record.waited}
        case Connected(person) | Parted(person):
            return {"person": person, "waited": record.waited, "talked": record.talked}
        case Ended(by):
            sums = {"waited": record.waited, "talked": record.talked, "held": record.held}
            return {"outcome": record.outcome.value, "ended_by": by.value, **sums}
        case RecordingKept(file):
            return {"recording": file}
        case MessageLeft(box, _, seconds):
            return {"box": box, "seconds": seconds}
        case _:
            return {}
