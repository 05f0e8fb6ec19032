"""New people come into a running embedded Asterisk, and no call notices."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import pytest
from asterisk.ami import SimpleAction

from telephony.ami.account import AmiAccount
from telephony.ami.client import AmiClient
from telephony.embedded.commands import Commands
from telephony.embedded.errors import NotReady
from telephony.embedded.installation import Installation
from telephony.embedded.settings import Seat
from tests.asterisk.conftest import accounts_of, settings_for
from tests.asterisk.own_exchange import running
from tests.asterisk.raw_sip import RawPhone

pytestmark = pytest.mark.asterisk


async def test_new_people_come_in_without_touching_a_call(installation: Installation, tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    async with running(settings, installation) as exchange, AmiClient(AmiAccount(*exchange.ami_address)) as ami:
        call = SimpleAction(
            "Originate", Channel="Local/95105@hotline-in/n", Application="Wait", Data="60", Async="true"
        )
        await ami.send(call)
        channels = await listed(ami)
        joined = dataclasses.replace(settings, seats=(*settings.seats, Seat("1009", "newcomer_secret", "新人")))
        assert await exchange.reload(joined) == frozenset()
        assert await listed(ami) == channels
        assert RawPhone(accounts_of(joined)["1009"]).register() == 200
        await exchange.reload(settings)
        assert RawPhone(accounts_of(joined)["1009"]).register() == 401
        assert await listed(ami) == channels


async def listed(ami: AmiClient) -> list[str]:
    """The channels of the one call, both halves."""
    names: list[str] = []
    deadline = time.monotonic() + 5
    while len(names) != 2 and time.monotonic() < deadline:
        names = sorted(each["Channel"] for each in (await ami.send(SimpleAction("CoreShowChannels"))).events)
    assert len(names) == 2
    return names


async def test_what_it_did_not_answer_to_is_asked_again(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_for(tmp_path)
    joined = dataclasses.replace(settings, seats=(*settings.seats, Seat("1009", "newcomer_secret", "新人")))
    async with running(settings, installation) as exchange:
        with monkeypatch.context() as busy:
            busy.setattr(Commands, "ask", silent)
            with pytest.raises(NotReady):
                await exchange.reload(joined)
        assert RawPhone(accounts_of(joined)["1009"]).register() == 401
        await exchange.reload(joined)
        assert RawPhone(accounts_of(joined)["1009"]).register() == 200


async def silent(commands: Commands, command: str, within: float = 10.0) -> str:
    raise NotReady(f"no answer to {command} at {commands.conf}")
