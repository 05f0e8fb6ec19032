"""Patience learnt from the store: on demand, at night, in a process of its own, and taken up whoever learnt it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from acd.personal import DAY
from calls.causes import Cause, EndedBy
from calls.happenings.entry import Entry, Happening
from calls.happenings.queue import Believed, Queued
from calls.happenings.talk import Connected
from calls.happenings.visit import Arrived, Ended
from calls.ids import LegId, PersonId
from service.alarms import Alarms
from service.metrics import Metrics
from service.patience_learning import LOOKED_AT_EVERY, Nightly, in_a_process, learn_anew
from service.patience_rules import PatienceRules
from store.database import Database
from store.errors import StoreUnusable
from store.patience import ModelKept, PatienceStore
from tests.fakes.clock import EPOCH, ManualClock
from tests.unit.store.samples import call_id, written
from tests.unit.store.writers import write_all
from tests.waiting import until

RULES = PatienceRules()


def calls(many: int = 300) -> list[Entry]:
    """Callers of a class, each three times: patience of 40 s on average, answered after 60 s."""
    draw = np.random.default_rng(4)
    entries: list[Entry] = []
    for number in range(many):
        at = EPOCH - 20 * DAY + number * 600
        patience, answer = float(draw.exponential(40)), float(draw.exponential(60))
        end = at + min(patience, answer)
        joined: list[tuple[float, Happening]] = [
            (at, Arrived(LegId(f"leg-{number}"), "95105", f"1390000{number // 3:04}", "")),
            (at, Queued("orders", 1, at)),
            (at, Believed("vip", "8-40", 1.5, 1.5)),
        ]
        if patience >= answer:
            joined.append((end, Connected(PersonId("1001"), LegId(f"seat-{number}"))))
        over = end if patience < answer else end + 100
        entries += written(call_id(number), *joined, (over, Ended(EndedBy.CALLER, Cause.NORMAL)))
    return entries


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.in_file(tmp_path / "hotline.db") as database:
        await write_all(database, calls())
        yield database


async def test_it_learns_from_the_calls_in_the_store(database: Database) -> None:
    steps: dict[str, tuple[int, int]] = {}
    found = await learn_anew(database, RULES, EPOCH, lambda step, done, total: steps.update({step: (done, total)}))
    store = PatienceStore(database)
    assert await store.model() == found
    assert (found.version, found.waits, found.callers) == (1, 300, 100)
    hazard = found.model.baseline("vip@8-40").hazard
    assert hazard.at(40.0) == pytest.approx(1.0, rel=0.35)
    caller = await store.caller("13900000007")
    assert caller is not None
    assert caller.waits == 3
    assert steps["calls"] == (300, 300)


async def test_older_calls_than_the_history_do_not_count(database: Database) -> None:
    found = await learn_anew(database, PatienceRules(history=19 * DAY), EPOCH)
    assert 100 < found.waits < 200


async def test_at_most_so_many_calls_are_learnt_from(database: Database) -> None:
    assert (await learn_anew(database, PatienceRules(at_most=50), EPOCH)).waits == 50


async def test_a_process_of_its_own_learns_the_same(database: Database, tmp_path: Path) -> None:
    await in_a_process(f"sqlite:///{tmp_path}/hotline.db", PatienceRules(history=3650 * DAY))
    found = await PatienceStore(database).model()
    assert found is not None
    assert found.waits == 300


async def test_a_process_that_cannot_learn_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ChildProcessError, match="ended with 1"):
        await in_a_process(f"sqlite:///{tmp_path}/nothing/here.db", RULES)


class Night:
    """A nightly job on a clock of ours."""

    def __init__(self, database: Database) -> None:
        self.clock, self.alarms = ManualClock(), Alarms(Metrics())
        self.learnt, self.taken = 0, list[ModelKept]()
        self.error: Exception | None = None
        self.database = database
        store = PatienceStore(database)
        self.job = Nightly(self.learn, store, RULES, self.clock, self.alarms, self.taken.append, known=0)

    async def learn(self) -> None:
        self.learnt += 1
        if self.error is not None:
            raise self.error
        await learn_anew(self.database, RULES, self.clock.now())

    async def wait_until_due(self) -> None:
        await self.clock.advance(RULES.next_learning(self.clock.now()) - self.clock.now())


@pytest.fixture
async def night(database: Database) -> AsyncIterator[Night]:
    night = Night(database)
    task = asyncio.create_task(night.job.run())
    await asyncio.sleep(0)
    yield night
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_it_learns_at_its_hour_and_takes_it_up(night: Night) -> None:
    await night.wait_until_due()
    await until(lambda: len(night.taken) == 1)
    assert night.learnt == 1
    assert night.taken[0].version == 1


async def test_what_somebody_else_learnt_is_taken_up_too(night: Night) -> None:
    await learn_anew(night.database, RULES, EPOCH)
    await night.clock.advance(LOOKED_AT_EVERY)
    await until(lambda: len(night.taken) == 1)
    assert night.learnt == 0


@pytest.mark.parametrize("error", [StoreUnusable("the disk is full"), ChildProcessError("it ended with 1")])
async def test_what_goes_wrong_is_told_and_tried_again_the_next_night(night: Night, error: Exception) -> None:
    night.error = error
    await night.wait_until_due()
    await until(lambda: night.learnt == 1)
    await until(lambda: "patience_learning" in night.alarms.raised)
    assert night.taken == []
    night.error = None
    await night.clock.advance(1)
    await night.wait_until_due()
    await until(lambda: len(night.taken) == 1)
    assert night.alarms.raised == {}
