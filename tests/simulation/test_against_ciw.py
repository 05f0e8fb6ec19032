"""The simulator beside ciw, an independent one, where no formula is exact: lognormal talks, callers who give up."""

from __future__ import annotations

import ciw
import pytest

from acd.simulation.callers import Waiting
from acd.simulation.distributions import Exponential, Lognormal
from acd.simulation.loop import simulate
from acd.simulation.results import result_of
from tests.simulation.centres import HOUR, pool

SERVERS, PER_HOUR, HOURS = 8, 170.0, 30.0
TALK = Lognormal(180.0, 1.2)
PATIENCE = 120.0
WARM_UP = HOUR / 4


def ours() -> tuple[float, float]:
    """P(abandon), and the mean wait of the answered."""
    day = pool(SERVERS, PER_HOUR, TALK, Waiting(Exponential(PATIENCE)), hours=HOURS, seed=31)
    found = result_of(simulate(day), day.counts_from).total
    return found.abandonment, found.asa


def theirs() -> tuple[float, float]:
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(PER_HOUR / HOUR)],
        service_distributions=[ciw.dists.Lognormal(TALK.mu, TALK.sigma)],
        reneging_time_distributions=[ciw.dists.Exponential(1.0 / PATIENCE)],
        number_of_servers=[SERVERS],
    )
    ciw.seed(32)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(HOURS * HOUR)
    records = [record for record in simulation.get_all_records() if record.arrival_date > WARM_UP]
    waits = [record.waiting_time for record in records if record.record_type == "service"]
    gave_up = sum(record.record_type == "renege" for record in records)
    return gave_up / (gave_up + len(waits)), sum(waits) / len(waits)


def test_two_simulators_agree() -> None:
    (lost, asa), (their_lost, their_asa) = ours(), theirs()
    assert lost == pytest.approx(their_lost, abs=0.02)
    assert asa == pytest.approx(their_asa, rel=0.15)
