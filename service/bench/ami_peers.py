"""The peers of the bench: panoramisk and asterisk-ami, each as it is shipped."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import asterisk.ami

from calls.errors import WrongSettings
from service.bench.ami_clients import EVIL, SECRET, USER, WITHIN, Hear, OnLoop
from service.bench.ami_stream import END

try:
    import panoramisk
except ImportError as missing:
    raise WrongSettings(
        "the AMI bench measures beside panoramisk, which is not installed", "pip install panoramisk"
    ) from missing


class Panoramisk(OnLoop):
    """panoramisk, as it comes."""

    async def _play(self, port: int, script: str, hear: Hear, within: float, evil: bool) -> float:
        ended = asyncio.Event()

        def listen(manager: Any, event: Any) -> None:  # noqa: ARG001 - the shape of a listener
            if event["Event"] == END:
                ended.set()
            hear(event)

        async with asyncio.timeout(within), _panoramisk(port) as manager:
            manager.register_event("*", listen)
            if evil:
                await manager.send_action({"Action": "Ping", "Text": EVIL})
            begun = time.perf_counter()
            manager.send_action({"Action": "BenchStream", "Script": script})
            await ended.wait()
            return time.perf_counter() - begun

    def name_of(self, event: Any) -> str:
        return str(event["Event"])

    def whole(self, event: Any) -> Any:
        return event

    def headers_of(self, event: Any) -> dict[str, Any]:
        return {name: value for name, value in event.items() if name not in ("Event", "content")}

    def listed(self, port: int) -> list[str]:
        found = asyncio.run(self._ask(port, {"Action": "Status"}))
        return [message["Channel"] for message in found if "Channel" in message]

    def lines(self, port: int) -> list[str]:
        return _as_lines(asyncio.run(self._ask(port, {"Action": "Command", "Command": "x"}))["Output"])

    async def _ask(self, port: int, action: dict[str, str]) -> Any:
        async with asyncio.timeout(WITHIN), _panoramisk(port) as manager:
            return await manager.send_action(action)

    def loses(self, port: int) -> bool:
        return asyncio.run(self._lose(port))

    async def _lose(self, port: int) -> bool:
        async with _panoramisk(port) as manager:
            waiting = manager.send_action({"Action": "BenchSilent"})
            manager.send_action({"Action": "BenchCut"})
            await asyncio.wait([waiting], timeout=1.0)
            return bool(waiting.done() and waiting.exception())


class AsteriskAmi:
    """asterisk-ami as shipped: its own thread, its own parser. It has no loop to choose."""

    def __init__(self, name: str) -> None:
        self.name = name

    def play(self, port: int, script: str, hear: Hear, within: float = WITHIN, evil: bool = False) -> float:
        ended = threading.Event()

        def listen(event: Any, source: Any) -> None:  # noqa: ARG001 - the shape of a listener
            if event.name == END:
                ended.set()
            hear(event)

        with _asterisk_ami(port) as client:
            client.add_event_listener(listen)
            if evil:
                client.send_action(asterisk.ami.SimpleAction("Ping", Text=EVIL))
            begun = time.perf_counter()
            client.send_action(asterisk.ami.SimpleAction("BenchStream", Script=script))
            if not ended.wait(within):
                raise TimeoutError(script)
            return time.perf_counter() - begun

    def name_of(self, event: Any) -> str:
        return str(event.name)

    def whole(self, event: Any) -> Any:
        return event.keys

    def headers_of(self, event: Any) -> dict[str, Any]:
        return dict(event.keys)

    def listed(self, port: int) -> list[str]:
        with _asterisk_ami(port) as client:
            answer = client.send_action(asterisk.ami.SimpleAction("Status")).response
            return [event["Channel"] for event in getattr(answer, "events", ())]

    def lines(self, port: int) -> list[str]:
        with _asterisk_ami(port) as client:
            answer = client.send_action(asterisk.ami.SimpleAction("Command", Command="x")).response
            return _as_lines(answer.keys["Output"])

    def loses(self, port: int) -> bool:
        with _asterisk_ami(port) as client:
            waiting = client.send_action(asterisk.ami.SimpleAction("BenchSilent"))
            client.send_action(asterisk.ami.SimpleAction("BenchCut"))
            begun = time.perf_counter()
            return waiting.response is not None and time.perf_counter() - begun < 1.0


def _as_lines(value: list[str] | str) -> list[str]:
    return value if isinstance(value, list) else value.split("\n")


@contextlib.asynccontextmanager
async def _panoramisk(port: int) -> AsyncIterator[Any]:
    quiet = logging.getLogger("bench.panoramisk")
    quiet.setLevel(logging.CRITICAL + 1)
    manager = panoramisk.Manager(
        host="127.0.0.1", port=port, username=USER, secret=SECRET, log=quiet, ping_delay=3600, reconnect_timeout=3600
    )
    await manager.connect()
    if manager.authenticated_future is not None:
        await manager.authenticated_future
    try:
        yield manager
    finally:
        manager.close()


@contextlib.contextmanager
def _asterisk_ami(port: int) -> Iterator[Any]:
    """Its `timeout` is also the silence after which its thread ends: 0.5 s here instead of 3, so the row is quick."""
    client = asterisk.ami.AMIClient(address="127.0.0.1", port=port, timeout=0.5)
    if client.login(USER, SECRET).response is None:
        raise TimeoutError("login")
    try:
        yield client
    finally:
        client.finished.set()
        client.disconnect()
