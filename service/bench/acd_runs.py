"""Simulated days, many of them: pooled over seeds, two at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TypeVar

from acd.simulation.results import Result
from service.bench.showing import Steps

AT_ONCE = 2
Job = TypeVar("Job")
Answer = TypeVar("Answer")


def all_of(jobs: Sequence[Job], run: Callable[[Job], Answer], name: Callable[[Job], str], steps: Steps) -> list[Answer]:
    """`run` for every job, in processes of their own; answers in the order of the jobs."""
    steps.plan(len(jobs))
    answers: dict[int, Answer] = {}
    with ProcessPoolExecutor(min(AT_ONCE, os.cpu_count() or 1), mp_context=get_context("forkserver")) as pool:
        futures = {pool.submit(run, job): number for number, job in enumerate(jobs)}
        for future in as_completed(futures):
            number = futures[future]
            answers[number] = future.result()
            steps.step(name(jobs[number]))
    return [answers[number] for number in range(len(jobs))]


@dataclass(frozen=True, slots=True)
class Pooled:
    """Sums over days, so that ratios are of sums. Weights in points, times in seconds."""

    offered: int = 0
    answered: int = 0
    abandoned: int = 0
    in_time: float = 0.0
    weight: float = 0.0
    lost: float = 0.0
    longest: float = 0.0
    ideal: float = 0.0

    @property
    def weighted_abandonment(self) -> float:
        """Weight of who gave up / weight of all."""
        return self.lost / self.weight

    @property
    def abandonment(self) -> float:
        """Who gave up / all."""
        return self.abandoned / self.offered

    @property
    def service_level(self) -> float:
        """Answered in time / all."""
        return self.in_time / self.offered

    @property
    def ideal_share(self) -> float:
        """Answered by who is all that was wished for / answered."""
        return self.ideal / self.answered


def pooled_of(result: Result) -> Pooled:
    """One day."""
    total = result.total
    return Pooled(
        offered=total.offered,
        answered=total.answered,
        abandoned=total.abandoned,
        in_time=total.service_level * total.offered,
        weight=total.weight,
        lost=total.weighted_abandonment * total.weight,
        longest=total.longest,
        ideal=(result.ideal or 0.0) * total.answered,
    )


def pooled(days: Iterable[Pooled]) -> Pooled:
    """All of them as one."""
    found = list(days)
    return Pooled(
        offered=sum(day.offered for day in found),
        answered=sum(day.answered for day in found),
        abandoned=sum(day.abandoned for day in found),
        in_time=sum(day.in_time for day in found),
        weight=sum(day.weight for day in found),
        lost=sum(day.lost for day in found),
        longest=max((day.longest for day in found), default=0.0),
        ideal=sum(day.ideal for day in found),
    )
