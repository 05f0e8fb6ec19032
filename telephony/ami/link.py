"""Keeps a client connected: runs the link machine on a real clock and real connections."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from random import SystemRandom
from typing import Any, assert_never

from asterisk.ami import Action, SimpleAction

from telephony.ami.account import AmiAccount
from telephony.ami.client import AmiClient
from telephony.ami.errors import AmiError, AmiRefused, LinkLost
from telephony.ami.link_machine import (
    Connect,
    Decision,
    Disconnect,
    LinkMachine,
    LinkPace,
    Ping,
    TellDown,
    TellUp,
)
from telephony.ami.link_states import (
    LinkBroken,
    LinkDenied,
    LinkEvent,
    LinkFailed,
    LinkOpened,
    LinkStarted,
    LinkState,
    LinkStopped,
    PingAnswered,
)
from telephony.ami.messages import AmiEvent, AmiResponse

OnUp = Callable[[AmiClient], None]
OnDown = Callable[[str, float], None]
Listener = Callable[..., Any]


class AmiLink:
    """The link to Asterisk for as long as `run()` runs.

    `on_up(client)` is called before the first event of a new connection reaches a listener, `on_down(why,
    retry_in)` after the last one of the old, and again after each try that failed. Listeners are called as
    `listener(event=..., source=client)`. Nothing is ever sent again by itself: after `on_up` read the state
    anew. With a `system_name` in the account, events that a caller forged go to `on_forged` and to nobody else.
    """

    def __init__(
        self,
        account: AmiAccount,
        *,
        on_up: OnUp,
        on_down: OnDown,
        listeners: Sequence[Listener] = (),
        on_forged: Callable[[AmiEvent], None] = lambda _: None,
        pace: LinkPace = LinkPace(),
        timeout: float = 5.0,
        random: Callable[[], float] = SystemRandom().random,
    ) -> None:
        self._account, self._pace, self._timeout = account, pace, timeout
        self._on_up, self._on_down, self._on_forged = on_up, on_down, on_forged
        self._listeners = tuple(listeners)
        self._machine = LinkMachine(random, pace)
        self._inbox: asyncio.Queue[tuple[AmiClient, LinkEvent]] = asyncio.Queue()
        self._client: AmiClient | None = None
        self._gate: _Gate | None = None

    @property
    def state(self) -> LinkState:
        """Where the link stands."""
        return self._machine.state

    @property
    def client(self) -> AmiClient:
        """The client of the link that is up. Raises LinkLost when there is none."""
        if self._client is None or self._machine.state is not LinkState.UP:
            raise LinkLost(f"no link to {self._account.where}")
        return self._client

    async def send(
        self,
        action: Action,
        timeout: float | None = None,  # noqa: ASYNC109 - each action has its own
    ) -> AmiResponse:
        """As AmiClient.send; LinkLost at once while the link is down."""
        return await self.client.send(action, timeout)

    async def run(self) -> None:
        """Keep the link until cancelled. Faults of on_up and on_down are the caller's and end it."""
        async with asyncio.TaskGroup() as tasks:
            try:
                self._decide(self._machine.receive(LinkStarted(), self._now()), tasks)
                while True:
                    self._decide(await self._next(), tasks)
            finally:
                await self._stop()

    async def _next(self) -> list[Decision]:
        """Wait for an event or for the machine's next deadline, whichever comes first."""
        try:
            async with asyncio.timeout_at(self._machine.next_deadline()):
                client, event = await self._inbox.get()
        except TimeoutError:
            return self._machine.tick(self._now())
        if client is not self._client:
            return []
        return self._machine.receive(event, self._now())

    def _decide(self, decisions: list[Decision], tasks: asyncio.TaskGroup) -> None:
        for decision in decisions:
            match decision:
                case Connect():
                    self._begin(tasks)
                case Ping():
                    tasks.create_task(self._ping(self.client))
                case Disconnect():
                    self._drop()
                case TellUp():
                    self._tell_up()
                case TellDown(why, retry_in):
                    self._client = None
                    self._on_down(why, retry_in)
                case _:
                    assert_never(decision)

    def _begin(self, tasks: asyncio.TaskGroup) -> None:
        client = AmiClient(self._account, timeout=self._timeout, on_forged=self._on_forged)
        client.add_listener(on_disconnect=self._lost)
        self._client, self._gate = client, _Gate(self._listeners)
        client.add_event_listener(self._gate)
        tasks.create_task(self._connect(client))

    async def _connect(self, client: AmiClient) -> None:
        try:
            await client.connect()
        except AmiRefused as error:
            self._inbox.put_nowait((client, LinkDenied(error.told())))
        except AmiError as error:
            self._inbox.put_nowait((client, LinkFailed(error.told())))
        else:
            self._inbox.put_nowait((client, LinkOpened()))

    def _lost(self, source: AmiClient, error: Exception | None) -> None:
        """The connection ended. Before it was up that is told by `_connect`."""
        if source.logged_in:
            why = str(error) if error else "Asterisk closed the connection"
            self._inbox.put_nowait((source, LinkBroken(why)))

    async def _ping(self, client: AmiClient) -> None:
        """An answer in time feeds the watchdog; anything else is left to its deadline."""
        try:
            await client.send(SimpleAction("Ping"), self._pace.pong_within)
        except AmiError:
            return
        self._inbox.put_nowait((client, PingAnswered()))

    def _tell_up(self) -> None:
        client = self.client
        self._on_up(client)
        if self._gate is not None:
            self._gate.open(client)

    def _drop(self) -> None:
        if self._client is not None:
            self._client.disconnect()

    async def _stop(self) -> None:
        client, self._client = self._client, None
        self._machine.receive(LinkStopped(), self._now())
        if client is not None and client.logged_in:
            await client.logoff()

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()


class _Gate:
    """Holds the events of a new connection until `on_up` was called, then steps out of the way."""

    def __init__(self, listeners: tuple[Listener, ...]) -> None:
        self._listeners = listeners
        self._early: list[AmiEvent] = []

    def __call__(self, event: AmiEvent, source: AmiClient) -> None:  # noqa: ARG002 - a listener's shape
        self._early.append(event)

    def open(self, client: AmiClient) -> None:
        """Hand over what came early and let the listeners hear the rest themselves."""
        client.remove_event_listener(self)
        for listener in self._listeners:
            client.add_event_listener(listener)
        for event in self._early:
            client.hear(event)
