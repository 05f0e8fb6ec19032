"""The Asterisk behind the switch: ours, started, adopted and watched; or somebody else's, only linked to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from acd.agents import Agent
from acd.messages import Person
from calls.errors import WrongSettings
from service.config import Settings
from service.configuration import Configuration
from service.music import music_classes
from service.people import outside_numbers
from telephony.ami.account import AmiAccount
from telephony.browser import TRY
from telephony.dialling import Dialling
from telephony.embedded.conf.browser import LOOPBACK
from telephony.embedded.errors import PhonesOff, PortInUse
from telephony.embedded.exchange import Exchange, Origin, runs_already
from telephony.embedded.fetching import find_or_fetch
from telephony.embedded.installation import Installation
from telephony.embedded.keys import Keys, open_keys
from telephony.embedded.modules import lacking_for_browsers
from telephony.embedded.ports import PortWishes, choose_ports
from telephony.embedded.settings import ExchangeSettings, Seat, TrialLine, Trunk
from telephony.embedded.watching import keep_alive

Progress = Callable[[str, int, int], None]


class Switchboard(Protocol):
    """Where the manager interface is, and what keeps Asterisk running."""

    account: AmiAccount

    @property
    def websocket(self) -> str:
        """Where phones in a browser are served. Raises PhonesOff, which says why they are not."""
        ...

    async def start(self) -> str:
        """Make it usable; tell how in a few words."""
        ...

    def begun_anew(self) -> bool:
        """Whether it was started anew since this was last asked: every leg from before is dead."""
        ...

    async def watch(self) -> None:
        """Keep it running until cancelled."""
        ...

    async def reload(self, configuration: Configuration) -> None:
        """Take over new people."""
        ...

    async def stop(self, calls_go_on: bool) -> None:
        """End it, or leave it running."""
        ...


def dialling(settings: Settings, people: list[Person]) -> Dialling:
    """How targets are reached under these settings."""
    lines = {number: _line(number, "").name for number in trial_numbers(settings, people)}
    shown = next((trunk.caller_id for trunk in settings.trunks if trunk.name == settings.outgoing.trunk), "")
    return Dialling(settings.outgoing.trunk, lines, settings.outgoing.allowed, shown)


def trial_numbers(settings: Settings, people: list[Person]) -> list[str]:
    """Outside numbers that are phones for trying: those of people, as long as no trunk leads outside."""
    if not settings.trial.lines or settings.outgoing.trunk:
        return []
    return list(dict.fromkeys(number for person in people for number in outside_numbers(person)))


def _line(number: str, secret: str) -> TrialLine:
    return TrialLine(number, secret or "0" * 16)


def exchange_settings(
    settings: Settings, configuration: Configuration, events: tuple[str, ...], music: Path | None, running: bool
) -> ExchangeSettings:
    """What our Asterisk shall be. Raises PortInUse or RefusedValue."""
    folder = settings.data.folder.absolute()
    keys, sip = open_keys(folder), settings.sip
    wishes = PortWishes(sip.port, settings.switch.port, sip.rtp_start, sip.rtp_end, settings.browser.port)
    ports = choose_ports(wishes, folder, sip.bind, running)
    return ExchangeSettings(
        data_dir=folder,
        sip_port=ports.sip,
        ami_port=ports.ami,
        rtp_start=ports.rtp_start,
        rtp_end=ports.rtp_end,
        http_port=ports.http if settings.browser.phones else 0,
        ami_secret=keys.ami(),
        system_name=keys.system_name(),
        bind=sip.bind,
        seats=_seats(keys, configuration),
        trunks=tuple(_trunk(settings)),
        trial_lines=_trial_lines(keys, settings, configuration),
        try_lines=try_lines(keys, settings),
        numbers=tuple(number for number in configuration.plan.numbers if number != "any"),
        event_names=events,
        channel_variables=(),
        music_dir=music,
        music_classes=music_classes(music) if music else {},
        external_address=sip.external_address,
        local_networks=sip.local_networks,
    )


def _seats(keys: Keys, configuration: Configuration) -> tuple[Seat, ...]:
    agents = (person for person in configuration.people if isinstance(person, Agent))
    return tuple(Seat(agent.seat, keys.seat(agent.seat), agent.name, keys.browser(agent.seat)) for agent in agents)


def _trunk(settings: Settings) -> list[Trunk]:
    return [
        Trunk(t.name, t.host, t.port, t.user, t.secret.get_secret_value(), t.register_, t.caller_id)
        for t in settings.trunks
    ]


def _trial_lines(keys: Keys, settings: Settings, configuration: Configuration) -> tuple[TrialLine, ...]:
    numbers = trial_numbers(settings, list(configuration.people))
    callers = settings.trial.callers if settings.trial.lines else ()
    return tuple(TrialLine(number, keys.trial_line(number)) for number in (*numbers, *callers))


def try_lines(keys: Keys, settings: Settings) -> tuple[TrialLine, ...]:
    """The callers of pages that try the hotline."""
    count = settings.browser.callers if settings.browser.phones else 0
    names = (f"{TRY}{number}" for number in range(1, count + 1))
    return tuple(TrialLine(name, keys.trial_line(name)) for name in names)


TRIES = 5


class EmbeddedSwitchboard:
    """Our own Asterisk."""

    def __init__(
        self,
        settings: Settings,
        configuration: Configuration,
        events: tuple[str, ...],
        music: Path | None,
        progress: Progress,
    ) -> None:
        self._settings, self._configuration = settings, configuration
        self._events, self._music = events, music
        self._anew = False
        self._installation = _installation(settings, progress)
        self._set_up()

    def _set_up(self) -> None:
        running = runs_already(self._settings.data.folder.absolute())
        self.rendered = exchange_settings(self._settings, self._configuration, self._events, self._music, running)
        self.exchange = Exchange(self.rendered, self._installation)
        host, port, user, secret = self.exchange.ami_address
        self.account = AmiAccount(host, port, user, secret, system_name=self.rendered.system_name)

    @property
    def websocket(self) -> str:
        """Ours, on loopback."""
        if not self._settings.browser.phones:
            raise PhonesOff("browser.phones is false in the settings", "set it to true and start the service again")
        if lacking := lacking_for_browsers(self._installation):
            raise PhonesOff(
                f"this Asterisk lacks {', '.join(lacking)}", "install these modules and start the service again"
            )
        return f"ws://{LOOPBACK}:{self.rendered.http_port}/ws"

    async def start(self) -> str:
        """Adopt the Asterisk of an earlier service, or start one. Raises NotReady or PortInUse."""
        origin = await self._start(TRIES)
        self._anew = origin is Origin.STARTED
        version = self._installation.version
        return f"Asterisk {version} {origin.value}, SIP at {self.rendered.bind}:{self.rendered.sip_port}"

    async def _start(self, tries: int) -> Origin:
        """A port that was free a moment ago may be taken now: where it is ours to choose, choose another."""
        try:
            return await self.exchange.start()
        except PortInUse:
            ports = (self._settings.sip.port, self._settings.switch.port, self._settings.browser.port)
            ordered = "auto" not in ports
            if ordered or tries == 1:
                raise
        self._set_up()
        return await self._start(tries - 1)

    def begun_anew(self) -> bool:
        """Started by us, or died and started again."""
        anew, self._anew = self._anew, False
        return anew

    async def watch(self) -> None:
        """Start it again whenever it dies. The link notices both by itself."""
        await keep_alive(self.exchange, self._died, lambda: None)

    def _died(self) -> None:
        self._anew = True

    async def reload(self, configuration: Configuration) -> None:
        """New seats and lines without touching a call."""
        self._configuration = configuration
        self.rendered = exchange_settings(self._settings, configuration, self._events, self._music, running=True)
        await self.exchange.reload(self.rendered)

    async def stop(self, calls_go_on: bool) -> None:
        """End it, or let it run with every call on it."""
        if calls_go_on:
            self.exchange.leave()
        else:
            await self.exchange.stop()


def _installation(settings: Settings, progress: Progress) -> Installation:
    return find_or_fetch(settings.data.folder.absolute(), progress, settings.switch.root)


@dataclass(frozen=True, slots=True)
class PhoneAccount:
    """What a phone needs to register: whose it is, its SIP user and its password."""

    whose: str
    user: str
    secret: str = field(repr=False)


def account_names(settings: Settings, configuration: Configuration) -> tuple[str, list[PhoneAccount]]:
    """Where phones register (host:port), and the account of every seat and every phone for trying."""
    if settings.switch.mode == "external":
        raise WrongSettings("the phones of an external Asterisk are configured there: we know no passwords of them")
    folder = settings.data.folder.absolute()
    rendered = exchange_settings(settings, configuration, (), None, runs_already(folder))
    seats = [PhoneAccount(seat.name, seat.name, seat.secret) for seat in rendered.seats]
    lines = [PhoneAccount(line.number, line.name, line.secret) for line in rendered.trial_lines]
    return f"{rendered.bind}:{rendered.sip_port}", [*seats, *lines]
