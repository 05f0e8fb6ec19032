"""The console on a real socket: TLS, ports, and an end that nothing that is open holds up."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.responses import StreamingResponse

from calls.errors import WrongSettings
from console.serving import GRACE, check_tls, serve
from console.settings import ConsoleSettings
from service.config import Settings
from service.console_running import listening
from telephony.embedded.errors import PortInUse
from tests.waiting import patient, until

PEM = Path(__file__).parents[1] / "fakes/loopback.pem"


def _bound() -> socket.socket:
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    return bound


def _endless() -> FastAPI:
    app = FastAPI()

    @app.get("/stream")
    async def stream() -> StreamingResponse:
        async def lines() -> AsyncIterator[bytes]:
            yield b"data: 1\n\n"
            await asyncio.Event().wait()

        return StreamingResponse(lines(), media_type="text/event-stream")

    return app


async def test_an_open_stream_ends_properly_and_soon() -> None:
    bound = _bound()
    port = bound.getsockname()[1]
    serving = asyncio.create_task(serve(_endless(), ConsoleSettings(), bound))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=patient(10)) as browser:
        bound.listen()
        async with browser.stream("GET", "/stream") as reply:
            parts = reply.aiter_bytes()
            assert await anext(parts) == b"data: 1\n\n"
            began = time.monotonic()
            serving.cancel()
            assert [part async for part in parts] == [], "the end of a reply, not a broken one"
    with pytest.raises(asyncio.CancelledError):
        await serving
    assert time.monotonic() - began < patient(GRACE)


async def test_it_takes_no_signals_of_the_process() -> None:
    before = signal.getsignal(signal.SIGINT)
    bound = _bound()
    serving = asyncio.create_task(serve(_endless(), ConsoleSettings(), bound))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{bound.getsockname()[1]}") as browser:
        bound.listen()
        assert (await browser.get("/nothing", timeout=patient(10))).status_code == 404
    assert signal.getsignal(signal.SIGINT) is before
    serving.cancel()
    await until(serving.done, what="the end of the server")


def _settings(tmp_path: Path, port: object) -> Settings:
    file = tmp_path / "hotline.toml"
    file.write_text(f"[console]\nport = {port}\n", "utf-8")
    return Settings.read(file)


def test_a_port_that_is_used_is_refused_by_name(tmp_path: Path) -> None:
    with _bound() as taken:
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match=r"console\.port"), listening(_settings(tmp_path, port)):
            pass


def test_auto_finds_one_that_is_free(tmp_path: Path) -> None:
    settings = _settings(tmp_path, '"auto"')
    with listening(settings) as one, listening(settings) as other:
        assert one is not None
        assert other is not None
        assert one.getsockname()[1] != other.getsockname()[1]


def test_off_is_off(tmp_path: Path) -> None:
    file = tmp_path / "hotline.toml"
    file.write_text("[console]\non = false\n", "utf-8")
    with listening(Settings.read(file)) as bound:
        assert bound is None


def test_a_certificate_that_cannot_be_used_is_told_before_anything_starts(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate", "utf-8")
    for certificate, words in ((tmp_path / "none.pem", "cannot be read"), (broken, "no certificate with its key")):
        with pytest.raises(WrongSettings, match=words):
            check_tls(ConsoleSettings(certificate=certificate, key=broken))
    check_tls(ConsoleSettings(certificate=PEM, key=PEM))
    check_tls(ConsoleSettings())
