"""`hotline bench acd`: the brain beside formulas, beside others, beside the exact optimum, and what it costs.

Ratios within one run; the seeds of the days are held out: nothing was tuned on them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from acd.simulation.baselines import APP_QUEUE, FULL
from service.bench import acd_contests, acd_decisions, acd_formulas, acd_growth, acd_ideal, acd_optimum, acd_waits
from service.bench.figures import SHORT_RUN, Figure, Found
from service.bench.showing import Steps

Part = Callable[[Steps, bool], Sequence[Figure]]


def _contests(steps: Steps, quick: bool) -> Sequence[Figure]:
    found = acd_contests.results(steps, (FULL, APP_QUEUE), tuple(acd_contests.RATIOS), quick)
    return acd_contests.figures(found, quick)


def _formulas(steps: Steps, quick: bool) -> Sequence[Figure]:
    return [*acd_formulas.formula_figures(), *acd_formulas.simulator_figures(steps, quick)]


PARTS: dict[str, Part] = {
    "formulas": _formulas,
    "contests": _contests,
    "optimum": acd_optimum.figures,
    "waits": acd_waits.figures,
    "ideal": acd_ideal.figures,
    "decisions": acd_decisions.figures,
    "growth": acd_growth.figures,
}
"""What is measured, by name, in the order in which it is told."""


def measure(steps: Steps, quick: bool = False, parts: Sequence[str] = ()) -> Found:
    """Run it. `parts`: only these. Quick: days fewer and shorter, so that a ratio is good to some hundredths only."""
    figures = [figure for name, part in PARTS.items() if not parts or name in parts for figure in part(steps, quick)]
    remarks = [
        "app_queue model: strictly by weight, then first come; the agent whose last call is longest ago",
        "weighted abandonment: weight of those who gave up / weight of all; the same callers on both sides",
        "± is half of the 95 % interval over the days; the days of both sides of a ratio are pairs",
        "beside the exact optimum the policy has no bounds of its reserve and no promised time: the optimum knows none",
    ]
    if quick:
        remarks.append(f"{SHORT_RUN}: fewer and shorter days, or a smaller centre, than the target asks for")
    return Found("acd", figures, remarks)
