"""What is believed of every caller who joins a queue: read while he is in the menus, so that no wait is for a disk.

His counts come from the store when he calls. As he joins, they, his class's hazard and what was stated for him make his
`Joined`; at the end of his call his counts take one step more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import structlog

from acd.learning import Wait, after
from acd.messages import Event, Joined, Known, Recovered
from acd.patience import ANYBODY, Patience, PatienceModel, mean_leaving_rate, under
from acd.personal import NO_COUNTS, Counts, faded, with_counts
from acd.queues import Queue
from calls.clock import Clock
from calls.contact import ContactRecord, Stage
from calls.happenings.queue import Believed
from calls.ids import CallId
from calls.profile import UNKNOWN, Profile
from service.call import Call
from service.chronicle import Chronicle
from service.crew import Crew
from service.patience_rules import PatienceRules, schedule_of
from store.errors import StoreUnusable
from store.patience import PatienceKept
from store.waits import row_of

log = structlog.get_logger(__name__)
REMEMBERED = 10_000
"""As many callers' counts are kept at hand after their calls: the store may not have them yet."""


async def _nothing_known(_number: str) -> PatienceKept | None:
    return None


def _kept_nowhere(_kept: PatienceKept) -> None:
    return


@dataclass(frozen=True, slots=True)
class PatienceMeans:
    """What it takes: the rules, what was learnt so far, who recalls the counts of a number and who keeps them."""

    rules: PatienceRules = PatienceRules()
    model: PatienceModel = field(default_factory=PatienceModel)
    recall: Callable[[str], Awaitable[PatienceKept | None]] = _nothing_known
    keep: Callable[[PatienceKept], None] = _kept_nowhere


@dataclass(slots=True)
class _Read:
    """An open call and the counts of its caller; None until they were read."""

    call: Call
    counts: Counts | None = None
    reading: asyncio.Task[None] | None = None


