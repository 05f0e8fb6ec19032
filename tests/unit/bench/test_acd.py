"""What `hotline bench acd` reckons with: the optimum, the formulas, the growth, and the rows that it makes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acd.erlang import ErlangA
from acd.simulation.baselines import APP_QUEUE, FULL, STRATEGIES, under
from acd.simulation.loop import simulate
from acd.simulation.results import result_of
from calls.errors import WrongSettings
from service.bench import acd_contests, acd_growth, acd_ideal, acd_waits
from service.bench.acd_formulas import Case, day_of, formula_figures, poisson_loss
from service.bench.acd_mixes import MIXES, agents, mixed_day
from service.bench.acd_optimum import HANDLING, SERVERS, Class, Small, optimal_loss
from service.bench.acd_runs import Pooled, pooled
from service.bench.everything import of_acd


def test_the_formulas_reach_what_was_published() -> None:
    assert [figure.name for figure in formula_figures() if not figure.ok] == []


def test_a_poisson_crowd() -> None:
    assert poisson_loss(100, 102.0) == pytest.approx(0.04992, abs=5e-6)


def test_the_optimum_of_classes_that_are_alike_is_erlang_a() -> None:
    """Where all callers are the same, nothing can be chosen, and keeping people free only loses."""
    patience = 120.0
    centre = Small(1.0, (Class("one", 1.0, 0.5, patience, 20), Class("two", 1.0, 0.5, patience, 20)))
    exact = ErlangA(SERVERS, SERVERS / HANDLING, HANDLING, patience).abandons
    assert optimal_loss(centre) == pytest.approx(exact, rel=0.01)


def test_the_optimum_is_below_any_rule() -> None:
    centre = Small(1.0, (Class("vip", 5.0, 0.3, 60.0, 16), Class("low", 1.0, 0.7, 120.0, 30)))
    blind = ErlangA(SERVERS, SERVERS / HANDLING, HANDLING, 102.0).abandons
    assert optimal_loss(centre) < blind


def test_fifty_agents_with_the_skills_of_the_policy() -> None:
    skills = [tuple(sorted(agent.skills)) for agent in agents()]
    assert len(skills) == 50
    assert skills.count(("s0",)) == 15
    assert skills.count(("s0", "s1", "s2")) == 6


def test_a_mixed_day_has_its_demand() -> None:
    day = mixed_day(MIXES["A"], 1.0, 4.0, 3, acd_contests.queues())
    assert len(day.calls) == pytest.approx(4000, rel=0.08)
    share = sum(call.queue == "s0" for call in day.calls) / len(day.calls)
    assert share == pytest.approx(0.45, abs=0.03)
    assert {call.weight for call in day.calls} == {1.0, 2.0, 5.0}
    assert all(call.belief for call in day.calls)


def test_other_rules_meet_the_same_callers() -> None:
    day = mixed_day(MIXES["A"], 1.0, 1.0, 3, acd_contests.queues())
    ours, theirs = under(day, FULL), under(day, APP_QUEUE)
    assert list(ours.calls) == list(theirs.calls)
    assert {queue.strategy for queue in ours.queues} == {"patience"}
    assert {queue.reserve for queue in theirs.queues} == {None}


def test_sums_over_days_make_the_ratios() -> None:
    both = pooled(
        [Pooled(offered=10, abandoned=1, weight=20.0, lost=5.0), Pooled(offered=30, abandoned=5, weight=20.0)]
    )
    assert both.abandonment == pytest.approx(0.15)
    assert both.weighted_abandonment == pytest.approx(0.125)


def test_a_contest_has_a_row_for_every_mix_and_load() -> None:
    good = Pooled(offered=100, answered=90, abandoned=10, in_time=80.0, weight=100.0, lost=5.0, longest=100.0)
    found = {
        (mix, load, rules.name): [good] if rules is FULL else [replace(good, lost=10.0)]
        for mix in acd_contests.RATIOS
        for load in acd_contests.LOADS
        for rules in (FULL, APP_QUEUE)
    }
    figures = acd_contests.figures(found)
    assert len([figure for figure in figures if figure.name.startswith("weighted abandonment")]) == 9
    assert all(figure.ok for figure in figures)
    found["A", 1.0, FULL.name] = [replace(good, lost=9.0)]
    assert [figure.value for figure in acd_contests.figures(found) if not figure.ok] == [0.9]


def test_waits_are_told_only_to_who_waits() -> None:
    day = acd_waits.pool_day(0.9, 1.0, 5)
    both = acd_waits.Both(len(day.people))
    outcomes = simulate(day, foretell=both)
    told = [number for number, wait in enumerate(outcomes.foretold) if wait == wait]
    assert told
    assert all(outcomes.waited[number] > 0 for number in told)
    assert both.told == {}


def test_an_ideal_match_is_a_person_with_the_score() -> None:
    trial = acd_ideal.Trial(0.5, acd_ideal.PATIENCE, 4, 1.0)
    found = acd_ideal.run(trial)
    assert 0.3 < found.ideal_share <= 1.0


def test_growth_by_logarithms() -> None:
    assert acd_growth.exponent((10, 100, 1000), (1.0, 10.0, 100.0)) == pytest.approx(1.0)
    assert acd_growth.exponent((10, 100, 1000), (3.0, 3.0, 3.0)) == pytest.approx(0.0)


def test_the_crowd_is_as_large_as_it_says() -> None:
    here = acd_growth.crowd(40, 300)
    assert len(here.talks) == 40
    assert acd_growth._waiting(here.dispatcher, here.now) == 300
    here.serve_one(next(iter(here.talks)))
    assert acd_growth._waiting(here.dispatcher, here.now) == 300


def test_erlang_a_days_bring_the_work_of_their_case() -> None:
    case = Case(10, 11.0, 240.0, 120.0)
    day = day_of(case, 1, hours=6.0)
    assert len(day.calls) == pytest.approx(6 * 3600 / 240 * 11, rel=0.15)
    found = result_of(simulate(day, STRATEGIES), day.counts_from).total
    assert found.abandonment == pytest.approx(case.exact.abandons, rel=0.3)


def test_a_part_that_does_not_exist_is_refused() -> None:
    with pytest.raises(WrongSettings, match="luck"):
        of_acd(parts=["luck"])
