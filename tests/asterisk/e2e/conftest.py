"""One service, its Asterisk and its provider for all these tests; they run on one event loop, so that it lives on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
import pytest_asyncio

from telephony.embedded.installation import Installation
from tests.asterisk.centre import Centre, open_centre, run_centre, settings_of
from tests.asterisk.e2e import supervised
from tests.asterisk.judges import PjsuaSeat
from tests.asterisk.plan import line_of
from tests.asterisk.provider import Provider
from tests.asterisk.service_process import ServiceProcess
from tests.ports import NOBODY

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


@dataclass
class Minute:
    """A call between two PJSIP phones since `began` (monotonic)."""

    caller: PjsuaSeat
    agent: PjsuaSeat
    call: int
    taken: int
    began: float

    @property
    def lasted(self) -> float:
        """Seconds until now; 0 once a phone saw its end."""
        over = any(
            event.facts.get("state") == "DISCONNCTD" for phone in (self.caller, self.agent) for event in phone.events
        )
        return 0.0 if over else time.monotonic() - self.began


@asynccontextmanager
async def _minute(centre: Centre) -> AsyncIterator[Minute]:
    account = centre.accounts["trial-caller4"]
    async with centre.seat("long1") as agent, PjsuaSeat(account.user, account.secret, centre.sip) as caller:
        call = await caller.call(line_of("long"))
        taken = await agent.incoming(within=15)
        await agent.answer(taken)
        await centre.state("long1", "TALKING")
        centre.lasting = "caller4"
        yield Minute(caller, agent, call, taken, time.monotonic())


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def minute(centre: Centre) -> AsyncIterator[Minute]:
    """A call that is to last a minute. `begun_early` asks for it before the first test."""
    async with held(_minute(centre)) as minute:
        yield minute


@pytest.fixture(scope="package", autouse=True)
def begun_early(request: pytest.FixtureRequest) -> None:
    """Begin the long call first of all if its test is to run, so that nobody waits for it."""
    if any("minute" in getattr(item, "fixturenames", ()) for item in request.session.items):
        request.getfixturevalue("minute")


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def service(
    tmp_path_factory: pytest.TempPathFactory, installation: Installation
) -> AsyncIterator[ServiceProcess]:
    """A running service, on a trunk behind which nobody listens."""
    file = settings_of(tmp_path_factory.mktemp("process"), installation, NOBODY)
    async with held(ServiceProcess(file)) as service:
        yield service


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def floor(tmp_path_factory: pytest.TempPathFactory, installation: Installation) -> AsyncIterator[Centre]:
    """The service on whose floor leaders step into talks."""
    async with held(run_centre(supervised.settings(tmp_path_factory.mktemp("supervision")))) as centre:
        yield centre


@pytest_asyncio.fixture(loop_scope="package")
async def stack() -> AsyncIterator[AsyncExitStack]:
    """What is opened in it is closed with the test."""
    async with AsyncExitStack() as opened:
        yield opened
