"""A fake switch and what it tells."""

from __future__ import annotations

import pytest

from calls.events import SwitchEvent
from tests.fakes.clock import ManualClock
from tests.fakes.switch import FakeSwitch


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def events() -> list[SwitchEvent]:
    return []


@pytest.fixture
def switch(clock: ManualClock, events: list[SwitchEvent]) -> FakeSwitch:
    switch = FakeSwitch(clock)
    switch.attach(events.append)
    return switch
