"""The crowd of the routing bench: its day, what both centres are told, and what its figures are made of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from acd.simulation.callers import Call
from prompts.catalogue import Catalogue
from service.bench.crowd import Seen, Visit
from service.bench.crowd_day import AGENTS, HANDLING, PROMISE, WEIGHTS, crowd_day
from service.bench.crowd_plans import SEATS, our_plan, their_dialplan, their_queues, write_customers
from service.bench.ground import Ground, Ports
from service.bench.plans import settings_file
from service.bench.routing_crowd import found, in_time, weighted_abandonment
from service.config import Settings
from service.plans import load_configuration
from telephony.embedded.installation import Installation, Version

DAY = crowd_day(minutes=10, seed=1)
CALL = Call(100.0, "vip", "vip", 5.0, 5, patience=4.0, handling=20.0)
ANSWERED = Visit(CALL, 100.0, 101.0, 102.0, 122.0)
GAVE_UP = Visit(CALL, 100.0, 101.0, 0.0, 105.0, gave_up=True)
LOW = Visit(replace(CALL, segment="low", queue="low", weight=1.0), 100.0, 101.0, 101.0 + PROMISE + 1, 150.0)


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    return Ground(
        tmp_path,
        tmp_path / "no",
        Installation(("asterisk",), Version(22, 0), Path("/no"), Path("/no")),
        Catalogue.load(),
    )


def test_the_same_seed_brings_the_same_callers() -> None:
    again = crowd_day(minutes=10, seed=1)
    assert again.calls == DAY.calls
    assert again.counts == DAY.counts
    assert crowd_day(minutes=10, seed=2).calls != DAY.calls


def test_the_work_brought_is_what_the_agents_can_do() -> None:
    """Load 1: over many days, calls x mean handling = agents x time, and one call more an agent to fill the centre."""
    days = [crowd_day(minutes=10, seed=seed) for seed in range(20)]
    calls = [call for day in days for call in day.calls.values()]
    assert len(calls) / len(days) == pytest.approx(AGENTS * 600 / HANDLING + AGENTS, rel=0.03)
    assert sum(call.handling for call in calls) / len(calls) == pytest.approx(HANDLING, rel=0.05)
    shares = {name: sum(call.segment == name for call in calls) / len(calls) for name in WEIGHTS}
    assert shares == pytest.approx({"vip": 0.2, "regular": 0.5, "low": 0.3}, abs=0.02)


def test_what_is_known_of_a_caller_is_what_the_day_drew(ground: Ground) -> None:
    for number, call in DAY.calls.items():
        before, counts = DAY.model.baseline(call.segment), DAY.counts[number]
        assert call.belief is not None
        assert (before.a + counts.hang_ups, before.b + counts.exposure) == pytest.approx((call.belief.a, call.belief.b))


def test_our_plan_has_no_mistakes(ground: Ground) -> None:
    file = settings_file(ground, "ours", our_plan(), Ports(5060, 5038, 10000))
    write_customers(file.parent, DAY)
    configuration = load_configuration(Settings.read(file), ground.catalogue)
    assert {queue.name: (queue.weight, queue.strategy) for queue in configuration.queues} == {
        name: (weight, "patience") for name, weight in WEIGHTS.items()
    }
    assert [person.id for person in configuration.people] == list(SEATS)
    assert {queue.handling for queue in configuration.queues} == {HANDLING}


def test_app_queue_is_told_the_same(ground: Ground) -> None:
    conf = their_queues()
    for name, weight in WEIGHTS.items():
        part = conf.partition(f"[{name}]\n")[2].partition("[")[0]
        assert f"weight = {weight}\n" in part
        assert part.count("member => PJSIP/") == AGENTS
    assert their_dialplan(ground).count("Queue(") == 3


def test_weights_count_in_abandonment_and_nobody_who_was_not_in_line() -> None:
    assert weighted_abandonment([ANSWERED, GAVE_UP, LOW]) == 5 / 11
    assert in_time([ANSWERED, GAVE_UP, LOW]) == 1 / 3
    assert (weighted_abandonment([]), in_time([])) == (0.0, 0.0)


def test_the_figures() -> None:
    mine = Seen({"1": ANSWERED, "2": LOW}, free_to_ring=[0.01])
    theirs = Seen({"1": GAVE_UP, "2": LOW}, free_to_ring=[0.5])
    figures = {figure.name: figure for figure in found(DAY, mine, theirs, 6.0).figures}
    ratio = figures["weighted abandonment, hotline / app_queue"]
    assert (ratio.value, ratio.ok) == (0.0, True)
    assert figures["from free to ring while somebody waits, hotline, median"].value == 10.0
    assert figures["CPU of the service"].value == 0.01
    worse = found(DAY, theirs, mine, 6.0)
    assert "weighted abandonment, hotline / app_queue" in worse.missed


def test_calls_that_went_wrong_are_no_success() -> None:
    wrong = Seen({"1": replace(ANSWERED, fault="x"), "2": GAVE_UP, "3": LOW}, turned_away=0)
    assert "calls that went wrong, hotline" in found(DAY, wrong, wrong, 0.0).missed
