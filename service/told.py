"""One call told as a story, line by line; many calls as a table; one call as JSON.

Everything here is for people's eyes: numbers are masked unless asked otherwise, and nothing that a caller sent can move
the cursor, forge a line or write in colour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime, tzinfo
from typing import Any, assert_never

import orjson
from rich.table import Table
from rich.text import Text

from calls.contact import ContactRecord
from calls.happenings.entry import Entry, Happening, to_fields
from calls.happenings.menu import Chose, Heard, Missed, Pressed, Spoke
from calls.happenings.offer import OfferClosed, Offered, PickedUp, Rang
from calls.happenings.queue import AskedFor, Queued
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
from calls.happenings.visit import Answered, Arrived, Ended, Failed, Gap
from calls.ids import OfferId
from calls.masking import mask_number, mask_text, printable
from service.told_of_menus import OfMenus, told_of_menus
from service.told_of_supervision import told_of_supervision
from store.contacts import ContactRow

Shown = Callable[[str], str]


def story(record: ContactRecord, zone: tzinfo, masked: bool = True) -> list[str]:
    """The call in plain words: a heading, one line for each thing that happened, the sums. Times in `zone`."""
    show = mask_number if masked else str
    began = record.entries[0].at if record.arrived_at is None else record.arrived_at
    return [_heading(record, began, zone, show), *_lines(record, began, masked), *_sums(record)]


def table(rows: Iterable[ContactRow], zone: tzinfo, masked: bool = True) -> Table:
    """The calls as `hotline calls` lists them, for rich to print."""
    show = mask_number if masked else str
    listed = Table(title=None)
    for heading in ("call", "arrived", "from", "to", "queue", "outcome", "with", "ended by"):
        listed.add_column(heading, no_wrap=heading in ("call", "arrived"))
    for heading in ("waited", "talked"):
        listed.add_column(heading, justify="right")
    for row in rows:
        listed.add_row(*(Text(printable(cell)) for cell in _cells(row, zone, show)))
    return listed


def to_json(record: ContactRecord, masked: bool = False) -> str:
    """The whole record with its figures and its entries, as JSON; times in epoch seconds, durations in seconds."""
    figures = ("outcome", "stage", "scenario", "recording", "refused", "waited", "talked", "held")
    told = asdict(record) | {name: getattr(record, name) for name in figures}
    told["entries"] = [_entry_fields(entry) for entry in record.entries]
    return orjson.dumps(_masked(told) if masked else told).decode()


def seconds(value: float) -> str:
    """A duration as people read it: `3.2 s`, `2 min 05 s`, `1 h 02 min 05 s`."""
    if value < 60:
        return f"{value:.1f} s"
    minutes, rest = divmod(round(value), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min {rest:02d} s" if hours else f"{minutes} min {rest:02d} s"


def _heading(record: ContactRecord, began: float, zone: tzinfo, show: Shown) -> str:
    caller = show(printable(record.number)) or "a hidden number"
    name = f" ({show(printable(record.name))})" if record.name else ""
    arrived = datetime.fromtimestamp(began, zone)
    did = f"dialled {show(printable(record.dialled))}" if record.calling_back is None else "is called back"
    return f"{record.call}: {caller}{name} {did} on {arrived:%Y-%m-%d %H:%M:%S %Z}"


def _lines(record: ContactRecord, began: float, masked: bool) -> list[str]:
    who = {offer.offer: offer.person for offer in record.offers}
    width = len(f"+{record.entries[-1].at - began:.1f}")
    lines = []
    for entry in record.entries:
        words = printable(_words(entry.what, lambda offer: who.get(offer, "somebody")), longest=400)
        lines.append(f"{f'{entry.at - began:+.1f}':>{width}} s  {mask_text(words) if masked else words}")
    return lines


def told_of(entry: Entry, record: ContactRecord, masked: bool = False) -> str:
    """One thing that happened; in full for whoever the call belongs to."""
    who = {offer.offer: offer.person for offer in record.offers}
    words = printable(_words(entry.what, lambda offer: who.get(offer, "somebody")), longest=400)
    return mask_text(words) if masked else words


def fields_of(entry: Entry, record: ContactRecord, masked: bool) -> dict[str, Any]:
    """What is known of one thing that happened, by name. With an offer's id goes who it was made to; why, stands elsewhere."""
    fields = {name: value for name, value in to_fields(entry.what).items() if name != "explanation"}
    who = {offer.offer: offer.person for offer in record.offers}
    if (offer := fields.get("offer")) in who:
        fields.setdefault("person", who[offer])
    return {name: _masked(value) for name, value in fields.items()} if masked else fields


