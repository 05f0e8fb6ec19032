"""The garbage collector works between events, and is as it was when the service ends."""

from __future__ import annotations

import asyncio
import gc
import weakref

import pytest

from service import collecting
from tests.waiting import until


class Circle:
    """What refers to itself: only the collector lets it go."""

    def __init__(self) -> None:
        self.me = self


async def test_what_refers_to_itself_goes_away_while_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "EVERY", 0.01)
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    task = asyncio.create_task(collecting.collect_between_events())
    await until(lambda: gc.get_freeze_count() > frozen)
    gone = weakref.ref(Circle())
    assert gc.get_threshold()[0] == collecting.AT_LATEST
    await until(lambda: gone() is None)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


async def test_what_lived_for_a_while_before_it_was_let_go_goes_away_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call outlives many rounds: what it leaves behind is new no more."""
    monkeypatch.setattr(collecting, "EVERY", 0.01)
    monkeypatch.setattr(collecting, "WHOLE_AFTER", 5)
    frozen = gc.get_freeze_count()
    task = asyncio.create_task(collecting.collect_between_events())
    await until(lambda: gc.get_freeze_count() > frozen)
    circle = Circle()
    gc.collect(collecting.MIDDLE)
    gone = weakref.ref(circle)
    del circle
    await until(lambda: gone() is None)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
