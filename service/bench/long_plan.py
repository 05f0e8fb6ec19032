"""A dialplan of thousands of steps, as a large company might have one, and how long a check of it takes."""

from __future__ import annotations

import time
from dataclasses import dataclass

from calls.problems import Problem
from prompts.catalogue import Catalogue
from service.config import Settings
from service.plans import find_plan

STEPS = 10_000
TARGET = 2.0
"""Seconds in which it is to be loaded and checked: by the clock on the wall, the best of three."""
NUMBER = "95105"
"""Who calls it is at the top of the tree."""
_FILES = 10
_STEPS_OF_FLOW = 4
_HEAD = """\
numbers: {"%s": f0}
languages: [zh, en]
include: [%s]
flows:
  after_hours: [hang_up]
  human:
    - enqueue: {queue: human}
"""
_QUEUES = 'queues: {human: {skill: {calls: 5}}}\nagents: {"1001": {name: Wei, skills: {calls: 8}}}\n'
_HOURS = "hours:\n  office:\n    zone: Asia/Shanghai\n    week: {mon-fri: 09:00-18:00}\n"
_FLOW = """\
  f{n}:
    - say: {{prompt: greeting, barge_in: yes}}
    - hours: {{of: office, closed: after_hours}}
    - say: please_wait
    - menu:
        prompt: main_menu
        choices:
          1: {{go: f{one}, scenario: order.{n}, phrases: {{zh: [查订单, 订单], en: [my order]}}}}
          2: {{go: f{two}, phrases: {{zh: [投诉], en: [complaint]}}}}
          3: {{go: f{three}}}
          0: human
        noinput: {{tries: 3, prompts: [noinput, noinput_second], then: human}}
        nomatch: {{tries: 3, prompts: [nomatch, nomatch_second], then: human}}
"""


@dataclass(frozen=True, slots=True)
class Checked:
    """How long it took, and what was wrong: nothing should be.

    `wall`: seconds that a person waits. `cpu`: seconds of this process's own time, which tell more on a busy machine.
    """

    steps: int
    wall: float
    cpu: float
    problems: list[Problem]


def long_plan(steps: int = STEPS) -> dict[str, str]:
    """The files of the plan, by name; it begins in `main.yaml`. A tree of menus, each with steps before it."""
    flows = steps // _STEPS_OF_FLOW
    parts = {f"menus{part}.yaml": "flows:\n" for part in range(_FILES)}
    for n in range(flows):
        one, two, three = (3 * n + way if 3 * n + way < flows else n // 3 for way in (1, 2, 3))
        parts[f"menus{n % _FILES}.yaml"] += _FLOW.format(n=n, one=one, two=two, three=three)
    names = ["people.yaml", "hours.yaml", *parts]
    return {"main.yaml": _HEAD % (NUMBER, ", ".join(names)), "people.yaml": _QUEUES, "hours.yaml": _HOURS, **parts}


def checked(settings: Settings, catalogue: Catalogue, steps: int = STEPS) -> Checked:
    """Read and prove it, once."""
    files = long_plan(steps)
    wall, cpu = time.perf_counter(), time.process_time()
    found = find_plan(settings, catalogue, "main.yaml", files.__getitem__)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    written = sum(len(flow.steps) for flow in found.configuration.plan.flows.values())
    return Checked(written, wall, cpu, [*found.wrong, *found.lacking])
