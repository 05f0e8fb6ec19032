"""Queues with Poisson arrivals whose figures are known exactly: Erlang-C (M/M/n) and Erlang-A (M/M/n+M, callers give up).

C. Palm, "Methods of judging the annoyance caused by congestion", Tele 4 (1953); A. Mandelbaum, S. Zeltyn, "Service
Engineering in Action: The Palm/Erlang-A Queue", in Advances in Services Innovations, Springer 2007. They judge the
simulator, and tell how many people a day needs.

All rates are per second, all times in seconds. With j callers in the system, births come at `arrivals`, deaths at
`min(j, n) / handling + max(0, j - n) / patience`; the stationary distribution follows, and from it everything below.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import exp, inf, log

import numpy as np

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
_NEGLIGIBLE = 1e-18


@dataclass(frozen=True)
class ErlangC:
    """M/M/n: nobody ever gives up. Needs `load` < `servers`; else ValueError: the queue would grow for ever."""

    servers: int
    arrivals: float
    handling: float

    def __post_init__(self) -> None:
        if not 0 < self.load < self.servers:
            raise ValueError(
                f"{self.load:.2f} erlang on {self.servers} people: without giving up, the queue never ends"
            )

    @property
    def load(self) -> float:
        """Work that comes, in erlang."""
        return self.arrivals * self.handling

    @cached_property
    def waits(self) -> float:
        """P(has to wait): Erlang's C, from his B by the recursion `B_k = a B / (k + a B)`."""
        blocked = 1.0
        for server in range(1, self.servers + 1):
            blocked = self.load * blocked / (server + self.load * blocked)
        return blocked / (1.0 - self.load / self.servers * (1.0 - blocked))

    @property
    def _drain(self) -> float:
        return self.servers / self.handling - self.arrivals

    @property
    def mean_wait(self) -> float:
        """Seconds, over all callers."""
        return self.waits / self._drain

    def within(self, seconds: float) -> float:
        """The share answered within so many seconds: the service level."""
        return 1.0 - self.waits * exp(-self._drain * seconds)

    def percentile(self, share: float) -> float:
        """Seconds within which this share of callers is answered."""
        return max(0.0, log(self.waits / (1.0 - share)) / self._drain)


@dataclass(frozen=True)
class ErlangA:
    """M/M/n+M: each caller waits an exponential time of mean `patience` and then gives up. Stable at any load."""

    servers: int
    arrivals: float
    handling: float
    patience: float

    def __post_init__(self) -> None:
        if self.servers < 1 or not min(self.arrivals, self.handling, self.patience) > 0:
            raise ValueError("Erlang-A needs people, arrivals, a handling time and a patience above 0")

    @property
    def load(self) -> float:
        """Work that comes, in erlang."""
        return self.arrivals * self.handling

    @cached_property
    def distribution(self) -> Floats:
        """P(j callers in the system), j from 0 until what follows does not count."""
        weights, peak = [0.0], 0.0
        while weights[-1] > peak + log(_NEGLIGIBLE) or len(weights) <= self.servers + 1:
            deaths = self._deaths(len(weights))
            weights.append(weights[-1] + log(self.arrivals / deaths))
            peak = max(peak, weights[-1])
        shares: Floats = np.exp(np.array(weights) - peak)
        shares /= shares.sum()
        return shares

    def _deaths(self, callers: int) -> float:
        return min(callers, self.servers) / self.handling + max(0, callers - self.servers) / self.patience

    @property
    def waits(self) -> float:
        """P(finds nobody free), as every caller sees it (Poisson arrivals see time averages)."""
        return float(self.distribution[self.servers :].sum())

    @property
    def queue(self) -> float:
        """Callers who wait, on average."""
        line = self.distribution[self.servers :]
        return float((line * np.arange(line.size)).sum())

    @property
    def abandons(self) -> float:
        """P(gives up): who leaves per second, `queue / patience`, of who comes."""
        return self.queue / self.patience / self.arrivals

    @property
    def mean_wait(self) -> float:
        """Seconds, over all callers, answered or not (Little's law)."""
        return self.queue / self.arrivals

    @property
    def occupancy(self) -> float:
        """The share of time in which a person serves."""
        return self.load * (1.0 - self.abandons) / self.servers

    def within(self, seconds: float) -> float:
        """The share of all callers who are answered within so many seconds: the service level, who gave up counts against.

        A caller who finds j >= n waits for j - n + 1 steps, at the rates n/AHT + k/patience for k = 0..j-n callers ahead.
        He is answered within t if these steps and not his own patience come first: the stages are integrated by
        uniformization (A. Jensen, Skandinavisk Aktuarietidskrift 36 (1953)), with giving up as one more way out.
        """
        served = float(self.distribution[: self.servers].sum())
        line = self.distribution[self.servers :]
        return served + self._reached(line, seconds) if seconds > 0 else served

    def _reached(self, ahead: Floats, seconds: float) -> float:
        """The mass that has come to its turn after so many seconds. `ahead[k]`: so many with k callers before them."""
        steps = self.servers / self.handling + np.arange(ahead.size) / self.patience
        fastest = float(steps[-1]) + 1.0 / self.patience
        stays = 1.0 - (steps + 1.0 / self.patience) / fastest
        mass, answered, total = ahead.copy(), 0.0, 0.0
        jumps = fastest * seconds
        last = int(jumps + 12.0 * jumps**0.5 + 30)
        chances = _poisson(jumps, last)
        for chance in chances:
            total += chance * answered
            answered += float(mass[0] * steps[0] / fastest)
            moved = np.append(mass[1:] * steps[1:] / fastest, 0.0)
            mass = mass * stays + moved
        return total


def _poisson(mean: float, last: int) -> Floats:
    """P(exactly k) for k = 0..last, without overflow at any mean."""
    counts = np.arange(last + 1)
    logs = np.concatenate(([0.0], np.cumsum(np.log(counts[1:])))) if last else np.zeros(1)
    return np.exp(counts * log(mean) - mean - logs)


def people_needed(arrivals: float, handling: float, patience: float, within: float, level: float) -> int:
    """The fewest people with whom the share answered `within` seconds reaches `level` (below 1), by Erlang-A.

    `patience` may be infinite: then by Erlang-C.
    """
    servers = 1
    while not _level(servers, arrivals, handling, patience, within) >= level:
        servers += 1
    return servers


def _level(servers: int, arrivals: float, handling: float, patience: float, within: float) -> float:
    if patience < inf:
        return ErlangA(servers, arrivals, handling, patience).within(within)
    return ErlangC(servers, arrivals, handling).within(within) if arrivals * handling < servers else 0.0
