"""What one caller's own waits tell of his patience: two counts, brought up to date after each call in a few steps.

With `theta ~ Gamma(a, b)` for his class, k times hung up, and an exposure `U = sum of H0(wait)` over all his waits (those
that ended with an answer are censored and count in U only), his factor is `Gamma(a + k, b + U)`: the gamma is conjugate
to the exponential clock of H0 (D. G. Clayton, "A model for association in bivariate life tables", Biometrika 65 (1978)).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from acd.patience import Baseline, Hazard, Patience

DAY = 86_400.0
MOST_A = 30.0
"""More is never believed: the certainty is capped, what is believed on average is kept."""


@dataclass(frozen=True, slots=True)
class Learning:
    """How waits are counted.

    `half_life` (s): after it a wait counts half. `complaint_after` (s) is the x, `complaint_weight` (0 to 1) the kappa of a
    complaint after a wait longer than x. `complaint_within` (s): as long after such a wait a complaint is laid to it.
    """

    half_life: float = 182.0 * DAY
    complaint_after: float = 30.0
    complaint_weight: float = 0.5
    complaint_within: float = 7.0 * DAY


@dataclass(frozen=True, slots=True)
class Counts:
    """One caller's counts as they were at `at`: they fade from then on.

    `complaints` are weighted and counted apart from `hang_ups`. `long_wait_at`: when his last wait longer than x ended that
    nobody has complained of yet; one wait is complained of once.
    """

    hang_ups: float = 0.0
    complaints: float = 0.0
    exposure: float = 0.0
    at: float = 0.0
    waits: int = 0
    long_wait_at: float | None = None


NO_COUNTS = Counts()


def faded(counts: Counts, now: float, rules: Learning) -> Counts:
    """The counts as they are at `now`. Time that runs backwards changes nothing."""
    if now <= counts.at:
        return counts
    left = 0.5 ** ((now - counts.at) / rules.half_life)
    fading = (counts.hang_ups * left, counts.complaints * left, counts.exposure * left)
    return Counts(*fading, now, counts.waits, counts.long_wait_at)


def waited(counts: Counts, hazard: Hazard, seconds: float, hung_up: bool, now: float, rules: Learning) -> Counts:
    """The counts after one more wait of his class's `hazard`, which ended now."""
    then = faded(counts, now, rules)
    return Counts(
        then.hang_ups + (1.0 if hung_up else 0.0),
        then.complaints,
        then.exposure + hazard.at(seconds),
        then.at,
        then.waits + 1,
        now if seconds > rules.complaint_after else then.long_wait_at,
    )


def complained(counts: Counts, hazard: Hazard, now: float, rules: Learning) -> Counts:
    """The counts after a complaint: he would have liked to leave at x. One that no long wait explains is not about waiting.

    An event at x of weight kappa: kappa more hang-ups, in an exposure of kappa H0(x) more.
    """
    if counts.long_wait_at is None or now - counts.long_wait_at > rules.complaint_within:
        return counts
    then = faded(counts, now, rules)
    weight = rules.complaint_weight
    return replace(
        then,
        complaints=then.complaints + weight,
        exposure=then.exposure + weight * hazard.at(rules.complaint_after),
        long_wait_at=None,
    )


def with_counts(baseline: Baseline, segment: str, counts: Counts) -> Patience:
    """The belief about a caller of this class with these counts, faded to now: `Gamma(a + k, b + U)`, a capped."""
    a = baseline.a + counts.hang_ups + counts.complaints
    b = baseline.b + counts.exposure
    share = min(1.0, MOST_A / a)
    return Patience(segment, a * share, b * share)
