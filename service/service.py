"""The running service: what it is made of, and how it takes up another plan beside the calls."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from calls.errors import HotlineError, SwitchLost
from prompts.catalogue import Catalogue
from service.attendance import Attendance
from service.config import Settings
from service.house import House
from service.knowing import Outside
from service.linking import Linked
from service.live_plan import LivePlan
from service.plans import load_catalogue
from service.recognition import Recognition
from service.switchboard import Switchboard, dialling
from store.contacts import Contacts
from store.database import Database
from store.journal import Journal
from telephony.asterisk_switch import AsteriskSwitch
from telephony.embedded.errors import NotReady

log = structlog.get_logger(__name__)


class Console(Protocol):
    """The console beside the calls, as the service that carries it sees it."""

    @property
    def address(self) -> str:
        """Where people find it."""
        ...

    async def first_link(self) -> str:
        """The address by which the first admin gets in; '' if somebody has an account."""
        ...

    async def run(self) -> None:
        """Serve it until cancelled. Never fails."""
        ...


@dataclass
class Service:
    """A running service."""

    house: House
    switch: AsteriskSwitch
    journal: Journal
    switchboard: Switchboard
    catalogue: Catalogue
    settings: Settings
    link: Linked
    contacts: Contacts
    recognition: Recognition
    outside: Outside
    live: LivePlan
    attendance: Attendance
    database: Database
    console: Console | None = None
    calls_go_on: bool = False
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    def reload(self) -> None:
        """Read the recordings anew, and the plan that is to run, beside the calls."""
        self.house.chores.start("reload", self.take_up("asked to"))

    async def take_up(self, why: str) -> None:
        """A plan with problems changes nothing: the running one goes on, and an alarm says why. Asterisk's are waited for."""
        async with self._one_at_a_time:
            try:
                await self._take_up()
            except (NotReady, SwitchLost) as error:
                self.live.look_again()
                self._refused(why, error.told())
                return
            except HotlineError as error:
                self._refused(why, error.told())
                return
        self.house.alarms.clear("reload")
        self.house.alarms.clear("plan")
        log.info("reloaded", why=why, version=self.house.editions.version)

    def _refused(self, why: str, told: str) -> None:
        log.error("reload refused, the running plan goes on", why=why, problems=told)
        self.house.alarms.raise_("reload", told)

    async def _take_up(self) -> None:
        catalogue = await asyncio.to_thread(load_catalogue, self.settings)
        configuration = await self.live.wanted(catalogue)
        await self.switchboard.reload(configuration)
        self.switch.dial_by(dialling(self.settings, list(configuration.people)))
        await self.house.reconfigure(configuration, catalogue)
        self.catalogue = catalogue
        self.recognition.look_again()

    async def follow_the_plan(self) -> None:
        """Take up every plan that becomes live, for ever."""
        if self.live.trouble:
            self.house.alarms.raise_("plan", self.live.trouble)
        async for why in self.live.changes():
            await self.take_up(why)
