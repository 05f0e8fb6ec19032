"""What flows through each queue: who comes how often, how long a call keeps a person, how many are done.

Rates are counts that fade: `sum of e^(-(now - t_i)/T) / T`. Averages move by a fixed share towards each new value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp, log

from acd.patience import Hazard, Patience
from acd.queues import Queue
from acd.reserve import Comer

FADES = 900.0
"""T, in seconds: what was longer ago counts less than a third."""
SURE_AFTER = 60.0
"""Seconds for which what is believed beforehand counts."""
SHARE = 0.02
"""Of each new value in an average."""
FIRST = 30.0
"""Seconds over which the rate of leaving of a new caller is taken."""
MOST_KINDS = 64
FRESH = 1.0
"""Seconds for which the rates are taken as they were."""

Kind = tuple[float, str]
"""Callers of one weight and one class."""


@dataclass(slots=True)
class Rate:
    """How often something happens."""

    began: float
    count: float = 0.0
    at: float = 0.0

    def happened(self, now: float) -> None:
        """Once more."""
        self.count = self.count * exp((self.at - now) / FADES) + 1.0
        self.at = now

    def per_second(self, now: float, believed: float = 0.0) -> float:
        """The rate; as long as little is known, near what is believed."""
        seen = FADES * (1.0 - exp((self.began - now) / FADES))
        return (self.count * exp((self.at - now) / FADES) + believed * SURE_AFTER) / (seen + SURE_AFTER)


@dataclass(slots=True)
class Comers:
    """One kind of callers of one queue: how often they come, and how fast a new one of them gives up (1/s)."""

    rate: Rate
    leaving: float


@dataclass(slots=True)
class Stream:
    """One queue. `handling` in seconds, with wrap-up; `price`: what a person's time is worth, by the lowest score that waits."""

    handling: float
    done: Rate
    kinds: dict[Kind, Comers] = field(default_factory=dict)
    price: float = 0.0
    heaviest: float = 0.0
    """No caller who came was worth more."""
    _told: tuple[float, tuple[Comer, ...]] = (float("-inf"), ())

    def comers(self, now: float) -> tuple[Comer, ...]:
        """Who may come. Worked out once a second at most."""
        at, found = self._told
        if not 0.0 <= now - at < FRESH:
            kinds = self.kinds.items()
            found = tuple(Comer(each.rate.per_second(now), weight, each.leaving) for (weight, _), each in kinds)
            self._told = now, found
        return found

    def came(self, kind: Kind, leaving: float, now: float) -> None:
        """A caller joined."""
        comers = self.kinds.get(kind)
        if comers is None:
            self._make_room(now)
            comers = self.kinds[kind] = Comers(Rate(now, at=now), leaving)
            self.heaviest = max(self.heaviest, kind[0])
        comers.rate.happened(now)
        comers.leaving += (leaving - comers.leaving) * SHARE

    def took(self, seconds: float) -> None:
        """A call of this queue kept somebody so long."""
        self.handling += (seconds - self.handling) * SHARE

    def freed(self, lowest: float) -> None:
        """A person of this queue is free, and the lowest score that waits for him is this."""
        self.price += (lowest - self.price) * SHARE

    def _make_room(self, now: float) -> None:
        if len(self.kinds) >= MOST_KINDS:
            del self.kinds[min(self.kinds, key=lambda kind: self.kinds[kind].rate.per_second(now))]


class Flow:
    """All queues."""

    def __init__(self) -> None:
        self._streams: dict[str, Stream] = {}

    def of(self, queue: Queue, now: float) -> Stream:
        """This queue's; it begins with what the plan believes of the handling time."""
        stream = self._streams.get(queue.name)
        if stream is None:
            stream = self._streams[queue.name] = Stream(queue.handling, Rate(now, at=now))
        return stream


def first_leaving(patience: Patience, hazard: Hazard) -> float:
    """The mean rate (1/s) at which such a caller gives up in his first half minute."""
    return patience.a * log((patience.b + hazard.at(FIRST)) / patience.b) / FIRST
