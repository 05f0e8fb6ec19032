"""One call as a record: its times, legs, offers, waits, and the figures that follow from them.

`calls.record` folds a call's entries into this. Every figure of a call is defined here, once: reports,
console and story read it and compute none of their own. Times are epoch seconds, durations are seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from calls.causes import Cause, EndedBy
from calls.contact_parts import (
    NO_LEG,
    NOBODY,
    FailureRecord,
    ForetoldRecord,
    FrameRecord,
    GapRecord,
    LegRecord,
    OfferRecord,
    RecallRecord,
    Span,
    SupervisionRecord,
    TransferRecord,
    covered,
    is_open,
)
from calls.happenings.entry import Entry
from calls.happenings.leaving import MessageLeft, Rated
from calls.happenings.menu import Chose, Missed, Pressed, Said
from calls.happenings.queue import AskedFor, Believed, CallbackAsked, CallingBack, GivenAway, Queued, leads_out
from calls.happenings.talk import Marked
from calls.ids import CallId, LegId, PersonId


class Outcome(StrEnum):
    """What became of a call. Exactly one holds; `ContactRecord.outcome` is the only place that decides it."""

    IN_PROGRESS = "in progress"
    TRANSFERRED = "transferred"
    SERVED = "served"
    ABANDONED = "abandoned"
    TURNED_AWAY = "turned away"
    CALLBACK = "left for a callback"
    MESSAGE = "left a message"
    NOT_REACHED = "not reached"
    CONSULTATION = "consultation"
    FAILED = "failed"
    SELF_SERVED = "self-served"
    LEFT_IN_MENU = "left in menu"


class Stage(StrEnum):
    """Where a call stands: what recovery has to give back to its caller."""

    IN_MENU = "in menu"
    WAITING = "waiting"
    OFFERED = "offered"
    TALKING = "talking"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """All that is known of one call: nothing but what its entries say, kept in `entries` in order of seq."""

    call: CallId
    entries: tuple[Entry, ...] = ()
    leg: LegId = NO_LEG
    dialled: str = ""
    number: str = ""
    name: str = ""
    language: str = ""
    segment: str = ""
    """The class of the caller in his profile, or empty."""
    plan: int = 0
    """The version of the dialplan that it began with; 0: none was published."""
    arrived_at: float | None = None
    answered_at: float | None = None
    queue: str = ""
    priority: int = 0
    own_priority: int = 0
    """What the plan or a leader gave the caller himself, whichever queue he is in; 0: his queue's weight counts."""
    wishes: tuple[str, ...] = ()
    last_agent: PersonId = NOBODY
    queued_at: float | None = None
    connected_at: float | None = None
    person: PersonId = NOBODY
    ended_at: float | None = None
    ended_by: EndedBy | None = None
    cause: Cause | None = None
    why: str = ""
    keys: tuple[Pressed, ...] = ()
    choices: tuple[Chose, ...] = ()
    misses: tuple[Missed, ...] = ()
    said: tuple[Said, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    """Variables whose value is masked here: what it was is not known any more."""
    frames: tuple[FrameRecord, ...] = ()
    """The ways back out of called flows, the innermost last."""
    waits: tuple[Span, ...] = ()
    talks: tuple[Span, ...] = ()
    holds: tuple[Span, ...] = ()
    legs: tuple[LegRecord, ...] = ()
    offers: tuple[OfferRecord, ...] = ()
    transfers: tuple[TransferRecord, ...] = ()
    recalls: tuple[RecallRecord, ...] = ()
    """Who was rung again for a caller whom he had sent to nobody."""
    supervisions: tuple[SupervisionRecord, ...] = ()
    """Leaders who listened, whispered, joined or took over."""
    sent_on: bool = False
    marks: tuple[Marked, ...] = ()
    """What people noted by codes."""
    gaps: tuple[GapRecord, ...] = ()
    recordings: tuple[str, ...] = ()
    messages: tuple[MessageLeft, ...] = ()
    callbacks: tuple[CallbackAsked, ...] = ()
    believed: Believed | None = None
    """How long we thought that he would wait, when he joined last or, later, when we knew who he is."""
    foretold: tuple[ForetoldRecord, ...] = ()
    given_away: tuple[GivenAway, ...] = ()
    calling_back: CallingBack | None = None
    asked_for: AskedFor | None = None
    """Whose question about which caller this call is."""
    ratings: tuple[Rated, ...] = ()
    failures: tuple[FailureRecord, ...] = ()

    @property
    def last_at(self) -> float:
        """When the last thing known of this call happened."""
        if self.ended_at is not None:
            return self.ended_at
        return max((entry.at for entry in self.entries), default=0.0)

    @property
    def last_seq(self) -> int:
        """The number of the last entry; the next one is written with this plus one."""
        return self.entries[-1].seq if self.entries else 0

    @property
    def recording(self) -> str:
        """The first file with audio of the call, or empty."""
        return self.recordings[0] if self.recordings else ""

    @property
    def scenario(self) -> str:
        """The last scenario the caller chose, or empty."""
        return next((choice.scenario for choice in reversed(self.choices) if choice.scenario), "")

    @property
    def outcome(self) -> Outcome:
        """What became of the call. ABANDONED: it was queued, and ended before anybody was connected.

        A question of ours about a caller is a consultation, answered or not: the one served is the caller himself.

        Who left the line for a callback or a message has abandoned nothing; whom we called back in vain, neither (P26).
        An abandon is the caller's own (COPC): who was given away by his queue, and then hung up on by us, was turned away.
        """
        if self.ended_at is None:
            return Outcome.IN_PROGRESS
        if self.sent_on:
            return Outcome.TRANSFERRED
        if self.asked_for is not None:
            return Outcome.CONSULTATION
        if self.connected_at is not None:
            return Outcome.SERVED
        return self._outcome_unconnected()

    def _outcome_unconnected(self) -> Outcome:
        if self.calling_back is not None:
            return Outcome.NOT_REACHED
        if self.callbacks:
            return Outcome.CALLBACK
        if self.messages:
            return Outcome.MESSAGE
        if self.turned_away:
            return Outcome.TURNED_AWAY
        return Outcome.ABANDONED if self.queued_at is not None else self._outcome_without_queue()

    def _outcome_without_queue(self) -> Outcome:
        if self.ended_by is EndedBy.SWITCH or (self.ended_by is EndedBy.HOTLINE and self.failures):
            return Outcome.FAILED
        return Outcome.SELF_SERVED if self.ended_by is EndedBy.HOTLINE else Outcome.LEFT_IN_MENU

    @property
    def led_out(self) -> GivenAway | None:
        """What led him out of every line, if he stands in none since: his queue's rule, or the key that he pressed."""
        moves = (entry.what for entry in reversed(self.entries) if isinstance(entry.what, GivenAway | Queued))
        last = next(moves, None)
        return last if isinstance(last, GivenAway) and leads_out(last.to) else None

    @property
    def turned_away(self) -> bool:
        """A rule of his queue, no key of his, led him out of the line, and then we ended the call."""
        out = self.led_out if self.ended_by is EndedBy.HOTLINE else None
        return out is not None and bool(out.rule)

    @property
    def stage(self) -> Stage:
        """Where the call stands now."""
        if self.ended_at is not None:
            return Stage.ENDED
        if is_open(self.talks):
            return Stage.TALKING
        if self.open_offers:
            return Stage.OFFERED
        return Stage.WAITING if is_open(self.waits) else Stage.IN_MENU

    @property
    def open_offers(self) -> tuple[OfferRecord, ...]:
        """Offers not closed yet: phones that may be ringing for this call."""
        return tuple(offer for offer in self.offers if not offer.outcome)

    @property
    def refused(self) -> tuple[PersonId, ...]:
        """Who declined this contact or let its offer expire, each once, in order."""
        nays = ("DECLINED", "EXPIRED")
        return tuple(dict.fromkeys(offer.person for offer in self.offers if offer.outcome.upper() in nays))

    @property
    def waited(self) -> float:
        """Seconds in queues, all waits together, up to the last thing known."""
        return self.waited_by(self.last_at)

    @property
    def talked(self) -> float:
        """Seconds in which the caller and at least one person heard each other: holds are not talk."""
        return self.talked_by(self.last_at)

    @property
    def held(self) -> float:
        """Seconds on hold, up to the last thing known."""
        return self.held_by(self.last_at)

    def waited_by(self, now: float) -> float:
        """Seconds waited when it is `now`: a wait that lasts counts until then."""
        return covered(self.waits, now)

    def talked_by(self, now: float) -> float:
        """Seconds talked when it is `now`."""
        return max(0.0, covered(self.talks, now) - covered(self.holds, now))

    def held_by(self, now: float) -> float:
        """Seconds held when it is `now`."""
        return covered(self.holds, now)
