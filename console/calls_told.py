"""A call as pages show it: numbers as the visitor may see them, spans for a drawing, offers with their reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calls.contact import ContactRecord
from calls.contact_parts import Span
from calls.ids import OfferId
from calls.masking import mask_text, printable
from console.ports.calls import Step
from console.roles import Action
from console.visitor import Visitor
from store.contacts import ContactRow


@dataclass(frozen=True, slots=True)
class CallListed:
    """A call in a list. Times in epoch seconds, durations in seconds."""

    call: str
    arrived_at: float
    dialled: str
    number: str
    name: str
    language: str
    scenario: str
    queue: str
    queued_at: float | None
    connected_at: float | None
    person: str
    ended_at: float | None
    ended_by: str
    outcome: str
    waited: float
    talked: float
    held: float
    offers: int


@dataclass(frozen=True, slots=True)
class CallPage:
    """A page of calls. `next`: what to ask for the following one, '' after the last."""

    calls: list[CallListed]
    next: str


@dataclass(frozen=True, slots=True)
class SpanTold:
    """A part of the call: `menu`, `wait` (in the queue `whom`), `talk` (with `whom`) or `hold`; `until`: None while it lasts."""

    kind: str
    whom: str
    since: float
    until: float | None


@dataclass(frozen=True, slots=True)
class OfferTold:
    """The call proposed to one person, and why to him."""

    offer: str
    person: str
    made_at: float
    rang_at: float | None
    picked_up_at: float | None
    closed_at: float | None
    outcome: str
    refusal: str
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class ForetoldTold:
    """A wait that he was told, in seconds, and by how much it was wrong; None: it never was his turn."""

    at: float
    low: float
    high: float
    error: float | None


@dataclass(frozen=True, slots=True)
class CallTold:
    """One call whole. `recording`: whether its sound can be heard by who asks."""

    call: str
    arrived_at: float
    last_at: float
    dialled: str
    number: str
    name: str
    language: str
    segment: str
    scenario: str
    plan: int
    queue: str
    priority: int
    wishes: list[str]
    person: str
    stage: str
    outcome: str
    ended_at: float | None
    ended_by: str
    why: str
    waited: float
    talked: float
    held: float
    spans: list[SpanTold]
    offers: list[OfferTold]
    foretold: list[ForetoldTold]
    steps: list[Step]
    recording: bool
    messages: list[str]
    asked_in: str


@dataclass(frozen=True, slots=True)
class Explained:
    """The sentences, one a line; what belongs to an offer is indented."""

    lines: list[str]


def listed(row: ContactRow, who: Visitor) -> CallListed:
    """A row for him."""
    return CallListed(
        row.call,
        row.arrived_at,
        row.dialled,
        who.number(row.number),
        shown_name(row.name, who),
        row.language,
        row.scenario,
        row.queue,
        row.queued_at,
        row.connected_at,
        row.person,
        row.ended_at,
        row.ended_by.value if row.ended_by else "",
        row.outcome.value,
        row.waited,
        row.talked,
        row.held,
        row.offers,
    )


def shown_name(name: str, who: Visitor) -> str:
    """A caller chooses his own name: it may hold a number, and anything else."""
    clean = printable(name)
    return clean if who.may(Action.SEE_NUMBERS) else mask_text(clean)


def shown_text(text: str, who: Visitor) -> str:
    """What was said or decided: a number may be in it."""
    return text if who.may(Action.SEE_NUMBERS) else mask_text(text)


def told(
    record: ContactRecord,
    who: Visitor,
    steps: Sequence[Step],
    reasons: Mapping[OfferId, Sequence[str]],
    recording: bool,
) -> CallTold:
    """A call for him. `reasons` of each offer."""
    arrived = began(record)
    return CallTold(
        call=record.call,
        arrived_at=arrived,
        last_at=record.last_at,
        dialled=record.dialled,
        number=who.number(record.number),
        name=shown_name(record.name, who),
        language=record.language,
        segment=record.segment,
        scenario=record.scenario,
        plan=record.plan,
        queue=record.queue,
        priority=record.priority,
        wishes=[shown_text(wish, who) for wish in record.wishes],
        person=record.person,
        stage=record.stage.value,
        outcome=record.outcome.value,
        ended_at=record.ended_at,
        ended_by=record.ended_by.value if record.ended_by else "",
        why=shown_text(record.why, who),
        waited=record.waited,
        talked=record.talked,
        held=record.held,
        spans=spans(record),
        offers=[_offer(record, number, reasons, who) for number in range(len(record.offers))],
        foretold=[ForetoldTold(each.at, each.low, each.high, each.error) for each in record.foretold],
        steps=list(steps),
        recording=recording,
        messages=[message.box for message in record.messages],
        asked_in=record.calling_back.asked_in if record.calling_back else "",
    )


def began(record: ContactRecord) -> float:
    """When it arrived, or the first thing known of it."""
    return record.entries[0].at if record.arrived_at is None else record.arrived_at


def spans(record: ContactRecord) -> list[SpanTold]:
    """What the call consisted of, in order of time. What lies between the others is the menu."""
    known = [
        *(_span("wait", each) for each in record.waits),
        *(_span("talk", each) for each in record.talks),
        *(_span("hold", each) for each in record.holds),
    ]
    return sorted([*known, *_menus(record)], key=lambda span: (span.since, span.kind))


def _span(kind: str, span: Span) -> SpanTold:
    return SpanTold(kind, span.whom, span.since, span.until)


def _menus(record: ContactRecord) -> list[SpanTold]:
    found, reached = [], began(record)
    for span in sorted([*record.waits, *record.talks], key=lambda each: each.since):
        if span.since > reached:
            found.append(SpanTold("menu", "", reached, span.since))
        reached = max(reached, record.last_at if span.until is None else span.until)
    if record.ended_at is None or record.ended_at > reached:
        lasts = not any(span.until is None for span in (*record.waits, *record.talks))
        found += [SpanTold("menu", "", reached, record.ended_at)] if lasts else []
    return found


def _offer(record: ContactRecord, number: int, reasons: Mapping[OfferId, Sequence[str]], who: Visitor) -> OfferTold:
    offer = record.offers[number]
    times = (offer.made_at, offer.rang_at, offer.picked_up_at, offer.closed_at)
    why = [shown_text(reason, who) for reason in reasons.get(offer.offer, ())]
    return OfferTold(offer.offer, offer.person, *times, offer.outcome, offer.refusal or offer.reason, why)
