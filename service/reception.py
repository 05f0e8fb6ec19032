"""Everything the switch tells arrives here first: new calls get a task of their own, the rest goes to its leg."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from acd.messages import Reachable
from calls.clock import Clock
from calls.errors import HotlineError
from calls.events import CallArrived, LinkLost, LinkUp, SeatReachable, SwitchEvent
from calls.ids import CallId
from service.alarms import Alarms
from service.crew import Crew
from service.desk import Desk
from service.floor import Floor
from service.journey import Journey
from service.lines import Lines
from service.metrics import Metrics
from service.occupancy import Occupancy
from service.people import People
from service.recovery import Recovery

log = structlog.get_logger(__name__)


class Reception:
    """Receives the events of the switch. While the link is down, or its state is being read, nothing is decided."""

    def __init__(
        self,
        clock: Clock,
        lines: Lines,
        floor: Floor,
        people: People,
        occupancy: Occupancy,
        journey: Journey,
        desk: Desk,
        recovery: Recovery,
        crew: Crew,
        alarms: Alarms,
        metrics: Metrics,
        numbers: Callable[[], frozenset[str]],
        new_call: Callable[[], CallId],
        down_since: float,
        resumed: Callable[[], None] = lambda: None,
    ) -> None:
        """`resumed` is called when all was read anew: what must be begun again beside the calls."""
        self._clock, self._lines, self._floor, self._people = clock, lines, floor, people
        self._occupancy, self._journey, self._desk, self._recovery = occupancy, journey, desk, recovery
        self._crew, self._alarms, self._metrics = crew, alarms, metrics
        self._numbers, self._new_call = numbers, new_call
        self._down_since: float | None = down_since
        self._resumed = resumed
        self._why = "the service was not running"
        self._meanwhile: list[CallArrived] = []
        self.open = asyncio.Event()

    def receive(self, event: SwitchEvent) -> None:
        """One event, synchronously."""
        match event:
            case CallArrived():
                self._arrived(event)
            case SeatReachable(seat, reachable):
                if person := self._people.at_seat(seat):
                    self._floor.tell(Reachable(person, reachable))
            case LinkLost(at, why):
                self._lost(at, why)
            case LinkUp(restarted=restarted):
                self._recover_anew(restarted)
            case _:
                self._lines.deliver(event)

    def _arrived(self, event: CallArrived) -> None:
        if not self.open.is_set():
            self._meanwhile.append(event)
        elif not self._lines.knows(event.leg):
            self._attend(event)

    def _attend(self, event: CallArrived) -> None:
        call = self._new_call()
        self._lines.open(event.leg)
        if event.seat and event.dialled not in self._numbers():
            self._crew.start(f"desk {call}", self._desk.attend(event, call))
            return
        person = self._people.at_seat(event.seat) if event.seat else None
        if person:
            self._occupancy.occupy(person, self._lines.open(event.leg))
        self._crew.start(f"call {call}", self._journey.attend(event, call, person))

    # --- the link

    def _lost(self, at: float, why: str) -> None:
        """Everything in progress is let go: calls go on without us, and recovery will find them."""
        self._crew.cancel_all()
        self._lines.clear()
        if self._down_since is not None:
            return
        self.open.clear()
        self._down_since, self._why = at, why
        self._lines.clear()
        self._metrics.link_up.set(0)
        self._alarms.raise_("switch_link", why)

    def _recover_anew(self, restarted: bool) -> None:
        """One recovery at a time: an earlier one, and all it has begun, is given up."""
        self._crew.cancel_all()
        self._crew.start("recovery", self._recover(restarted))

    async def _recover(self, restarted: bool) -> None:
        """Read everything anew before the first decision. A link that fails meanwhile brings another LinkUp."""
        missed = await self._read_anew(restarted)
        while missed is None:
            await self._clock.wait_until(self._clock.now() + 1.0)
            missed = await self._read_anew(restarted)
        self._down_since = None
        self._metrics.link_up.set(1)
        self._alarms.clear("switch_link")
        self._alarms.clear("recovery")
        self._open(missed)

    async def _read_anew(self, restarted: bool) -> list[CallArrived] | None:
        """The calls that arrived meanwhile; None when the switch could not be read."""
        now = self._clock.now()
        away = now - self._down_since if self._down_since is not None else 0.0
        self._occupancy.clear()
        try:
            return await self._recovery.run(away, self._why, restarted)
        except HotlineError as error:
            log.error("recovery failed", error=error.told())  # noqa: TRY400 - told in full by the error itself
            self._alarms.raise_("recovery", error.told())
            return None

    def _open(self, missed: list[CallArrived]) -> None:
        self.open.set()
        self._resumed()
        meanwhile, self._meanwhile = self._meanwhile, []
        attended = {event.leg for event in missed}
        for event in missed:
            self._attend(event)
        for event in meanwhile:
            if event.leg not in attended and not self._lines.knows(event.leg):
                self._attend(event)
