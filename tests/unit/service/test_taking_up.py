"""A plan that becomes live while Asterisk cannot take it up: it is tried again, and a plan that is wrong is not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from calls.errors import HotlineError
from prompts.catalogue import Catalogue
from service import service as running
from service.configuration import Configuration
from service.service import Service
from store.database import Database
from telephony.embedded.errors import NotReady
from tests.unit.service.plan_ground import BETTER, NO_PROMPT, Ground, changes


@pytest.fixture
async def ground(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ground]:
    async with Database.in_file(tmp_path / "hotline.db") as database:
        ground = Ground(tmp_path, database)
        await ground.version()
        monkeypatch.setattr(running, "load_catalogue", lambda _settings: ground.catalogue)
        yield ground


class Around:
    """What is around a plan that is taken up: the switchboard fails with `trouble`, once."""

    def __init__(self, trouble: HotlineError | None) -> None:
        self.trouble, self.versions = trouble, list[int]()
        self.raised: dict[str, str] = {}

    async def reload(self, _configuration: Configuration) -> None:
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            raise trouble

    async def reconfigure(self, configuration: Configuration, _shelf: Catalogue) -> None:
        self.versions.append(configuration.version)

    def service(self, ground: Ground) -> Service:
        alarms = SimpleNamespace(
            raise_=self.raised.__setitem__, clear=lambda name: self.raised.pop(name, None), raised=self.raised
        )
        editions = SimpleNamespace(version=0)
        house: Any = SimpleNamespace(alarms=alarms, editions=editions, reconfigure=self.reconfigure)
        switch: Any = SimpleNamespace(dial_by=lambda _dialling: None)
        other: Any = SimpleNamespace(look_again=lambda: None)
        board: Any = self
        rooms = (house, switch, other, board, ground.catalogue, ground.settings)
        return Service(*rooms, other, other, other, other, ground.live, other, other)


async def test_what_asterisk_could_not_take_up_is_tried_again(ground: Ground) -> None:
    around = Around(NotReady("Asterisk does not answer"))
    service = around.service(ground)
    await ground.publish(BETTER)
    await service.take_up("published")
    assert "does not answer" in around.raised["reload"]
    assert await changes(ground, looks=1) != [], "it is asked for again"
    await service.take_up("again")
    assert (around.versions, around.raised) == ([2], {})


async def test_what_is_wrong_is_not_tried_again_and_again(ground: Ground) -> None:
    around = Around(None)
    await ground.publish(NO_PROMPT)
    await around.service(ground).take_up("published")
    assert "a_prompt_that_is_gone" in around.raised["reload"]
    assert await changes(ground) == []
