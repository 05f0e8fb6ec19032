"""The clock of a simulated day: hands the real dispatcher its events in order, and does what it decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import Any

import numpy as np

from acd.decisions import GiveAway
from acd.dispatcher import Dispatcher
from acd.messages import (
    Connect,
    Decision,
    Event,
    Learned,
    Leaving,
    Left,
    MakeOffer,
    OfferAccepted,
    OfferDeclined,
    OfferRang,
    PersonChanged,
    RaiseAlarm,
    Reachable,
    Readied,
    Refusal,
    SignedOut,
    TalkEnded,
    TalkStarted,
)
from acd.offers import Offer
from acd.queues import Onward
from acd.simulation.day import Day, Shift
from acd.simulation.foretelling import Foretelling
from acd.simulation.outcomes import End, Outcomes
from acd.simulation.presence import Presence
from acd.strategies import Strategies
from calls.ids import CallId, OfferId, PersonId

Progress = Callable[[int, int], None]
"""Told how many calls of how many have arrived."""
SHOWN_EVERY = 500
OVERTIME = 4 * 3600.0
"""Seconds after the last arrival, at most, for which a day goes on while somebody waits."""


class Run:
    """One day under one set of rules.

    `extra_ticks`: the dispatcher looks at its deadlines so often besides; results must not depend on it. `watched`: the alarm
    rule looks on; without it nothing but `alarms` is other, and the day passes in less time. Offers are not
    explained: of a day there are figures.
    """

    def __init__(
        self,
        day: Day,
        strategies: Strategies | None = None,
        foretell: Foretelling | None = None,
        extra_ticks: float = inf,
        watched: bool = True,
    ) -> None:
        self._offers, self._order = count(1), count()
        self.day, self.foretell, self.extra_ticks = day, foretell, extra_ticks
        self.dispatcher = Dispatcher(day.people, day.queues, self._new_offer, strategies, watched, explained=False)
        self.outcomes = Outcomes.of(day.calls)
        self._last = day.calls[-1].arrives if day.calls else day.begins
        self.presence = Presence((person.id for person in day.people), max(day.begins, day.counts_from), self._last)
        self._clock: list[tuple[float, int, Callable[[Any, float], None], Any]] = []
        self._waiting: set[int] = set()
        self._in_queue: Counter[str] = Counter()
        self._chance = np.random.default_rng([day.seed, 7])

    def go(self, progress: Progress | None = None) -> Outcomes:
        """Let the day pass; every call has an end then."""
        self._open()
        for number, call in enumerate(self.day.calls):
            self._until(call.arrives)
            self._arrives(number, call.arrives)
            if progress and number % SHOWN_EVERY == 0:
                progress(number, len(self.day.calls))
        self._finish()
        if progress:
            progress(len(self.day.calls), len(self.day.calls))
        return self.outcomes

    def _plan(self, at: float, happens: Callable[[Any, float], None], whom: Any) -> None:
        if at < inf:
            heappush(self._clock, (at, next(self._order), happens, whom))

    def _until(self, end: float) -> None:
        while self._step(end):
            pass

    def _step(self, end: float) -> bool:
        """Whatever is due first, unless that is after `end`. At one instant the dispatcher's deadlines come first."""
        due, clock = self.dispatcher.next_deadline(), self._clock
        planned = clock[0][0] if clock else inf
        if due is not None and due <= planned:
            if due <= end:
                self._obey(self.dispatcher.tick(due), due)
            return due <= end
        if planned > end:
            return False
        at, _, happens, whom = heappop(clock)
        happens(whom, at)
        return True

    def _finish(self) -> None:
        """After the last arrival, until nobody waits; who is never served nor gives up is counted as such."""
        end = self._last + OVERTIME
        while self._waiting and self._step(end):
            pass
        for number in sorted(self._waiting):
            self.outcomes.close(number, End.UNSERVED, end)
        self.outcomes.spent = self.presence.close()

    # --- people

    def _open(self) -> None:
        day, now = self.day, self.day.begins
        on_shift = {shift.person for shift in day.shifts}
        self._obey(self.dispatcher.tick(now), now)
        self._tell(Learned(day.model), now)
        for person in day.people:
            if person.id in on_shift:
                self._tell(SignedOut(person.id, "before the shift"), now)
            else:
                self._tell(Reachable(person.id, True), now)
        for shift in day.shifts:
            self._plan(max(shift.begins, now), self._comes, shift)
            self._plan(shift.ends, self._goes, shift)
        self._plan(now + self.extra_ticks, self._tick, None)

    def _comes(self, shift: Shift, now: float) -> None:
        self._tell(Reachable(shift.person, True), now)
        self._tell(Readied(shift.person), now)

    def _goes(self, shift: Shift, now: float) -> None:
        self._tell(SignedOut(shift.person, "end of the shift"), now)

    def _tick(self, _: None, now: float) -> None:
        self._obey(self.dispatcher.tick(now), now)
        if now < self._last:
            self._plan(now + self.extra_ticks, self._tick, None)

    # --- callers

    def _arrives(self, number: int, now: float) -> None:
        call, contact = self.day.calls[number], CallId(str(number))
        self._waiting.add(number)
        self._in_queue[call.queue] += 1
        self._plan(now + call.patience, self._gives_up, number)
        self._tell(call.joined(contact, now), now)
        if self.foretell and number in self._waiting:
            foretold = self.foretell.joined(call, self._in_queue[call.queue] - 1)
            if foretold is not None:
                self.outcomes.foretold[number] = foretold

    def _gives_up(self, number: int, now: float) -> None:
        if number in self._waiting:
            self._end(number, End.ABANDONED, now)
            self._tell(Left(CallId(str(number)), Leaving.HUNG_UP), now)

    def _end(self, number: int, end: End, now: float, offer: Offer | None = None) -> None:
        call = self.day.calls[number]
        self._waiting.discard(number)
        self._in_queue[call.queue] -= 1
        self.outcomes.close(number, end, now, offer.person if offer else None)
        if self.foretell:
            self.foretell.over(call, now - call.arrives, end is End.ANSWERED)

    # --- what the dispatcher decides

    def _tell(self, event: Event, now: float) -> None:
        self.outcomes.events += 1
        self._obey(self.dispatcher.receive(event, now), now)

    def _obey(self, decisions: Sequence[Decision | GiveAway], now: float) -> None:
        for decision in decisions:
            if isinstance(decision, PersonChanged):
                self.presence.changed(decision, now)
            elif isinstance(decision, MakeOffer):
                self._ring(decision.offer, now)
            elif isinstance(decision, Connect):
                self._talk(decision.offer, now)
            elif isinstance(decision, GiveAway):
                self._give_away(decision, now)
            elif isinstance(decision, RaiseAlarm):
                self.outcomes.alarms += 1

    def _ring(self, offer: Offer, now: float) -> None:
        phones = self.day.phones
        if phones.missed and self._chance.random() < phones.missed:
            self.outcomes.missed += 1
            self._tell(OfferRang(offer.id), now)
            self._plan(offer.expires_at - 1.0, self._misses, offer)
            return
        after = float(phones.answered_after.draw(self._chance, 1)[0])
        if after <= 0.0:
            self._takes(offer.id, now)
        else:
            self._tell(OfferRang(offer.id), now)
            self._plan(now + after, self._takes, offer.id)

    def _give_away(self, decision: GiveAway, now: float) -> None:
        """In another queue, or for a certain person, he goes on waiting; by any other rule the queues have done with him."""
        number = int(decision.contact)
        if decision.rule.to in (Onward.FLOW, Onward.BACK) and number in self._waiting:
            self._end(number, End.GIVEN_AWAY, now)

    def _takes(self, offer: OfferId, now: float) -> None:
        self._tell(OfferAccepted(offer), now)

    def _misses(self, offer: Offer, now: float) -> None:
        self._tell(OfferDeclined(offer.id, Refusal.NO_ANSWER), now)
        self._plan(now + self.day.phones.back_after, self._is_back, offer.person)

    def _is_back(self, person: PersonId, now: float) -> None:
        if self.presence.is_standing_back(person):
            self._tell(Readied(person), now)

    def _talk(self, offer: Offer, now: float) -> None:
        number = int(offer.contact)
        self._end(number, End.ANSWERED, now, offer)
        self._plan(now + self.day.calls[number].handling, self._hangs_up, offer)
        self._tell(TalkStarted(offer.id), now)

    def _hangs_up(self, offer: Offer, now: float) -> None:
        self._tell(TalkEnded(offer.person, offer.contact), now)

    def _new_offer(self, _: float) -> OfferId:
        return OfferId(f"o{next(self._offers)}")


def simulate(
    day: Day,
    strategies: Strategies | None = None,
    foretell: Foretelling | None = None,
    progress: Progress | None = None,
    watched: bool = True,
) -> Outcomes:
    """A day from its first call to its last. The same day gives the same outcomes. Raises `WrongSettings`."""
    return Run(day, strategies, foretell, watched=watched).go(progress)
