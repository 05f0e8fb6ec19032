"""`hotline bench ivr`: what the menus cost, and what an admin waits for.

A plan of ten thousand steps is loaded and checked; sessions are driven without I/O, beside bare calls of a Python
function; keys are pressed on a real Asterisk, in a menu that takes keys only and in one that listens too.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from ivr.dialplan import Plan
from ivr.loading import load
from prompts.catalogue import Catalogue
from service.bench.figures import Figure, Found, Spread
from service.bench.ground import Ground, ground
from service.bench.hotline_process import hotline_process
from service.bench.ivr_keys import DOWN, head, key_waits
from service.bench.ivr_steps import BARE_CALLS, call_bare, cost_of_each, walk_again, walks
from service.bench.ivr_trust import TURNS, Ran, check_run, play_often, sample_cases, sample_plan
from service.bench.long_plan import NUMBER, STEPS, TARGET, Checked, checked, long_plan
from service.bench.plans import settings_file
from service.bench.showing import Steps
from service.bench.speech_ground import NothingHears, account_of, models_of, speech_hotline
from service.bench.speech_plan import KEYS, LANGUAGES, SHORT, TALK, plan
from service.config import Settings
from service.recognisers import candidates

ROUNDS, RUNS, PRESSES = 7, 3, 24
SHORT_PLAN = 100
GROWTH = 1.5
"""A step of the long plan over one of a plan a hundredth as long."""
BARE, SAMPLE, FEW, MANY, CASE = "bare call", "sample", "100 steps", "10,000 steps", "case"
"""What is driven without I/O."""
ALLOWED = {SAMPLE: 2000.0, MANY: 1000.0}
"""Bare calls for whose time a step of the session may last: a guard, about twice what was measured."""
KEYS_ONLY, LISTENS = "menu with keys only", "menu that listens too"
KEYED_WITHIN = 0.15
"""Seconds from a key going down to the first audio of the next prompt, median."""


@dataclass(slots=True)
class Measured:
    """What was measured. `costs`: CPU seconds of one step, case or call. `keys`: seconds, by menu."""

    plans: list[Checked]
    costs: dict[str, float]
    runs: list[Ran]
    head: float
    keys: dict[str, list[float]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


async def measure(settings: Settings, steps: Steps, presses: int = PRESSES) -> Found:
    """Run it: about three minutes. Raises AsteriskMissing, DidNotRun, DidNotCheck, NoSound."""
    steps.plan(RUNS + 4)
    with ground(settings) as here:
        found = _without_a_line(here, steps)
        steps.step(f"keys in a {KEYS_ONLY}")
        found.keys[KEYS_ONLY] = await _of_keys(here, presses)
        steps.step(f"keys in a {LISTENS}")
        try:
            found.keys[LISTENS] = await _of_keys_beside_ears(here, settings, presses)
        except NothingHears as error:
            found.remarks.append(error.told())
    return found_of(found)


# --- without a line


def _without_a_line(here: Ground, steps: Steps) -> Measured:
    plans = []
    for run in range(RUNS):
        steps.step(f"a plan of {STEPS:,} steps is checked: {run + 1} of {RUNS}")
        plans.append(checked(Settings(), here.catalogue))
    steps.step("sessions without I/O")
    costs = _costs(here.catalogue)
    steps.step("hotline check")
    return Measured(
        plans, costs, [check_run(here) for _ in range(RUNS)], head(here.catalogue.sound(SHORT, LANGUAGES[0]))
    )


def _costs(catalogue: Catalogue) -> dict[str, float]:
    sample = sample_plan(catalogue)
    cases = sample_cases(sample)
    driven = {
        SAMPLE: walks(sample, next(iter(sample.numbers))),
        FEW: walks(_long(SHORT_PLAN), NUMBER),
        MANY: walks(_long(STEPS), NUMBER),
    }
    contests = {name: (partial(walk_again, each), each.steps) for name, each in driven.items()}
    playing = partial(play_often, sample, cases), TURNS * len(cases)
    return cost_of_each({BARE: (call_bare, BARE_CALLS), **contests, CASE: playing}, ROUNDS)


def _long(steps: int) -> Plan:
    return load("main.yaml", long_plan(steps).__getitem__).plan


# --- over a line


async def _of_keys(here: Ground, presses: int) -> list[float]:
    async with hotline_process(settings_file(here, "keys", plan(), here.ports(0))) as process:
        return await key_waits(account_of(process), KEYS, presses)


async def _of_keys_beside_ears(here: Ground, settings: Settings, presses: int) -> list[float]:
    """A recogniser is loaded and the line's sound is listened to, but nobody speaks."""
    await asyncio.to_thread(candidates, settings, LANGUAGES)
    language = LANGUAGES[0]
    async with speech_hotline(here, 1, models_of(settings), (language,)) as hotline:
        return await key_waits(hotline.account, TALK[language], presses)


