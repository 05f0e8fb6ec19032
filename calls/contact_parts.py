"""The parts of a call's record: spans of time, legs, offers, transfers, gaps, failures. Times are epoch seconds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from calls.ids import LegId, OfferId, PersonId
from calls.profile import Value

NO_LEG = LegId("")
NOBODY = PersonId("")


@dataclass(frozen=True, slots=True)
class Span:
    """Time spent waiting in, talking to, or held by `whom`; `until` is None while it lasts."""

    whom: str
    since: float
    until: float | None = None
    leg: LegId = NO_LEG


@dataclass(frozen=True, slots=True)
class LegRecord:
    """One SIP side of the call. `who` is the person rung; it is empty for the caller's own leg."""

    leg: LegId
    who: PersonId
    rang_at: float | None = None
    picked_up_at: float | None = None
    connected_at: float | None = None
    ended_at: float | None = None


@dataclass(frozen=True, slots=True)
class OfferRecord:
    """The contact proposed to one person; `outcome` is empty while the offer is open."""

    offer: OfferId
    person: PersonId
    made_at: float
    because: tuple[str, ...]
    leg: LegId = NO_LEG
    rang_at: float | None = None
    picked_up_at: float | None = None
    outcome: str = ""
    reason: str = ""
    closed_at: float | None = None
    refusal: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class TransferRecord:
    """The caller was sent on to `to` by a person or the dialplan."""

    at: float
    to: str
    by: str
    attended: bool


@dataclass(frozen=True, slots=True)
class FrameRecord:
    """A flow was called, and goes back to the step `back`: what it was `given`, and what the record knew by those names before.

    `unknown`: given, but secret, so that nobody knows it any more.
    """

    back: str
    given: Mapping[str, Value]
    hidden: Mapping[str, str | None]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecallRecord:
    """Who had sent the caller to `to` was to have him back, as nobody took him there (`why`).

    `outcome`: `answered`, why he did not take him back, or empty while his phone rings. No `leg`: it did not ring.
    """

    at: float
    person: PersonId
    to: str
    why: str
    leg: LegId = NO_LEG
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class SupervisionRecord:
    """A leader took part on `leg`: `by` is his account, `person` who that is in the plan. In each of `manners`, `whom` is how."""

    leg: LegId
    by: str
    person: PersonId = NOBODY
    whom: PersonId = NOBODY
    manners: tuple[Span, ...] = ()

    @property
    def lasts(self) -> bool:
        """Whether he still takes part."""
        return is_open(self.manners)


@dataclass(frozen=True, slots=True)
class GapRecord:
    """The switch was not seen for `seconds` before `at`; what happened in them is unknown."""

    at: float
    seconds: float
    why: str


@dataclass(frozen=True, slots=True)
class FailureRecord:
    """A step could not be done."""

    at: float
    what: str


@dataclass(frozen=True, slots=True)
class ForetoldRecord:
    """A wait that the caller was told at `at`, in seconds; `turn_at` is when somebody was there for him, if that came."""

    at: float
    queue: str
    position: int
    expected: float
    low: float
    high: float
    turn_at: float | None = None

    @property
    def error(self) -> float | None:
        """Seconds by which it took longer (or, below 0, less long) than was expected; None: it never was his turn."""
        return None if self.turn_at is None else self.turn_at - self.at - self.expected

    @property
    def kept(self) -> bool | None:
        """Whether it took no longer than he was told; None: it never was his turn."""
        return None if self.turn_at is None else self.turn_at - self.at <= self.high


def is_open(spans: Iterable[Span]) -> bool:
    """Whether one of the spans still lasts."""
    return any(span.until is None for span in spans)


def covered(spans: Iterable[Span], now: float) -> float:
    """Seconds covered by the spans; where two overlap (three in a conversation) the time counts once."""
    total, reached = 0.0, float("-inf")
    for since, until in sorted((span.since, now if span.until is None else span.until) for span in spans):
        total += max(0.0, until - max(since, reached))
        reached = max(reached, until)
    return total


def is_open_to(spans: Iterable[Span], whom: str) -> bool:
    """Whether one of the spans of `whom` still lasts."""
    return is_open(span for span in spans if span.whom == whom)


def closed(spans: Iterable[Span], at: float, whom: str = "") -> tuple[Span, ...]:
    """The spans, with those that last (of `whom`, or all) ended at `at`, and none before it began."""

    def ends(span: Span) -> bool:
        return span.until is None and whom in ("", span.whom)

    return tuple(replace(span, until=max(at, span.since)) if ends(span) else span for span in spans)
