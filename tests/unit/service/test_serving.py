"""What is told to whoever starts the service, and what may go wrong with it once calls are taken."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from service.cli.serving import _welcome_to_console
from store.errors import StoreUnusable


@dataclass
class Doors:
    """A console that gives this link, or fails so."""

    link: str | StoreUnusable
    address: str = "http://127.0.0.1:8080"

    async def first_link(self) -> str:
        if isinstance(self.link, StoreUnusable):
            raise self.link
        return self.link


async def _told(link: str | StoreUnusable, capsys: pytest.CaptureFixture[str]) -> str:
    service: Any = SimpleNamespace(console=Doors(link))
    await _welcome_to_console(service)
    read = capsys.readouterr()
    return read.out + read.err


async def test_the_first_admin_gets_his_link(capsys: pytest.CaptureFixture[str]) -> None:
    assert "http://127.0.0.1:8080/first/abc" in await _told("http://127.0.0.1:8080/first/abc", capsys)


async def test_nobody_is_told_of_a_link_once_there_is_an_account(capsys: pytest.CaptureFixture[str]) -> None:
    told = await _told("", capsys)
    assert "http://127.0.0.1:8080" in told
    assert "sign in" not in told


async def test_a_full_disk_gives_no_link_and_ends_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    told = await _told(StoreUnusable("hotline.db: disk I/O error"), capsys)
    assert "no link for a first admin" in told
    assert "disk I/O error" in told
    assert "free space" in told
