"""A real Asterisk for every test session: found or fetched, on free ports, with seats and outside phones."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from telephony.ami import AmiAccount, AmiClient
from telephony.embedded.errors import AsteriskMissing
from telephony.embedded.exchange import Exchange
from telephony.embedded.fetching import fetch_asterisk
from telephony.embedded.finding import find_asterisk
from telephony.embedded.installation import Installation
from telephony.embedded.keys import Keys, open_keys
from telephony.embedded.ports import Ports, PortWishes, choose_ports, sip_free
from telephony.embedded.settings import ExchangeSettings, Seat, TrialLine
from tests.ports import tcp_port

CHECKOUT = Path(__file__).parents[2]
SEATS = ("1001", "1002", "1003")
OUTSIDE = ("13900001111", "13900002222", "caller1", "caller2", "caller3", "caller4")
HERE = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Account:
    """What a phone needs to register."""

    user: str
    secret: str
    host: str
    port: int


@pytest.fixture(scope="session")
def installation() -> Installation:
    """The Asterisk of this machine, or the private one in the checkout's data folder (fetched when missing)."""
    asked = os.environ.get("HOTLINE_ASTERISK_ROOT")
    root = Path(asked) if asked else None
    try:
        return find_asterisk(CHECKOUT / "var", root)
    except AsteriskMissing:
        return fetch_asterisk(CHECKOUT / "var", lambda step, done, total: None, root)


@pytest.fixture(scope="session")
def exchange(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    """A running Asterisk, shared by the tests of one worker: leave no call and no bridge behind."""
    running = Exchange(settings_for(tmp_path_factory.mktemp("exchange")), installation)
    asyncio.run(running.start())
    yield running
    asyncio.run(running.stop())


@pytest.fixture(scope="session")
def ami_address(exchange: Exchange) -> tuple[str, int, str, str]:
    """Host, port, user and secret of the manager interface."""
    return exchange.ami_address


@pytest_asyncio.fixture
async def ami(ami_address: tuple[str, int, str, str]) -> AsyncIterator[AmiClient]:
    """A client that is logged in there."""
    async with AmiClient(AmiAccount(*ami_address)) as client:
        yield client


@pytest.fixture(scope="session")
def accounts(exchange: Exchange) -> Mapping[str, Account]:
    """Every phone's account by its SIP user: seats "1001".."1003", "trial-13900001111", "trial-caller1" and so on."""
    return accounts_of(exchange.settings)


def accounts_of(settings: ExchangeSettings) -> dict[str, Account]:
    """The accounts in these settings."""
    phones = [(each.name, each.secret) for each in settings.seats]
    phones += [(each.name, each.secret) for each in settings.trial_lines]
    return {name: Account(name, secret, settings.bind, settings.sip_port) for name, secret in phones}


def settings_for(data_dir: Path) -> ExchangeSettings:
    """Seats and outside phones on ports that are free now."""
    keys, ports = open_keys(data_dir), free_ports(data_dir)
    return ExchangeSettings(
        data_dir=data_dir,
        sip_port=ports.sip,
        ami_port=ports.ami,
        rtp_start=ports.rtp_start,
        rtp_end=ports.rtp_end,
        ami_secret=keys.ami(),
        seats=_seats(keys),
        trial_lines=tuple(TrialLine(each, keys.trial_line(each)) for each in OUTSIDE),
    )


def free_ports(data_dir: Path) -> Ports:
    """Of those that no worker and no other program gets by chance."""
    sip = tcp_port()
    while not sip_free(HERE, sip):
        sip = tcp_port()
    return choose_ports(PortWishes(sip=sip, ami=tcp_port(), http=tcp_port()), data_dir)


def _seats(keys: Keys) -> tuple[Seat, ...]:
    return tuple(Seat(each, keys.seat(each), f"Seat {each}") for each in SEATS)
