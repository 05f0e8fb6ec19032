"""An Asterisk with places to call, and our phones by their SIP users: a plugin of the phones' tests."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from telephony.embedded.exchange import Exchange
from telephony.embedded.installation import Installation
from telephony.phones import Account as PhoneAccount
from telephony.phones import Phone
from telephony.phones.audio import join, tone, write_wav
from telephony.phones.call import PhoneCall
from telephony.phones.events import Answered
from telephony.phones.recording import Samples
from tests.asterisk.conftest import Account, accounts_of, settings_for

PLACES = """
exten => 600,1,Answer()
 same => n,Echo()
 same => n,Hangup()
exten => 601,1,Answer()
 same => n,Wait(0.5)
 same => n,Playback({folder}/menu)
 same => n,Wait(20)
 same => n,Hangup()
exten => 602,1,Answer()
 same => n,Playtones(697/60000)
 same => n,Wait(60)
 same => n,Hangup()
exten => 603,1,Hangup(17)
exten => 605,1,Answer()
 same => n,Wait(0.5)
 same => n,SendDTMF(1590*#AD,100,100)
 same => n,Wait(30)
 same => n,Hangup()
exten => 606,1,Ringing()
 same => n,Wait(60)
 same => n,Hangup()
exten => _7XXXX,1,Dial(PJSIP/${{EXTEN:1}},30)
 same => n,Hangup(${{HANGUPCAUSE}})
exten => 8001,1,Dial(PJSIP/trial-13900001111,30)
 same => n,Hangup(${{HANGUPCAUSE}})
"""
"""Each ends in Hangup: a next priority that is missing here is taken from the pattern that the context has itself."""


@pytest.fixture(scope="session")
def trying(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    """An Asterisk with places to call, without our service."""
    folder = tmp_path_factory.mktemp("phones")
    write_wav(folder / "menu.wav", menu())
    contexts = ("hotline-in", "hotline-seats", "hotline-transfer")
    extra = "".join(f"[{context}](+)\n{PLACES.format(folder=folder)}\n" for context in contexts)
    running = Exchange(
        replace(settings_for(folder), extra_extensions=extra, modules_extra=("res_pjsip_history",)), installation
    )
    asyncio.run(running.start())
    yield running
    asyncio.run(running.stop())


def menu() -> Samples:
    """A prompt that no synthesiser is needed for: a tune of half a minute in five seconds."""
    return join([tone(300 + 170 * (number * 7 % 11), 0.17, -18) for number in range(28)], pause=0.01)


@pytest.fixture
def lines(trying: Exchange) -> Mapping[str, Account]:
    """The accounts of that Asterisk by their SIP users."""
    return accounts_of(trying.settings)


@pytest.fixture
def phones(lines: Mapping[str, Account]) -> Phones:
    return Phones(lines)


class Phones:
    """Our phones by their SIP users."""

    def __init__(self, accounts: Mapping[str, Account]) -> None:
        self.accounts = accounts

    def account(self, user: str, **changes: str) -> PhoneAccount:
        known = self.accounts[user]
        return replace(PhoneAccount(known.user, known.secret, known.host, known.port), **changes)  # type: ignore[arg-type]  # strings only

    def phone(self, user: str, **changes: str) -> Phone:
        return Phone(self.account(user, **changes))

    async def up(self, phone: Phone, number: str) -> PhoneCall:
        """A call that has been answered."""
        call = await phone.call(number)
        assert isinstance(await call.outcome(within=10), Answered), call.history
        return call
