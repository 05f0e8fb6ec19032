"""The console beside the calls: its socket, its pages, what runs behind them. Its troubles are its own (P16)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket
from types import TracebackType

import structlog

from calls.errors import HotlineError
from console.app import build
from console.rooms import Rooms, Work
from console.security.links import FIRST
from console.serving import check_tls, serve
from service.config import Settings
from service.crew import Crew
from service.desks import front
from service.desks.console_settings import settings_of
from service.service import Service
from telephony.embedded.errors import PortInUse

log = structlog.get_logger(__name__)
PORTS = range(8080, 8180)
AGAIN = 5.0
"""Seconds after which what failed is tried again."""
NONE_NOW = "a fault of the console: there is none until it is mended; calls go on"
ANEW = "a fault of the console ({}): see the log; it is begun anew, calls go on"
ADDRESS = "console_address"
"""Under which key the store has the address at which the console was last served."""


@contextmanager
def listening(settings: Settings) -> Iterator[socket | None]:
    """The console's socket, held from before anything is started; None where there is no console.

    Raises PortInUse, and WrongSettings for a certificate that cannot be used.
    """
    if not settings.console.on:
        yield None
        return
    check_tls(settings_of(settings))
    with _bound(settings.console.host, settings.console.port) as bound:
        yield bound


def _bound(host: str, wish: int | str) -> socket:
    wanted = PORTS if wish == "auto" else (int(wish),)
    for port in (*wanted, *((0,) if wish == "auto" else ())):
        family = AF_INET6 if ":" in host else AF_INET
        bound = socket(family, SOCK_STREAM)
        bound.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        try:
            bound.bind((host, port))
            bound.listen(0)
        except OSError:
            bound.close()
        else:
            return bound
    raise PortInUse(int(wish), "console.port", "TCP")


def console_of(service: Service, bound: socket | None) -> ConsoleRunning | None:
    """Put together, nothing runs yet. None where there is none, or where it cannot be: calls are taken without it."""
    if bound is None:
        return None
    alarms = service.house.alarms
    with _ItsOwn("front", lambda: alarms.raise_("console", NONE_NOW)):
        return ConsoleRunning(service, front(service, bound.getsockname()[1]), bound)
    return None


@dataclass(frozen=True, slots=True)
class _ItsOwn:
    """The wall between the console and the calls: a fault on that side is logged, raises an alarm, and ends no call.

    Whatever it is: the console is as much code again as the calls are, with a web framework below it, and what it may raise
    cannot be listed. A call that is up must not pay for what was forgotten there. Cancelling goes through.
    """

    work: str
    alarm: Callable[[], None]

    def __enter__(self) -> None:
        """What goes on in here is the console's."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        log.error("console fault", work=self.work, exc_info=error)
        self.alarm()
        return True


@dataclass
class ConsoleRunning:
    """The console of one service, on a socket that is bound already."""

    service: Service
    rooms: Rooms
    bound: socket

    @property
    def address(self) -> str:
        """Where people find it."""
        return self.rooms.settings.address

    async def first_link(self) -> str:
        """The address by which the first admin gets in; '' if somebody has an account."""
        if not await self.rooms.doors.accounts.is_empty():
            return ""
        return (await self.rooms.doors.links.make(FIRST))[0]

    async def run(self) -> None:
        """Serve it, and do what goes on behind it, until cancelled. A fault ends neither the service nor a call."""
        self.service.journal.keep(ADDRESS, self.address)
        async with Crew() as crew:
            for name, work in self.rooms.works.items():
                crew.start(f"console {name}", self._again_and_again(name, work))
            await self._again_and_again("server", self._serve)

    async def _serve(self) -> None:
        app = await asyncio.to_thread(build, self.rooms, self.rooms.settings)
        await serve(app, self.rooms.settings, self.bound.dup())

    async def _again_and_again(self, name: str, work: Work) -> None:
        clock, alarms = self.service.house.clock, self.service.house.alarms
        while True:
            with _ItsOwn(name, lambda: alarms.happened("console", ANEW.format(name))):
                try:
                    await work()
                except HotlineError as error:
                    log.warning("console trouble", work=name, text=error.told())
            await clock.wait_until(clock.now() + AGAIN)
