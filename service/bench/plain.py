"""An Asterisk without us, for comparison: the same program, configuration and phones, its own dialplan."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from service.bench.ground import HERE, Ground, Ports
from service.bench.plans import CALLER, SEAT
from telephony.ami.account import AmiAccount
from telephony.ami.client import AmiClient
from telephony.embedded.conf.manager import LOOPBACK, manager_conf
from telephony.embedded.conf.writing import section
from telephony.embedded.exchange import Exchange
from telephony.embedded.keys import open_keys
from telephony.embedded.settings import ExchangeSettings, Seat, TrialLine, Trunk
from telephony.phones.account import Account

USER = "bench"


@dataclass(frozen=True, slots=True)
class PlainAsterisk:
    """It runs. `ami` is logged in with every right that app_queue asks for. `seats` are the agents' phones, `seat` the first."""

    exchange: Exchange
    ami: AmiClient
    seats: Sequence[Account]
    caller: Account

    @property
    def seat(self) -> Account:
        """The agent's phone, where there is only one."""
        return self.seats[0]

    @property
    def sip_port(self) -> int:
        """Where calls go."""
        return self.exchange.settings.sip_port


@asynccontextmanager
async def plain_asterisk(
    ground: Ground, name: str, ports: Ports, dialplan: str, queues: str = "", seats: Sequence[str] = (SEAT,)
) -> AsyncIterator[PlainAsterisk]:
    """Start it, and stop it at the end. With `queues` (a queues.conf) app_queue is loaded. Raises NotReady or PortInUse."""
    settings = _settings(ground, name, ports, dialplan, seats)
    exchange = Exchange(_with_manager(settings, ground, queues), ground.installation)
    await exchange.start()
    try:
        account = AmiAccount(LOOPBACK, settings.ami_port, USER, settings.ami_secret)
        async with AmiClient(account) as ami:
            agents = [Account(seat.name, seat.secret, HERE, settings.sip_port) for seat in settings.seats]
            line = settings.trial_lines[0]
            yield PlainAsterisk(exchange, ami, agents, Account(line.name, line.secret, HERE, settings.sip_port))
    finally:
        await exchange.stop()


def _settings(ground: Ground, name: str, ports: Ports, dialplan: str, seats: Sequence[str]) -> ExchangeSettings:
    folder = ground.place(name)
    keys = open_keys(folder)
    return ExchangeSettings(
        data_dir=folder,
        sip_port=ports.sip,
        ami_port=ports.ami,
        rtp_start=ports.rtp_start,
        rtp_end=ports.rtp_end,
        ami_secret=keys.ami(),
        seats=tuple(Seat(seat, keys.seat(seat), "Bench") for seat in seats),
        trunks=(Trunk("bench", HERE),),
        trial_lines=(TrialLine(CALLER, keys.trial_line(CALLER)),),
        music_dir=ground.catalogue.music,
        extra_extensions=dialplan,
    )


def _with_manager(settings: ExchangeSettings, ground: Ground, queues: str) -> ExchangeSettings:
    """A manager user of the bench's beside ours: pausing a queue's member needs the right `agent`."""
    rights = "agent,call,originate,reporting"
    user = section(
        USER,
        ("secret", settings.ami_secret),
        ("permit", f"{LOOPBACK}/255.255.255.255"),
        ("read", "agent"),
        ("write", rights),
    )
    files = {"manager.conf": manager_conf(settings, ground.installation.version) + "\n" + user}
    if queues:
        files["queues.conf"] = queues
    modules = ("app_queue",) if queues else ()
    return dataclasses.replace(settings, extra_files=files, modules_extra=modules)
