"""What all waits together tell: a hazard and a prior for each class under each announcement schedule, and every caller's counts.

A class of its own needs enough waits and hang-ups; before, it is reckoned with those of anybody, and anybody with COLD.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from acd.frailty import Callers, fit
from acd.patience import ANYBODY, Baseline, PatienceModel, under
from acd.personal import NO_COUNTS, Counts, Learning, complained, faded, waited

FEWEST_WAITS, FEWEST_HANG_UPS = 200, 40
"""Fewer waits, or fewer hang-ups, make no class of their own."""
LONGEST = 7_200.0
"""Seconds of a wait that count at most: what is longer is a phone left off the hook."""
FORGOTTEN = 0.02
"""A caller whose counts have faded so far is forgotten."""
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait that ended at `at` after `seconds`, by a hang-up or an answer (or another end: it is censored all the same).

    `number` is empty for a caller nobody knows. `complaint`: that call was a complaint, or its caller complained in it.
    """

    number: str
    segment: str
    schedule: str
    seconds: float
    hung_up: bool
    at: float
    complaint: bool = False

    @property
    def name(self) -> str:
        """Under which name its hazard is looked up."""
        return under(self.segment, self.schedule)


@dataclass(frozen=True, slots=True)
class Learnt:
    """The result. `counts` by number; `waits` and `hang_ups` are how many there were, by the name of the class."""

    model: PatienceModel
    counts: Mapping[str, Counts]
    waits: Mapping[str, int] = field(default_factory=dict)
    hang_ups: Mapping[str, int] = field(default_factory=dict)


def learn(
    waits: Iterable[Wait], rules: Learning, now: float, progress: Progress = lambda _step, _done, _total: None
) -> Learnt:
    """Learn from waits in any order. `progress` is told (step, done, total)."""
    ordered = sorted(waits, key=lambda wait: wait.at)
    groups = _worth_learning(_groups(ordered))
    baselines: dict[str, Baseline] = {}
    for done, (name, group) in enumerate(groups.items()):
        progress("hazards of classes", done, len(groups))
        baselines[name] = fit(_callers(group))
    progress("hazards of classes", len(groups), len(groups))
    model = PatienceModel(baselines)
    return Learnt(
        model,
        _counts(ordered, model, rules, now, progress),
        {name: len(group) for name, group in groups.items()},
        {name: sum(wait.hung_up for wait in group) for name, group in groups.items()},
    )


def after(counts: Counts, wait: Wait, model: PatienceModel, rules: Learning) -> Counts:
    """A caller's counts after one more call: the same step for the nightly learning and at the end of a call."""
    hazard = model.baseline(wait.name).hazard
    if wait.seconds > 0:
        counts = waited(counts, hazard, min(wait.seconds, LONGEST), wait.hung_up, wait.at, rules)
    return complained(counts, hazard, wait.at, rules) if wait.complaint else counts


def _groups(waits: Sequence[Wait]) -> dict[str, list[Wait]]:
    """Every wait is one of anybody, of its class, of its schedule, and of its class under its schedule."""
    groups: dict[str, list[Wait]] = defaultdict(list)
    for wait in waits:
        if wait.seconds > 0:
            for name in {ANYBODY, wait.segment, under(ANYBODY, wait.schedule), wait.name}:
                groups[name].append(wait)
    return groups


def _worth_learning(groups: dict[str, list[Wait]]) -> dict[str, list[Wait]]:
    """Those with waits enough. A class that knows one schedule only is learnt once."""

    def repeats(name: str, group: list[Wait]) -> bool:
        who, at, _ = name.rpartition("@")
        return bool(at) and len(groups.get(who, ())) == len(group)

    return {name: group for name, group in groups.items() if _enough(group) and not repeats(name, group)}


def _enough(group: Sequence[Wait]) -> bool:
    return len(group) >= FEWEST_WAITS and sum(wait.hung_up for wait in group) >= FEWEST_HANG_UPS


def _callers(group: Sequence[Wait]) -> Callers:
    """The waits as columns. Whoever hides his number is a new caller every time."""
    codes: dict[str, int] = {}
    of_wait = [codes.setdefault(wait.number or f"\x00{place}", len(codes)) for place, wait in enumerate(group)]
    seconds = np.array([min(wait.seconds, LONGEST) for wait in group])
    return Callers(np.array(of_wait, dtype=np.intp), seconds, np.array([wait.hung_up for wait in group]))


def _counts(
    ordered: Sequence[Wait], model: PatienceModel, rules: Learning, now: float, progress: Progress
) -> dict[str, Counts]:
    counts: dict[str, Counts] = {}
    for done, wait in enumerate(ordered):
        if done % 5000 == 0:
            progress("counts of callers", done, len(ordered))
        if wait.number:
            counts[wait.number] = after(counts.get(wait.number, NO_COUNTS), wait, model, rules)
    progress("counts of callers", len(ordered), len(ordered))
    return {number: each for number, each in counts.items() if not _forgotten(each, rules, now)}


def _forgotten(counts: Counts, rules: Learning, now: float) -> bool:
    then = faded(counts, now, rules)
    return then.hang_ups + then.complaints < FORGOTTEN and then.exposure < FORGOTTEN
