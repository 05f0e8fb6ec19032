"""Who calls: each caller's profile is read from the moment of the call on, while the greeting plays."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

import structlog

from calls.clock import Clock
from calls.events import Caller
from calls.happenings.visit import Failed, ProfileRead
from calls.ids import CallId, PersonId
from calls.profile import UNKNOWN, Profile, Value, Values
from ivr.dialplan import Plan
from ivr.known import PROFILE
from ivr.source_names import names_of
from ivr.sources import Profiles
from ivr.steps.menu import Menu
from ivr.surroundings import QueueState, Surroundings
from ivr.templates import plain
from service.asking import Asks, Outcome
from service.call import Call
from service.chronicle import Chronicle
from service.crew import Crew
from service.inquiries import count
from service.metrics import Metrics
from service.timing import before
from store.errors import StoreUnusable

log = structlog.get_logger(__name__)
LATE = "late"
MOST_TAGS = 50
_BETWEEN_TAGS = re.compile(r"[,;|、，；]")
Habits = Mapping[str, Mapping[str, int]]
"""By menu: how often a caller took each choice."""


@dataclass(slots=True)
class Visit:
    """What is known of one call's caller. `reading` ends when his profile was read, or was given up at `until`."""

    habits: Habits = field(default_factory=dict)
    recalling: asyncio.Task[None] | None = None
    profile: Profile | None = None
    since: float = 0.0
    until: float = 0.0
    reading: asyncio.Task[None] | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def know(self, profile: Profile) -> None:
        """From now on this is what is known."""
        self.profile = profile
        self.done.set()


class World(Surroundings):
    """The world outside one call."""

    def __init__(self, visit: Visit, queue: Callable[[str], QueueState], forced: Callable[[str], bool | None]) -> None:
        self._visit, self._queue, self._forced = visit, queue, forced

    def queue(self, name: str) -> QueueState:
        """A queue as it is now."""
        return self._queue(name)

    def forced(self, name: str) -> bool | None:
        """A switch that people turned."""
        return self._forced(name)

    def profile(self) -> Profile | None:
        """Who calls; None while it is being read."""
        return self._visit.profile

    def habits(self, menu: str) -> Mapping[str, int]:
        """What this caller mostly takes."""
        return self._visit.habits.get(menu, {})


