"""How others would route the same day: baselines that the simulator compares with, never used live.

They run in the same dispatcher, behind the same registry of strategies: a baseline is an order of callers, a choice of people,
and what the dispatcher is told of each caller (his priority, and seconds of waiting that he is given for nothing).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from acd.patience import Patience
from acd.queues import Reserve
from acd.simulation.callers import Call
from acd.simulation.day import Day
from acd.strategies import CHOICES, ORDERS, Strategies

Seen = Callable[[Call, Day], Call]
"""A caller as the dispatcher is told of him."""


def as_he_is(call: Call, _: Day) -> Call:
    """With his own priority."""
    return call


def as_anybody(call: Call, _: Day) -> Call:
    """Everybody is the same."""
    return replace(call, priority=1)


BASE_SCORE = 30.0
"""Points (seconds) that a point of weight is worth to mod_callcenter here; an admin sets `cc_base_score` by caller."""


def with_base_score(call: Call, _: Day) -> Call:
    """mod_callcenter (FreeSWITCH) serves the highest score: seconds waited + the caller's base score, nothing else."""
    return replace(call, priority=1, credit=BASE_SCORE * call.weight)


def by_c_mu_theta(call: Call, day: Day) -> Call:
    """The c-mu/theta rule: strictly by weight x mean patience / handling, best where all are overloaded.

    R. Atar, C. Giat, N. Shimkin, "The c-mu/theta Rule for Many-Server Queues with Abandonment", Operations Research 58 (2010).
    """
    baseline = day.model.baseline(call.segment)
    typical = baseline.hazard.time_of(baseline.b / baseline.a)
    return replace(call, priority=max(1, round(call.weight * typical)))


LONGEST = 4 * 3600.0
"""Seconds for which anybody is taken to stay, at most."""


def by_patience_left(call: Call, day: Day) -> Call:
    """Least remaining patience: who is believed to give up first is served first, whoever he is.

    When he is believed to give up: his arrival and the median of his patience. It stands still, so it is an order of arrival in
    which the impatient came earlier. (Shortest Time to Extinction: S. S. Panwar, D. Towsley, J. K. Wolf, JACM 35 (1988).)
    """
    baseline = day.model.baseline(call.segment)
    believed = call.belief or Patience(call.segment, baseline.a, baseline.b)
    hazard = day.model.baseline(believed.segment).hazard
    median = hazard.time_of(believed.b * (2.0 ** (1.0 / believed.a) - 1.0))
    return replace(call, priority=1, credit=LONGEST - min(median, LONGEST))


@dataclass(frozen=True, slots=True)
class Rules:
    """By what a day is routed. None: as the day's own queues say."""

    name: str
    strategy: str | None = None
    choice: str | None = None
    reserve: Reserve | None = None
    seen: Seen = as_he_is


APP_QUEUE = Rules("app_queue", "app_queue", "least_recent")
"""Asterisk's app_queue: strictly by weight, then first come; the agent whose last call is longest ago (`leastrecent`)."""
FIFO = Rules("fifo", "fifo", "longest_idle", seen=as_anybody)
MOD_CALLCENTER = Rules("mod_callcenter", "fifo", "longest_idle", seen=with_base_score)
C_MU_THETA = Rules("c_mu_theta", "priority", "longest_idle", seen=by_c_mu_theta)
LEAST_PATIENCE = Rules("least_patience", "fifo", "longest_idle", seen=by_patience_left)
AGING = Rules("priority_aging", "priority_aging", "longest_idle")
SCORE = Rules("score alone", "patience", "fewest_skills")
FULL = Rules("patience", "patience", "fewest_skills", Reserve())

BASELINES: Mapping[str, Rules] = {
    rules.name: rules for rules in (APP_QUEUE, FIFO, MOD_CALLCENTER, C_MU_THETA, LEAST_PATIENCE)
}

STRATEGIES = Strategies(
    orders={**ORDERS, "app_queue": ORDERS["priority"]},
    choices={**CHOICES, "least_recent": CHOICES["longest_idle"]},
)
"""The registry of a simulation: that of the dispatcher, and the names of others for what they do."""


def under(day: Day, rules: Rules) -> Day:
    """The same callers and people, routed by these rules."""
    queues = [
        replace(
            queue,
            strategy=rules.strategy or queue.strategy,
            choice=rules.choice or queue.choice,
            reserve=(rules.reserve or queue.reserve) if (rules.strategy or queue.strategy) == "patience" else None,
        )
        for queue in day.queues
    ]
    calls = day.calls if rules.seen is as_he_is else [rules.seen(call, day) for call in day.calls]
    return replace(day, queues=queues, calls=calls)
