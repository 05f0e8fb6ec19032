"""What is counted and added up. Every figure of a report is a formula over one tally (`acd.measures.formulas`)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from acd.measures.facts import Conversation, Result, Wait
from acd.states import PersonState
from calls.contact import Outcome
from calls.contact_parts import ForetoldRecord


@dataclass(slots=True)
class Tally:
    """Counts and sums of one line of a report. Seconds are floats. Nothing of it is a ratio: tallies can be added."""

    calls: int = 0
    """Every call, those that we made (callbacks) and those that last included."""
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    called_back: int = 0
    """Of the calls: those that we made to call somebody back."""
    ended: int = 0
    """Calls from outside that are over."""
    transfers: int = 0
    """Times that somebody was sent on, in those."""
    gaps: int = 0
    """Calls of which something is not known (P10)."""
    gap_seconds: float = 0.0
    first: int = 0
    """Contacts about something new, handled, by a known number: see `first_contact_resolution`."""
    resolved: int = 0
    waits: Counter[Result] = field(default_factory=Counter)
    short: int = 0
    """Of the abandoned: within the threshold of short abandons."""
    in_time: int = 0
    """Of the answered: within the time promised."""
    waited: dict[Result, float] = field(default_factory=dict)
    longest: float = 0.0
    handled: int = 0
    talked: float = 0.0
    held: float = 0.0
    wrapped: float = 0.0
    states: dict[PersonState, float] = field(default_factory=dict)
    """Seconds that people spent in each state."""
    pauses: dict[str, float] = field(default_factory=dict)
    """Seconds in NOT_READY by reason (P8)."""
    offers: Counter[str] = field(default_factory=Counter)
    """Offers to people, by how they ended: ACCEPTED, DECLINED, EXPIRED, WITHDRAWN."""

    foretold: int = 0
    """Waits that callers were told and whose end is known."""
    kept: int = 0
    """Of these: it took no longer than was told."""
    errors: float = 0.0
    error_squares: float = 0.0

    @property
    def offered(self) -> int:
        """Waits that are over, however they ended."""
        return sum(self.waits.values())

    @property
    def counted(self) -> int:
        """Waits that the ratios are made of: short abandons excluded. Who was moved on, or sent away, was not answered."""
        return self.offered - self.short

    def wait(self, wait: Wait, within: float, short: float) -> None:
        """Somebody's wait ended. `within`: seconds promised; `short`: below it an abandon is a short one."""
        self.waits[wait.result] += 1
        self.waited[wait.result] = self.waited.get(wait.result, 0.0) + wait.seconds
        self.longest = max(self.longest, wait.seconds)
        self.in_time += wait.result is Result.ANSWERED and wait.seconds <= within
        self.short += wait.result is Result.ABANDONED and wait.total < short

    def told(self, foretold: ForetoldRecord) -> None:
        """Somebody was told how long it takes; counted when his turn came."""
        error = foretold.error
        if error is not None:
            self.foretold += 1
            self.kept += bool(foretold.kept)
            self.errors += error
            self.error_squares += error * error

    def work(self, part: Conversation) -> None:
        """Somebody's part of a call is done."""
        self.handled += 1
        self.talked += part.talked
        self.held += part.held
        self.wrapped += part.wrapped

    def time(self, state: PersonState, reason: str, seconds: float) -> None:
        """A person was in this state for so long."""
        self.states[state] = self.states.get(state, 0.0) + seconds
        if state is PersonState.NOT_READY:
            self.pauses[reason] = self.pauses.get(reason, 0.0) + seconds
