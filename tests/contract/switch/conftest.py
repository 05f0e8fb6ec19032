"""Every contract test runs in each world."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.switch.fake_world import FakeWorld
from tests.contract.switch.world import Side, World


@pytest.fixture
def fake_world(tmp_path: Path) -> World:
    """The switch in memory."""
    return FakeWorld(tmp_path)


@pytest.fixture(params=["fake"])
def world(request: pytest.FixtureRequest) -> World:
    """The world of this run."""
    found: World = request.getfixturevalue(f"{request.param}_world")
    return found


@pytest.fixture
async def caller(world: World) -> Side:
    """A caller who was answered."""
    caller = await world.call_in()
    await world.run(world.switch.answer(caller.leg))
    await world.until(lambda: caller.up)
    return caller
