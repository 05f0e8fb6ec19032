"""The bench of the menus without a telephone: its callers, and what becomes of its figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from calls.problems import Problem
from ivr.loading import load
from ivr.session import Session
from prompts.catalogue import Catalogue
from service.bench.figures import Found
from service.bench.ivr import BARE, CASE, FEW, KEYS_ONLY, LISTENS, MANY, SAMPLE, Measured, found_of
from service.bench.ivr_keys import head
from service.bench.ivr_steps import LONGEST, MONDAY, cost_of_each, walk_again, walks
from service.bench.ivr_trust import Ran, play_often, sample_cases, sample_plan
from service.bench.long_plan import NUMBER, Checked, long_plan
from telephony.phones.audio import write_wav

PLAN = Checked(10_002, 1.5, 1.2, [])
MADE = Measured(
    [replace(PLAN, wall=2.5, cpu=1.1), PLAN, replace(PLAN, wall=3.0)],
    {BARE: 5e-8, SAMPLE: 4e-5, FEW: 2e-5, MANY: 2.5e-5, CASE: 5e-4},
    [Ran(4.0, 3.5), Ran(1.25, 1.3)],
    0.1,
    {KEYS_ONLY: [0.22, 0.24, 0.23], LISTENS: [0.24, 0.24, 0.35]},
)


def value(found: Found, name: str) -> float | None:
    return next(one.value for one in found.figures if one.name == name)


# --- figures


def test_the_plan_is_judged_by_the_best_wall_of_three() -> None:
    found = found_of(MADE)
    assert found.ok, found.missed
    assert value(found, "… loaded and checked, wall, best of three") == 1.5
    assert value(found, "… CPU, best of three") == 1.1
    slow = replace(MADE, plans=[replace(PLAN, wall=2.1)] * 3)
    assert found_of(slow).missed == ["… loaded and checked, wall, best of three"]


def test_a_plan_that_is_refused_at_once_is_no_fast_check() -> None:
    wrong = Problem("main.yaml", 1, 1, "blank", "a blank file", "a document", "")
    found = found_of(replace(MADE, plans=[Checked(0, 0.01, 0.01, [wrong])]))
    assert found.missed == ["steps of the long plan", "… what is wrong with it"]


def test_steps_are_told_beside_bare_calls() -> None:
    found = found_of(MADE)
    assert value(found, "a step of the session, plan of sample") == 40.0
    assert value(found, "… steps a second, plan of sample") == 25_000
    assert value(found, "… bare Python calls that take as long (sample)") == 800
    assert value(found, "simulated calls a second (the sample's test cases)") == 2000
    assert value(found, "hotline check of the sample, start to end, wall") == 1.25


def test_steps_that_grow_with_the_plan_are_told() -> None:
    found = found_of(replace(MADE, costs={**MADE.costs, MANY: 3.2e-5}))
    assert found.missed == ["a step with 10,000 steps / with 100 steps"]


def test_the_silence_of_a_prompt_is_not_the_way_of_a_key() -> None:
    found = found_of(MADE)
    assert value(found, f"key -> next prompt's first audio, {KEYS_ONLY}, median") == 130.0
    assert value(found, f"key -> next prompt's first audio, {LISTENS}, median") == 140.0
    late = found_of(replace(MADE, keys={**MADE.keys, KEYS_ONLY: [0.26]}))
    assert late.missed == [f"key -> next prompt's first audio, {KEYS_ONLY}, median"]


def test_a_menu_that_was_not_measured_is_no_success() -> None:
    deaf = found_of(replace(MADE, keys={KEYS_ONLY: [0.2]}, remarks=["no recogniser for zh"]))
    assert deaf.missed == [f"key -> next prompt's first audio, {LISTENS}, median"]
    assert "no recogniser for zh" in deaf.remarks


def test_the_head_of_a_prompt(tmp_path: Path) -> None:
    sound = np.concatenate((np.zeros(800, np.int16), np.full(800, 3000, np.int16)))
    write_wav(tmp_path / "prompt.wav", sound)
    assert head(tmp_path / "prompt.wav") == 0.1


# --- what is driven


def test_callers_do_the_same_in_a_short_plan_and_in_a_long_one() -> None:
    few, many = (walks(load("main.yaml", long_plan(steps).__getitem__).plan, NUMBER, 20) for steps in (100, 1000))
    assert few.calls == many.calls
    assert few.steps > 20 * 10
    assert max(len(call) for call in few.calls) <= LONGEST + 1


def test_every_call_ends_as_it_did_when_it_is_walked_again() -> None:
    driven = walks(sample_plan(Catalogue.load()), NUMBER, 20)
    walk_again(driven)
    for events in driven.calls:
        session = Session.begin(driven.plan, NUMBER, MONDAY)
        ended = [session.over for event in events if session.receive(event, MONDAY) is not None]
        assert ended[-1]
        assert not any(ended[:-1])


def test_the_best_round_counts() -> None:
    turns: list[str] = []
    costs = cost_of_each({"one": (lambda: turns.append("one"), 2), "two": (lambda: turns.append("two"), 1)}, 3)
    assert turns == ["one", "two"] * 3
    assert all(0 < cost < 1 for cost in costs.values())


def test_the_sample_has_cases_and_they_are_played() -> None:
    plan = sample_plan(Catalogue.load())
    cases = sample_cases(plan)
    assert len(cases) > 10
    play_often(plan, cases, 1)


@pytest.mark.parametrize("steps", [100, 400])
def test_the_long_plan_answers_its_number(steps: int) -> None:
    assert load("main.yaml", long_plan(steps).__getitem__).plan.flow_for(NUMBER) == "f0"
