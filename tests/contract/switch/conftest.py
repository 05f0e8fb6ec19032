"""Every contract test runs in each world."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from telephony.embedded.exchange import Exchange
from tests.asterisk.conftest import Account, accounts, exchange, installation
from tests.contract.switch.asterisk_world import AsteriskWorld
from tests.contract.switch.fake_world import FakeWorld
from tests.contract.switch.overhearing import Talk, picked_up
from tests.contract.switch.world import DESK, OTHER_DESK, Side, World

__all__ = ["accounts", "exchange", "installation"]


@pytest.fixture
def fake_world(tmp_path: Path) -> World:
    """The switch in memory."""
    return FakeWorld(tmp_path)


@pytest.fixture
async def asterisk_world(
    exchange: Exchange,
    accounts: Mapping[str, Account],
    tmp_path: Path,
) -> AsyncIterator[World]:
    """The switch that carries calls."""
    async with AsteriskWorld(exchange.ami_address, accounts, tmp_path) as world:
        yield world


@pytest.fixture(params=["fake", pytest.param("asterisk", marks=pytest.mark.asterisk)])
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


@pytest.fixture
async def talk(world: World, caller: Side) -> Talk:
    """They talk; the leader has picked up."""
    agent, agent_leg = await picked_up(world, DESK)
    await world.run(world.switch.bridge(caller.leg, agent_leg))
    leader, leader_leg = await picked_up(world, OTHER_DESK)
    return Talk(world, caller, agent, leader, agent_leg, leader_leg)
