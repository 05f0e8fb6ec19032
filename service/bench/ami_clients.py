"""What the bench asks of every client, and our own client behind it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Protocol

from service.bench.ami_stream import END
from telephony.ami import AmiAccount, AmiClient, LinkLost, SimpleAction, UnsafeValue

Hear = Callable[[Any], None]
LoopFactory = Callable[[], asyncio.AbstractEventLoop]
WITHIN = 2.0
"""Seconds a correctness row may take."""

EVIL = "x\r\nInjected: yes"
USER, SECRET = "bench", "bench"


class Contender(Protocol):
    """One client under measurement."""

    name: str

    def play(self, port: int, script: str, hear: Hear, within: float = WITHIN, evil: bool = False) -> float:
        """Log in, ask for a script, hand every event to `hear`: seconds from asking to its end.

        With `evil` a value holding a line break is sent first. Raises TimeoutError when the end is not seen in time.
        """

    def name_of(self, event: Any) -> str:
        """The event's name, as this client gives it."""

    def whole(self, event: Any) -> Any:
        """All its headers parsed, uncopied."""

    def headers_of(self, event: Any) -> dict[str, Any]:
        """Its other headers, to compare."""

    def listed(self, port: int) -> list[str]:
        """The channels of the list that `Action: Status` brings."""

    def lines(self, port: int) -> list[str]:
        """The lines that `Action: Command` brings."""

    def loses(self, port: int) -> bool:
        """Whether an answer still awaited fails soon after the link is cut."""


class OnLoop(ABC):
    """A client that plays on a loop of its own, of this kind."""

    def __init__(self, name: str, loop_factory: LoopFactory | None = None) -> None:
        self.name, self._loop_factory = name, loop_factory

    def play(self, port: int, script: str, hear: Hear, within: float = WITHIN, evil: bool = False) -> float:
        with asyncio.Runner(loop_factory=self._loop_factory) as runner:
            return runner.run(self._play(port, script, hear, within, evil))

    @abstractmethod
    async def _play(self, port: int, script: str, hear: Hear, within: float, evil: bool) -> float:
        """The same on that loop."""


class Hotline(OnLoop):
    """This project's client."""

    async def _play(self, port: int, script: str, hear: Hear, within: float, evil: bool) -> float:
        ended = asyncio.Event()

        def listen(event: Any, source: AmiClient) -> None:  # noqa: ARG001 - the shape of a listener
            if event.name == END:
                ended.set()
            hear(event)

        async with asyncio.timeout(within), AmiClient(_account(port)) as client:
            client.add_event_listener(listen)
            if evil:
                with contextlib.suppress(UnsafeValue):
                    await client.send(SimpleAction("Ping", Text=EVIL))
            begun = time.perf_counter()
            client.send_action(SimpleAction("BenchStream", Script=script))
            await ended.wait()
            return time.perf_counter() - begun

    def name_of(self, event: Any) -> str:
        return str(event.name)

    def whole(self, event: Any) -> Any:
        return event.headers

    def headers_of(self, event: Any) -> dict[str, Any]:
        return dict(event.headers)

    def listed(self, port: int) -> list[str]:
        return [event["Channel"] for event in asyncio.run(self._ask(port, SimpleAction("Status"))).events]

    def lines(self, port: int) -> list[str]:
        found: list[str] = asyncio.run(self._ask(port, SimpleAction("Command", Command="x"))).output
        return found

    async def _ask(self, port: int, action: SimpleAction) -> Any:
        async with AmiClient(_account(port)) as client:
            return await client.send(action)

    def loses(self, port: int) -> bool:
        return asyncio.run(self._lose(port))

    async def _lose(self, port: int) -> bool:
        async with AmiClient(_account(port)) as client:
            waiting = client.send_action(SimpleAction("BenchSilent"))
            client.send_action(SimpleAction("BenchCut")).cancel()
            await asyncio.wait([waiting], timeout=1.0)
            return waiting.done() and isinstance(waiting.exception(), LinkLost)


def _account(port: int) -> AmiAccount:
    return AmiAccount("127.0.0.1", port, USER, SECRET)