# --- what was found


def found_of(found: Measured) -> Found:
    """All figures with their targets."""
    waits = [figure for menu in (KEYS_ONLY, LISTENS) for figure in _of_menu(menu, found)]
    figures = [*_of_plan(found.plans), *_of_steps(found.costs), *waits, *_of_trust(found)]
    remarks = [
        f"a key is down for {DOWN * 1000:.0f} ms, which is in these times: Asterisk takes it when it is up",
        f"the prompt that follows begins with {found.head * 1000:.0f} ms of silence: first audio is its first frame, "
        "first sound is what an ear can hear",
        *found.remarks,
    ]
    detail: dict[str, Any] = {
        "plans": [{"steps": each.steps, "wall": each.wall, "cpu": each.cpu} for each in found.plans],
        "cpu_seconds_of_one": found.costs,
        "check": [asdict(run) for run in found.runs],
        "key_down_to_first_sound": found.keys,
    }
    return Found("ivr", figures, remarks, detail)


def _of_plan(plans: list[Checked]) -> list[Figure]:
    best = min(plans, key=lambda one: one.wall)
    return [
        Figure("steps of the long plan", best.steps, "steps", at_least=STEPS),
        Figure("… loaded and checked, wall, best of three", round(best.wall, 3), "s", at_most=TARGET),
        Figure("… CPU, best of three", round(min(one.cpu for one in plans), 3), "s"),
        Figure("… what is wrong with it", len(best.problems), "problems", at_most=0),
    ]


def _of_steps(costs: dict[str, float]) -> list[Figure]:
    figures = []
    for name in (SAMPLE, MANY):
        figures += [
            Figure(f"a step of the session, plan of {name}", round(costs[name] * 1e6, 2), "µs"),
            Figure(f"… steps a second, plan of {name}", round(1 / costs[name]), "steps/s"),
            Figure(
                f"… bare Python calls that take as long ({name})",
                round(costs[name] / costs[BARE]),
                "calls",
                ALLOWED[name],
            ),
        ]
    growth = round(costs[MANY] / costs[FEW], 3)
    return [*figures, Figure(f"a step with {MANY} / with {FEW}", growth, "", at_most=GROWTH)]


def _of_menu(menu: str, found: Measured) -> list[Figure]:
    spread = Spread.of(found.keys[menu]) if found.keys.get(menu) else None
    median, p95 = (spread.median, spread.p95) if spread else (None, None)
    audio = None if median is None else median - found.head
    return [
        Figure(f"key -> next prompt's first audio, {menu}, median", _ms(audio), "ms", at_most=KEYED_WITHIN * 1000),
        Figure("… p95", _ms(None if p95 is None else p95 - found.head), "ms"),
        Figure("… first sound heard, median", _ms(median), "ms"),
        Figure("… first sound heard, p95", _ms(p95), "ms"),
    ]


def _of_trust(found: Measured) -> list[Figure]:
    return [
        Figure("simulated calls a second (the sample's test cases)", round(1 / found.costs[CASE]), "calls/s"),
        Figure("hotline check of the sample, start to end, wall", round(min(run.wall for run in found.runs), 2), "s"),
        Figure("… CPU", round(min(run.cpu for run in found.runs), 2), "s"),
    ]


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 1)
