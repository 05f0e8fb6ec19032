"""The orders of others, as the dispatcher is told of them."""

from __future__ import annotations

from math import inf

from acd.patience import Baseline, Hazard, Patience, PatienceModel
from acd.queues import Queue
from acd.simulation.baselines import LEAST_PATIENCE, LONGEST, STRATEGIES, by_patience_left, under
from acd.simulation.callers import Call
from acd.simulation.day import Day
from acd.simulation.loop import simulate
from tests.simulation.centres import agents

LINE = Hazard((0.0, 1.0), (0.0, 1.0))


def caller(at: float, segment: str, belief: Patience | None = None) -> Call:
    return Call(at, "q", segment, 1.0, 1, inf, 60.0, belief)


def day(*calls: Call) -> Day:
    model = PatienceModel({"hasty": Baseline(LINE, 1.0, 30.0), "calm": Baseline(LINE, 1.0, 600.0)})
    return Day(agents(1), [Queue("q", skill={"s": 5.0})], calls, model)


def test_the_median_of_what_is_believed_tells_who_gives_up_first() -> None:
    scene = day()
    assert by_patience_left(caller(0, "hasty"), scene).credit == LONGEST - 30.0
    assert by_patience_left(caller(0, "calm"), scene).credit == LONGEST - 600.0
    known = Patience("calm", 1.0, 20.0)
    assert by_patience_left(caller(0, "calm", known), scene).credit == LONGEST - 20.0


def test_nobody_is_taken_to_stay_for_ever() -> None:
    assert by_patience_left(caller(0, "calm", Patience("calm", 1.0, 1e9)), day()).credit == 0.0


def test_who_is_believed_to_give_up_first_is_served_first() -> None:
    calls = (caller(0, "calm"), caller(1, "calm"), caller(2, "hasty"))
    waited = list(simulate(under(day(*calls), LEAST_PATIENCE), STRATEGIES).waited)
    assert waited == [0.0, 119.0, 58.0]