def _words(what: Happening, who: Callable[[OfferId], str]) -> str:  # noqa: C901 - one line a happening, proven whole
    if isinstance(what, OfMenus):
        return told_of_menus(what)
    match what:
        case Arrived(leg, plan=plan):
            return f"arrived (leg {leg}" + (f", plan {plan})" if plan else ")")
        case Answered():
            return "answered: prompts can be heard"
        case Heard(step, prompt, whole):
            return f"heard {prompt} at {step}" + ("" if whole else ", cut short")
        case Pressed(step, digits):
            return f"pressed {digits} at {step}"
        case Chose(menu, key, to, scenario):
            return f"chose {key} in {menu}: to {to}" + (f" [{scenario}]" if scenario else "")
        case Missed(menu, why, attempt):
            return f"no choice in {menu}: {why}, try {attempt}"
        case Spoke(language):
            return f"language is {language}"
        case Queued(queue, priority, _, wishes):
            priority_told = f" with priority {priority}" if priority else ""
            return f"waits in {queue}{priority_told}" + (f", wishing {', '.join(wishes)}" if wishes else "")
        case AskedFor(person, caller_of):
            return f"{person} asks about the caller of {caller_of}, whom he holds"
        case Offered(_, person, because):
            return f"offered to {person}" + (f": {'; '.join(because)}" if because else "")
        case Rang(offer, leg):
            return f"the phone of {who(offer)} rings (leg {leg})"
        case PickedUp(offer):
            return f"{who(offer)} picked up"
        case OfferClosed(offer, outcome, reason):
            return f"offer to {who(offer)} {outcome.lower()}" + (f": {reason}" if reason else "")
        case Connected(person):
            return f"talks with {person}"
        case Held(person):
            return f"put on hold by {person}"
        case Resumed(person):
            return f"{person} is back from hold"
        case Parted(person, by, cause):
            return f"conversation with {person} ended by the {by}: {cause.words}"
        case Transferred(to, by, attended):
            return f"sent on to {to} by {by}" + (" after asking there" if attended else "")
        case Recalled(person, to, why, leg):
            return f"nobody was reached at {to} ({why}): {person}, who sent him there, is rung again (leg {leg})"
        case RecallMissed(person, why):
            return f"{person} does not have him back: {why}"
        case Consulted(person, colleague, leg):
            return f"{person} asks {colleague} (leg {leg}), while the caller hears music"
        case AllJoined(person, colleague):
            return f"talks with {person} and {colleague}"
        case Marked(person, noted):
            return f"{person} noted: {noted}"
        case Reminded(person, held, by_alarm):
            return f"on hold for {held:.0f} s: " + ("an alarm was raised" if by_alarm else f"{person} was reminded")
        case Listened() | Whispered() | JoinedIn() | TakenOver() | LeftTalk() | Moved() | PriorityChanged():
            return told_of_supervision(what)
        case RecordingKept(file):
            return f"recording kept in {file}"
        case Gap(lasted, why):
            return f"nothing was seen for {seconds(lasted)}: {why}"
        case Failed(text):
            return f"failed: {text}"
        case Ended(by, cause, why):
            return f"ended by the {by}: {cause.words}" + (f" ({why})" if why else "")
        case _:
            assert_never(what)


def _sums(record: ContactRecord) -> list[str]:
    spans = f"waited {seconds(record.waited)}, talked {seconds(record.talked)}, held {seconds(record.held)}"
    sums = [f"{record.outcome}: {spans}"]
    if record.refused:
        sums.append(f"not taken by: {', '.join(map(printable, record.refused))}")
    if record.gaps:
        sums.append(
            f"not seen for {seconds(sum(gap.seconds for gap in record.gaps))}: the times above may miss something"
        )
    return sums


def _cells(row: ContactRow, zone: tzinfo, show: Shown) -> tuple[str, ...]:
    return (
        row.call,
        f"{datetime.fromtimestamp(row.arrived_at, zone):%Y-%m-%d %H:%M:%S}",
        show(row.number) or "hidden",
        show(row.dialled),
        row.queue,
        row.outcome,
        row.person,
        row.ended_by or "",
        seconds(row.waited) if row.queued_at is not None else "",
        seconds(row.talked) if row.connected_at is not None else "",
    )


def _entry_fields(entry: Entry) -> dict[str, object]:
    return {"seq": entry.seq, "at": entry.at, "kind": type(entry.what).__name__, **to_fields(entry.what)}


def _masked(value: object) -> object:
    match value:
        case str():
            return mask_text(value)
        case dict():
            return {key: _masked(each) for key, each in value.items()}
        case list() | tuple():
            return [_masked(each) for each in value]
        case _:
            return value
