"""One service, its Asterisk and its provider for all these tests; they run on one event loop, so that it lives on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
import pytest_asyncio

from telephony.embedded.installation import Installation
from tests.asterisk.centre import Centre, open_centre
from tests.asterisk.provider import Provider

T = TypeVar("T")


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the centre lives."""
    return tmp_path_factory.mktemp("centre")


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def provider(folder: Path) -> AsyncIterator[Provider]:
    """The outside world behind the trunk."""
    async with Provider(folder / "provider") as provider:
        yield provider


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def centre(folder: Path, provider: Provider, installation: Installation) -> AsyncIterator[Centre]:
    """The running service. Tests use desks and stories of their own, and leave nothing behind."""
    async with held(open_centre(folder, installation, provider.port)) as centre:
        yield centre


@asynccontextmanager
async def held(manager: AbstractAsyncContextManager[T]) -> AsyncIterator[T]:
    """Opens and closes `manager` in one task of its own: a fixture's two halves run in different ones."""
    opened: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    done = asyncio.Event()

    async def hold() -> None:
        async with manager as value:
            opened.set_result(value)
            await done.wait()

    task = asyncio.create_task(hold())
    either: set[asyncio.Future[Any]] = {task, opened}
    await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    try:
        if opened.done():
            yield opened.result()
    finally:
        done.set()
        await task
