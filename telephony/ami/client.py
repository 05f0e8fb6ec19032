"""One connection to Asterisk's manager: the library's client on asyncio, without its thread, parser and
sender.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from types import TracebackType
from typing import Self

from asterisk.ami import Action, SimpleAction

from telephony.ami import messages
from telephony.ami.account import AmiAccount, challenge_action, login_action
from telephony.ami.actions import render
from telephony.ami.errors import ActionFailed, ActionTimedOut, AmiRefused, AmiUnreachable, LinkLost
from telephony.ami.framing import MAX_PACKET
from telephony.ami.listeners import ListeningClient
from telephony.ami.messages import AmiEvent, AmiResponse
from telephony.ami.pending import Pending, PendingActions
from telephony.ami.seal import Seal
from telephony.ami.wire import AmiWire

Callback = Callable[[AmiResponse], None]


class AmiClient(ListeningClient):
    """Connect once, send actions, hear events. It does not reconnect: `AmiLink` does.

    Event listeners are called synchronously and in order, as `listener(event=..., source=client)`; one that
    raises is reported to the loop's exception handler and harms nobody. The events of a list that was asked
    for belong to its answer and are not shown to listeners. No content of a packet ends the connection; only
    its end does. With a `system_name` in the account, an event forged by a caller goes to `on_forged` and to no
    listener.
    """

    def __init__(
        self,
        account: AmiAccount,
        *,
        timeout: float = 5.0,
        max_packet: int = MAX_PACKET,
        on_forged: Callable[[AmiEvent], None] = lambda _: None,
    ) -> None:
        super().__init__(address=account.host, port=account.port, timeout=timeout)
        self._account = account
        self._wire = AmiWire(self, max_packet)
        self._pending = PendingActions()
        self._seal = Seal(account.system_name) if account.system_name else None
        self._on_forged = on_forged
        self._holders: set[object] = set()
        self._greeted: asyncio.Future[None] | None = None
        self._id_prefix = secrets.token_hex(4)
        self.logged_in = False
        self.lost: Exception | None = None

    def __repr__(self) -> str:
        state = "up" if self.is_open else "down"
        return f"<AmiClient {self._account.username}@{self._account.where} {state}>"

    @property
    def version(self) -> str:
        """The protocol version of the greeting, as 9.0.0; empty before."""
        return self._ami_version or ""

    @property
    def is_open(self) -> bool:
        """Whether actions can be sent."""
        return self._wire.is_open

    async def connect(self) -> None:
        """Open the connection and log in. Raises AmiUnreachable, AmiRefused, LinkLost or ActionTimedOut."""
        self._greeted = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self._timeout):
                await self._open()
                await self._greeted
            await self.login()
        except OSError as error:  # TimeoutError is one
            self._wire.abort()
            raise AmiUnreachable(f"{self._account.where}: {str(error) or 'no greeting in time'}") from error
        except BaseException:
            self._wire.abort()
            raise

    async def _open(self) -> None:
        account = self._account
        await asyncio.get_running_loop().create_connection(
            lambda: self._wire, account.host, account.port, ssl=account.tls
        )

    async def login(self) -> None:
        """Log in by MD5 challenge: the secret itself never travels."""
        try:
            challenge = await self.send(challenge_action())
            await self.send(login_action(self._account, challenge.get("Challenge")))
        except ActionFailed as error:
            raise AmiRefused(f"user {self._account.username} at {self._account.where}") from error
        self.logged_in = True

    async def logoff(self) -> None:
        """Say goodbye and close; cut the connection if it is not logged in or does not answer."""
        try:
            if self.is_open and self.logged_in:
                await self.send(SimpleAction("Logoff"), timeout=1.0)
        except (LinkLost, ActionFailed, ActionTimedOut):
            self._wire.abort()
        await self.close()

    async def close(self) -> None:
        """Close the connection; answers still awaited become LinkLost."""
        if self._greeted is not None and self.lost is None:
            await self._wire.close()

    def disconnect(self) -> None:
        """Cut the connection at once."""
        self._wire.abort()

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    # --- sending

    def next_action_id(self) -> str:
        """The library's count behind a random prefix: every user is sent OriginateResponse, so ids must not
        meet.
        """
        return f"{self._id_prefix}-{super().next_action_id()}"

    async def send(
        self,
        action: Action,
        timeout: float | None = None,  # noqa: ASYNC109 - each action has its own
    ) -> AmiResponse:
        """Send an action and wait for its whole answer; `answer.events` is the list that came with it.

        Raises UnsafeValue before anything is sent; ActionFailed when Asterisk says no; ActionTimedOut after
        `timeout` seconds; LinkLost when the link is or goes down.
        """
        limit = self._timeout if timeout is None else timeout
        try:
            async with asyncio.timeout(limit):
                await self._wire.drained()
                return await self.send_action(action)
        except TimeoutError:
            raise ActionTimedOut(f"{action.name}, {limit} s") from None

    def send_action(self, action: Action, callback: Callback | None = None) -> asyncio.Future[AmiResponse]:
        """Send an action now; the future gets its whole answer. Cancel the future to give up waiting."""
        action_id = str(action.keys.get("ActionID") or self.next_action_id())
        data = render(action, action_id)
        future: asyncio.Future[AmiResponse] = asyncio.get_running_loop().create_future()
        self._pending.add(action_id, Pending(action.name, future))
        future.add_done_callback(lambda done: self._finished(action_id, done, callback))
        try:
            self._wire.write(data)
        except LinkLost:
            future.cancel()
            raise
        self._tell("on_action", action=action)
        self._weigh_reading()
        return future

    def _finished(self, action_id: str, future: asyncio.Future[AmiResponse], callback: Callback | None) -> None:
        self._pending.forget(action_id, future)
        self._weigh_reading()
        if callback is not None and not future.cancelled() and future.exception() is None:
            callback(future.result())

    # --- receiving

    def wire_greeted(self, version: str) -> None:
        """The greeting came: the library's `on_connect`."""
        self._ami_version = version
        if self._greeted is not None and not self._greeted.done():
            self._greeted.set_result(None)
        self._tell("on_connect")

    def wire_received(self, packets: list[str]) -> None:
        """Every packet of one read. Nearly all of them are events: they take the short way."""
        for packet in packets:
            if packet.startswith("Event: "):
                self.fire_recv_event(AmiEvent(packet))
            else:
                self.fire_recv_pack(packet)

    def fire_recv_pack(self, pack: str) -> None:
        """Sort one packet by its first line.

        Nothing else in it can make it an event, an answer, or an end.
        """
        message = messages.read(pack)
        if isinstance(message, AmiEvent):
            self.fire_recv_event(message)
        elif message is not None:
            self.fire_recv_reponse(message)
        elif pack:
            self._tell("on_unknown", pack=pack)

    def fire_recv_reponse(self, response: AmiResponse) -> None:
        """The library's spelling. A response, `Goodbye` among them, only answers its action."""
        self._tell("on_response", response=response)
        self._pending.answered(response)

    def fire_recv_event(self, event: AmiEvent) -> None:
        """An event to its list, or to the listeners."""
        if self._pending.gathers and self._pending.gathered(event):
            return
        if self._seal is None or self._seal.genuine(event):
            self.hear(event)
        else:
            self._on_forged(event)

    def wire_lost(self, error: Exception | None) -> None:
        """The connection is gone: fail what is pending, tell the listeners."""
        self.lost = error or LinkLost("closed")
        self._holders.clear()
        self._pending.fail(str(error) if error else "the connection was closed")
        if self._greeted is not None and not self._greeted.done():
            self._greeted.set_exception(error or ConnectionResetError("closed before the greeting"))
        self._tell("on_disconnect", error=error)

    # --- reading paused

    def hold_reading(self, holder: object) -> None:
        """`holder` has more than it can take: stop reading, unless an answer is awaited, which would never
        come.
        """
        self._holders.add(holder)
        self._weigh_reading()

    def release_reading(self, holder: object) -> None:
        """`holder` takes events again."""
        self._holders.discard(holder)
        self._weigh_reading()

    def _weigh_reading(self) -> None:
        self._wire.pause(bool(self._holders) and not self._pending)
