"""What the document promises holds for requests that nobody thought of: schemathesis draws them.

No request makes a fault, and each reply is one that the document has. The house behind it is the real one, on a switch in
memory, served on a real socket by a thread with a loop of its own.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import structlog
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from console.app import application
from console.roles import Role
from console.security.tokens import PREFIX
from console.serving import serve
from store.accounts import Account
from tests.console.desk import open_console
from tests.waiting import patient

NO_END = ("/live",)
"""Streams of events: there is no reply to look at."""
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
schemathesis.serializer.alias(
    "audio/wav", "application/octet-stream"
)  # for what takes audio/*: bytes as they are drawn
schema = schemathesis.openapi.from_dict(application().openapi()).exclude(
    path_regex="|".join(f"{each}$" for each in NO_END)
)


class Served:
    """A console on a socket, and a token that may do everything."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._ready = folder, threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="console")
        self._stop: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.address, self.token = "", ""

    def __enter__(self) -> Served:
        self._thread.start()
        assert self._ready.wait(patient(60)), "the console did not come up"
        return self

    def __exit__(self, *_: object) -> None:
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(patient(30))

    async def _run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with open_console(self._folder) as console:
            doors = console.rooms.doors
            robot = await doors.accounts.add(Account("robot", "Robot", (Role.ADMIN.value,)))
            await doors.accounts.add(Account("admin", "Admin", (Role.ADMIN.value,)))
            program = await console.browser_of("admin")
            made = await program.post("/api/v1/tokens", json={"name": "schemathesis", "user": robot.user})
            self.token = made.json()["secret"]
            assert self.token.startswith(PREFIX)
            bound = socket.socket()
            bound.bind(("127.0.0.1", 0))
            bound.listen()
            self.address = f"http://127.0.0.1:{bound.getsockname()[1]}"
            serving = asyncio.create_task(serve(console.app, console.rooms.settings, bound))
            self._ready.set()
            await self._stop.wait()
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with Served(tmp_path_factory.mktemp("served")) as running:
        yield running
    structlog.reset_defaults()


@schema.parametrize()
@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_reply_is_one_that_the_document_has(case: schemathesis.Case[Any], served: Served) -> None:
    reply = case.call(base_url=served.address, headers={"Authorization": f"Bearer {served.token}"}, timeout=patient(20))
    assert reply.status_code < 500 or reply.status_code == 503, reply.text
    case.validate_response(reply, checks=CHECKS)
