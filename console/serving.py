"""The console served on a socket, inside the service's own event loop: it begins and ends with the service.

uvicorn would take the process's signals and its logging; neither is its own here. An end closes what is open (streams of
events, sockets) within GRACE seconds: no page keeps the service from stopping.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket

import structlog
import uvicorn
from starlette.types import ASGIApp

from calls.errors import WrongSettings
from console.ending import Ending
from console.settings import ConsoleSettings

log = structlog.get_logger(__name__)
SHORT, GRACE = 0.5, 2
"""Seconds after the end was asked for until what goes on is ended, and until it is cut off."""
LARGEST_FRAME = 1 << 18
"""Bytes of a WebSocket message: SIP needs a few thousand."""


class Server(uvicorn.Server):
    """uvicorn's, without its signal handlers: the service has its own."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


async def serve(app: ASGIApp, settings: ConsoleSettings, listening: socket) -> None:
    """Answer requests until cancelled; returns when all are ended. The socket is closed then."""
    ending = Ending(app)
    server = Server(_config(ending, settings))
    _log_as_we_do()
    task = asyncio.create_task(server.serve([listening]), name="console")
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        server.should_exit = True
        await asyncio.wait({task}, timeout=SHORT)
        ending.end()
        await task
        raise


def check_tls(settings: ConsoleSettings) -> None:
    """Raises WrongSettings for a certificate that cannot be used."""
    certificate, key = settings.certificate, settings.key
    if certificate is None or key is None:
        return
    _readable("console.certificate", certificate)
    _readable("console.key", key)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except ssl.SSLError as wrong:
        text = (
            f"console.certificate, console.key: {certificate} and {key} are no certificate with its key: {wrong.reason}"
        )
        raise WrongSettings(text, "both in PEM; the certificate first, then its chain") from wrong


def _readable(setting: str, file: Path) -> None:
    try:
        file.open("rb").close()
    except OSError as wrong:
        raise WrongSettings(f"{setting}: {file} cannot be read: {wrong.strerror}") from wrong


def _config(app: ASGIApp, settings: ConsoleSettings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        loop="none",
        ws="websockets-sansio",
        ws_max_size=LARGEST_FRAME,
        ws_per_message_deflate=False,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GRACE,
        ssl_certfile=settings.certificate,
        ssl_keyfile=settings.key,
    )


class _ToOurs(logging.Handler):
    """What uvicorn says, in our log. A fault in a route was told by us already."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING and not record.getMessage().startswith("Exception in ASGI"):
            log.warning("console server", text=record.getMessage())


def _log_as_we_do() -> None:
    """Once for the process, and for good: what it says of an end comes after it."""
    theirs = logging.getLogger("uvicorn")
    if not any(isinstance(each, _ToOurs) for each in theirs.handlers):
        theirs.addHandler(_ToOurs())
        theirs.propagate = False
