"""What an admin waits for: simulated calls, and `hotline check` as a process, from its start to its end."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import service
from calls.errors import HotlineError
from ivr.dialplan import Plan
from ivr.rehearsal import Case, play
from prompts.catalogue import Catalogue
from service.bench.ground import Ground
from service.bench.hotline_process import COMMAND, environment
from service.bench.plans import settings_file
from service.cases import read_cases
from service.config import Settings
from service.plans import load_configuration

SAMPLE = Path(service.__file__).parents[1] / "dialplans" / "main.yaml"
"""The sample hotline, as shipped."""
TURNS = 10
"""How often each case is played in one round."""


class DidNotCheck(HotlineError):
    """`hotline check` found something wrong with the sample hotline. Its own words are quoted."""

    code = "HL417"


@dataclass(frozen=True, slots=True)
class Ran:
    """How long a process took: seconds on the wall, and seconds of CPU of it and its children."""

    wall: float
    cpu: float


def sample_plan(catalogue: Catalogue) -> Plan:
    """The plan of the sample hotline. Raises PlanRefused."""
    return load_configuration(Settings(), catalogue, SAMPLE).plan


def sample_cases(plan: Plan) -> list[Case]:
    """Its test cases. Raises PlanRefused."""
    return read_cases(Settings(), SAMPLE, plan)


def play_often(plan: Plan, cases: list[Case], turns: int = TURNS) -> None:
    """Each case so many times, and what came of it compared with what is expected."""
    for _ in range(turns):
        for _played in play(plan, cases):
            pass


def check_run(here: Ground) -> Ran:
    """`hotline check` of the sample hotline, once. Raises DidNotCheck."""
    file = settings_file(here, "check", SAMPLE.read_text(encoding="utf-8"), here.ports(0))
    command = [sys.executable, "-c", COMMAND, "check", str(SAMPLE), "--settings", str(file)]
    wall, cpu = time.perf_counter(), _cpu_of_children()
    ran = subprocess.run(command, env=environment(os.environ, here.place("compiled")), capture_output=True, check=False)
    if ran.returncode:
        raise DidNotCheck(f"hotline check ended with {ran.returncode}: {ran.stderr.decode(errors='replace')[-300:]}")
    return Ran(time.perf_counter() - wall, _cpu_of_children() - cpu)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