class KnownVisitors:
    """Reads profiles. Each reading is a task of the crew that ends with its call."""

    def __init__(
        self,
        asking: Asks,
        plan: Callable[[], Plan],
        person_exists: Callable[[PersonId], bool],
        queue: Callable[[str], QueueState],
        forced: Callable[[str], bool | None],
        clock: Clock,
        chronicle: Chronicle,
        metrics: Metrics,
        crew: Crew,
        recall: Callable[[str], Awaitable[Habits]],
        told: Callable[[Call], None],
    ) -> None:
        """`told` hears of each call whose profile was read: it may wait in a queue already."""
        self._asking, self._plan, self._person_exists, self._told = asking, plan, person_exists, told
        self._queue, self._forced, self._recall = queue, forced, recall
        self._clock, self._chronicle, self._metrics, self._crew = clock, chronicle, metrics, crew
        self._visits: dict[CallId, Visit] = {}
        self._seen: Plan | None = None
        self._by_habit = False

    def meet(self, call: Call) -> None:
        """A call arrived: begin to read who it is."""
        visit = self._visits[call.id] = Visit(since=self._clock.now())
        if call.caller.number and self._asks_by_habit():
            visit.recalling = self._crew.start(f"habits {call.id}", self._remember(call, visit))
        profiles = self._plan().profiles
        if profiles is None or not call.caller.number:
            visit.know(UNKNOWN)
        else:
            visit.until = visit.since + profiles.inquiry.within
            visit.reading = self._crew.start(f"profile {call.id}", self._read(call, visit, profiles))

    def surroundings(self, call: Call) -> Surroundings:
        """The world outside this call."""
        return World(self._visits.get(call.id) or self._stranger(), self._queue, self._forced)

    def profile_of(self, call: CallId) -> Profile | None:
        """What is known of who calls in it now."""
        visit = self._visits.get(call)
        return visit.profile if visit else None

    async def look_up(self, caller: Caller, dialled: str) -> Profile:
        """Who this is, though he does not call: for people who look at him. Nothing is noted."""
        profiles = self._plan().profiles
        if profiles is None or not caller.number:
            return UNKNOWN
        outcome = await self._asking.answer(profiles.inquiry, asked_about(caller, dialled, profiles))
        return profile_of(outcome.values) if outcome.found else UNKNOWN

    async def known(self, call: Call) -> None:
        """Return when the profile was read. A call whose profile is late goes on as one of a stranger."""
        visit = self._visits.get(call.id)
        if visit is None or visit.profile is not None:
            return
        try:
            await before(self._clock, visit.until, visit.done.wait())
        except TimeoutError:
            visit.know(UNKNOWN)
            self._note(call, Outcome(LATE, seconds=self._clock.now() - visit.since))
            _stop(visit.reading)

    def parted(self, call: Call) -> None:
        """The call is over."""
        visit = self._visits.pop(call.id, None)
        if visit is not None:
            _stop(visit.reading)
            _stop(visit.recalling)

    # --- reading ----------------------------------------------------------------------------------------------

    async def _read(self, call: Call, visit: Visit, profiles: Profiles) -> None:
        try:
            outcome = await self._asking.answer(profiles.inquiry, asked_about(call.caller, call.dialled, profiles))
            profile = self._checked(call, profile_of(outcome.values)) if outcome.found else UNKNOWN
            visit.know(profile)
            self._note(call, outcome, profile.segment)
            self._told(call)
        finally:
            # Whatever happened to us, nobody waits for ever.
            if visit.profile is None:
                visit.know(UNKNOWN)

    def _note(self, call: Call, outcome: Outcome, segment: str = "") -> None:
        how = "unknown" if outcome.how == "nothing" else outcome.how
        self._chronicle.note(call.id, ProfileRead(how, outcome.seconds, tuple(sorted(outcome.values)), segment))
        count(self._metrics, "profile", outcome)

    def _checked(self, call: Call, profile: Profile) -> Profile:
        """A manager who is not in the plan is told, and left out: nobody could be asked."""
        if not profile.manager or self._person_exists(PersonId(profile.manager)):
            return profile
        self._chronicle.note(call.id, Failed(f"the profile's manager {profile.manager!r} is not in the plan: ignored"))
        return replace(profile, manager="")

    def _asks_by_habit(self) -> bool:
        """Whether a menu of the plan is in its callers' own order. A plan is looked through once."""
        plan = self._plan()
        if plan is not self._seen:
            steps = (step for flow in plan.flows.values() for step in flow.steps)
            self._seen, self._by_habit = plan, any(isinstance(step, Menu) and step.by_habit for step in steps)
        return self._by_habit

    async def _remember(self, call: Call, visit: Visit) -> None:
        """What he mostly takes. A menu that he reaches before, or without the store, is as it is written."""
        try:
            visit.habits = await self._recall(call.caller.number)
        except StoreUnusable as error:
            log.warning("habits not read", call=call.id, why=error.told())

    def _stranger(self) -> Visit:
        visit = Visit(since=self._clock.now())
        visit.know(UNKNOWN)
        return visit


def _stop(task: asyncio.Task[None] | None) -> None:
    if task is not None and not task.done():
        task.cancel()


def asked_about(caller: Caller, dialled: str, profiles: Profiles) -> dict[str, str]:
    """What the source of profiles is told of a caller."""
    known = {"caller.number": caller.number, "caller.name": caller.name, "call.number": dialled}
    return {name: plain(known.get(name, "")) for name in names_of(profiles.inquiry.source)}


def profile_of(values: Values) -> Profile:
    """The profile that these fields make. Text is made plain: it comes from other systems."""
    clean: dict[str, Value] = {
        name: plain(value) if isinstance(value, str) else value for name, value in values.items()
    }
    return Profile(
        segment=_text(clean, "segment") or _text(clean, "class"),
        value=_number(clean, "value"),
        language=_text(clean, "language"),
        dialect=_text(clean, "dialect"),
        tags=_tags(_text(clean, "tags")),
        manager=_text(clean, "manager"),
        wait_limit=_number(clean, "wait_limit"),
        other={name: value for name, value in clean.items() if name not in PROFILE},
    )


def _text(values: Values, name: str) -> str:
    return str(values.get(name, "")).strip()


def _number(values: Values, name: str) -> float | None:
    found = values.get(name)
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None


def _tags(text: str) -> tuple[str, ...]:
    tags = (tag.strip() for tag in _BETWEEN_TAGS.split(text))
    return tuple(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS]