class Patiences:
    """Knows the patience of everybody who calls. `meet` and `parted` are told each call, `believe` each event of the floor."""

    def __init__(
        self,
        means: PatienceMeans,
        clock: Clock,
        chronicle: Chronicle,
        crew: Crew,
        queue: Callable[[str], Queue | None],
        profile: Callable[[Call], Profile | None],
    ) -> None:
        self._rules, self.model, self._recall, self._keep = means.rules, means.model, means.recall, means.keep
        self._clock, self._chronicle, self._crew = clock, chronicle, crew
        self._queue, self._profile = queue, profile
        self._open: dict[CallId, _Read] = {}
        self._latest: dict[str, Counts] = {}
        self._complained: set[CallId] = set()

    def meet(self, call: Call) -> None:
        """A call arrived: begin to read its caller's counts."""
        read = self._open[call.id] = _Read(call)
        number = call.caller.number
        read.counts = self._latest.get(number) if number else NO_COUNTS
        if read.counts is None:
            read.reading = self._crew.start(f"patience {call.id}", self._read(read, number))

    def parted(self, call: Call) -> None:
        """The call is over."""
        read = self._open.pop(call.id, None)
        if read is not None and read.reading is not None:
            read.reading.cancel()

    def learned(self, model: PatienceModel, since: float) -> None:
        """Something was learnt anew, from the calls that had ended at `since`: so the store knows their counts better."""
        self.model = model
        self._latest = {number: counts for number, counts in self._latest.items() if counts.at >= since}

    def theta(self, queue: str) -> float:
        """The rate (1/s) at which callers of this queue give up, of whom nothing is known: the mean of their first minute."""
        name = under(ANYBODY, self._schedule(queue))
        baseline = self.model.baseline(name)
        return mean_leaving_rate(baseline.patience(name), baseline.hazard)

    # --- as he joins

    def believe(self, event: Event) -> Event:
        """The event with what is believed of who joins."""
        match event:
            case Joined():
                return self._believed(event)
            case Recovered(waiting=waiting):
                return replace(event, waiting=tuple(self._believed(joined) for joined in waiting))
            case _:
                return event

    def known(self, call: Call) -> Known | None:
        """His profile was read: what that changes for who waits by then. None: he does not wait, or nothing changes."""
        read, record = self._open.get(call.id), self._chronicle.record(call.id)
        said = record.believed if record else None
        if read is None or record is None or said is None or record.stage not in (Stage.WAITING, Stage.OFFERED):
            return None
        found = self._belief(read, record.queue, "", None)
        if (found.segment, found.limit) == (said.segment, said.limit):
            return None
        self._chronicle.note(call.id, found)
        return Known(call.id, found.segment, _patience_in(found), found.limit or None)

    def _believed(self, joined: Joined) -> Joined:
        read, record = self._open.get(joined.contact), self._chronicle.record(joined.contact)
        if read is None and record is not None and record.believed is not None:
            return _with(joined, record.believed)  # after a restart: what was believed before
        found = self._of_who_is_held(record) or self._belief(read, joined.queue, joined.segment, joined.limit)
        if record is not None:
            self._chronicle.note(joined.contact, found)
        return _with(joined, found)

    def _of_who_is_held(self, record: ContactRecord | None) -> Believed | None:
        """An agent who asks in a queue stands there for the caller whom he holds: it is that caller's patience that runs."""
        held = self._chronicle.record(record.asked_for.caller_of) if record and record.asked_for else None
        return held.believed if held else None

    def _belief(self, read: _Read | None, queue: str, segment: str, limit: float | None) -> Believed:
        """Of who waits in this queue. What was stated of him wins over his profile."""
        profile = (self._profile(read.call) if read else None) or UNKNOWN
        segment = segment or profile.segment
        limit = limit if limit is not None else self._rules.limit(profile, queue)
        schedule = self._schedule(queue)
        patience = self._patience(under(segment, schedule), read.counts if read else None)
        return Believed(segment, schedule, patience.a, patience.b, limit or 0.0)

    def _patience(self, name: str, counts: Counts | None) -> Patience:
        now = faded(counts or NO_COUNTS, self._clock.now(), self._rules.learning)
        return with_counts(self.model.baseline(name), name, now)

    def _schedule(self, queue: str) -> str:
        found = self._queue(queue)
        return schedule_of(found.words) if found else ""

    # --- at the end

    def ended(self, record: ContactRecord) -> None:
        """A call is over: its wait counts. One whose counts were not read in time is counted by the nightly learning."""
        read = self._open.get(record.call)
        wait = self._rules.wait(row_of(record))
        if record.call in self._complained:
            self._complained.discard(record.call)
            wait = replace(wait, complaint=True)
        if read is None or read.counts is None or not wait.number:
            return
        self._count(wait, read.counts)

    def _count(self, wait: Wait, before: Counts) -> None:
        counts = after(before, wait, self.model, self._rules.learning)
        if counts != before:
            self._remember(wait.number, counts)
            self._keep(PatienceKept.of(wait.number, counts))

    def complained(self, record: ContactRecord) -> None:
        """Who talked to the caller wrote down that he complained. In a call that goes on it counts at the end.

        In the nightly learning it counts from the wrap-up in the store: by the same step, so that nothing counts twice.
        Whether it goes on we know ourselves: the end of a call is in the store a little later.
        """
        if self._chronicle.record(record.call) is not None:
            self._complained.add(record.call)
            return
        wait = replace(
            self._rules.wait(row_of(record)), seconds=0.0, hung_up=False, at=self._clock.now(), complaint=True
        )
        if wait.number:
            self._crew.start(f"complaint {record.call}", self._complaint(wait))

    async def _complaint(self, wait: Wait) -> None:
        try:
            kept = None if wait.number in self._latest else await self._recall(wait.number)
        except StoreUnusable as error:
            log.warning("a complaint counts from tonight on", why=error.told())
            return
        counts = self._latest.get(wait.number) or (kept.counts if kept else NO_COUNTS)
        self._count(wait, counts)

    def _remember(self, number: str, counts: Counts) -> None:
        self._latest.pop(number, None)
        self._latest[number] = counts
        if len(self._latest) > REMEMBERED:
            self._latest.pop(next(iter(self._latest)))

    async def _read(self, read: _Read, number: str) -> None:
        try:
            kept = await self._recall(number)
        except StoreUnusable as error:
            log.warning("patience not read", why=error.told())
            return
        read.counts = self._latest.get(number) or (kept.counts if kept else NO_COUNTS)


def _with(joined: Joined, said: Believed) -> Joined:
    return replace(joined, segment=said.segment, patience=_patience_in(said), limit=said.limit or None)


def _patience_in(said: Believed) -> Patience:
    return Patience(under(said.segment, said.schedule), said.a, said.b)
