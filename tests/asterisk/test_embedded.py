"""The embedded Asterisk, for real: what it loads, whom it lets in, what its manager tells."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import pytest
from asterisk.ami import SimpleAction

from telephony.ami.account import AmiAccount
from telephony.ami.client import AmiClient
from telephony.ami.errors import ActionFailed, AmiRefused
from telephony.ami.messages import AmiEvent
from telephony.embedded.exchange import Exchange
from telephony.embedded.installation import Installation, Version
from telephony.embedded.modules import NEEDED
from tests.asterisk.conftest import Account, accounts_of, settings_for
from tests.asterisk.raw_sip import RawPhone
from tests.waiting import until

pytestmark = pytest.mark.asterisk
LISTS = {"Status": 4, "CoreShowChannels": 4, "PJSIPShowContacts": 1, "BridgeList": 1, "PJSIPShowEndpoints": 9}
"""How many rows each list has in the test of the filter."""


async def test_it_is_ready_and_its_log_is_clean(exchange: Exchange) -> None:
    assert exchange.running
    start = (exchange.settings.folder / "log" / "messages.log").read_text().splitlines()[:6]
    # What other tests send to this Asterisk on purpose, lines that are too long, is none of its start.
    wrong = [line for line in start if "ERROR" in line or "WARNING" in line]
    assert not [line for line in wrong if "Discarding message" not in line]


async def test_every_module_that_we_need_runs(exchange: Exchange) -> None:
    shown = await exchange.commands.ask("module show")
    running = {line.split(".so")[0] for line in shown.splitlines() if "Running" in line and "Not Running" not in line}
    assert not set(NEEDED) - running


def test_it_writes_nowhere_but_in_its_folder(exchange: Exchange) -> None:
    links = [str(each.readlink()) for each in Path(f"/proc/{exchange.pid}/fd").iterdir()]
    files = [each for each in links if each.startswith("/") and not each.startswith(("/dev/", "/proc/"))]
    assert files
    assert not [each for each in files if not each.startswith(str(exchange.settings.folder))]


def test_nobody_else_can_read_its_secrets(exchange: Exchange) -> None:
    assert exchange.settings.folder.stat().st_mode & 0o777 == 0o700
    for file in exchange.settings.conf.parent.iterdir():
        assert file.stat().st_mode & 0o777 == 0o600, file


@pytest.mark.parametrize("user", ["1001", "trial-13900001111"])
def test_a_phone_registers_with_its_password_only(accounts: Mapping[str, Account], user: str) -> None:
    phone = RawPhone(accounts[user])
    assert phone.register() == 200
    assert phone.register("not-the-password") == 401
    assert phone.register("") == 401
    assert phone.register(expires=0) == 200


def test_a_password_opens_no_other_seat(accounts: Mapping[str, Account]) -> None:
    assert RawPhone(accounts["1001"]).register(accounts["1002"].secret) == 401


def test_a_stranger_gets_nowhere(accounts: Mapping[str, Account]) -> None:
    stranger = RawPhone(dataclasses.replace(accounts["1001"], user="stranger", secret="guess"))
    assert stranger.register() == 401
    assert stranger.invite("95105") == 401
    assert stranger.invite("13900001111", "") == 401


async def test_the_manager_refuses_a_wrong_secret(ami_address: tuple[str, int, str, str]) -> None:
    host, port, user, _ = ami_address
    with pytest.raises(AmiRefused):
        await AmiClient(AmiAccount(host, port, user, "wrong")).connect()


async def test_the_manager_gives_no_more_rights_than_we_use(ami_address: tuple[str, int, str, str]) -> None:
    async with AmiClient(AmiAccount(*ami_address)) as ami:
        for action in (
            SimpleAction("Command", Command="core show uptime"),
            SimpleAction("GetConfig", Filename="a.conf"),
        ):
            with pytest.raises(ActionFailed):
                await ami.send(action)


@pytest.mark.parametrize("version", [Version(20, 0), Version(22, 10)], ids=["legacy", "structured"])
async def test_the_event_filter_lets_out_what_is_named_and_every_list(
    installation: Installation, tmp_path: Path, version: Version
) -> None:
    if version.structured_filters and not installation.version.structured_filters:
        pytest.skip("this Asterisk has no structured filters")
    settings = dataclasses.replace(settings_for(tmp_path), event_names=("Newchannel", "Hangup"))
    exchange = Exchange(settings, dataclasses.replace(installation, version=version))
    await exchange.start()
    try:
        assert RawPhone(accounts_of(settings)["1001"]).register() == 200
        async with AmiClient(AmiAccount(*exchange.ami_address)) as ami:
            await _check_filter(ami)
    finally:
        await exchange.stop()


async def _check_filter(ami: AmiClient) -> None:
    heard: list[str] = []
    ami.add_event_listener(on_event=lambda event, **_: heard.append(event.name))
    for number in ("95105", "95106"):
        await ami.send(_local_call(number))
    await until(lambda: heard.count("Newchannel") == 4, what="two calls of two channels")
    await _bridge(ami)
    listed = {name: (await ami.send(SimpleAction(name))).events for name in LISTS}
    assert {name: len(events) for name, events in listed.items()} == LISTS
    bridge = listed["BridgeList"][0]["BridgeUniqueid"]
    assert len((await ami.send(SimpleAction("BridgeInfo", BridgeUniqueid=bridge))).events) == 2
    await ami.send(SimpleAction("Hangup", Channel="/^Local.*/"))
    await until(lambda: heard.count("Hangup") == 4, what="every hang-up")
    assert set(heard) <= {"Newchannel", "Hangup", "FullyBooted"}


async def _bridge(ami: AmiClient) -> None:
    """Join the halves that our dialplan holds."""
    seen = (await ami.send(SimpleAction("CoreShowChannels"))).events
    first, second = [each["Channel"] for each in seen if each["Channel"].endswith(";2")]
    await ami.send(SimpleAction("Bridge", Channel1=first, Channel2=second))


async def test_without_names_every_event_comes(ami_address: tuple[str, int, str, str]) -> None:
    heard: list[AmiEvent] = []
    async with AmiClient(AmiAccount(*ami_address)) as ami:
        ami.add_event_listener(on_event=lambda event, **_: heard.append(event))
        await ami.send(_local_call("95105"))
        await until(lambda: any(each.name == "AsyncAGIStart" for each in heard), what="AsyncAGI")
        await ami.send(SimpleAction("Hangup", Channel=f"/^{_first(heard)[:-2]}.*/"))
        await until(lambda: sum(each.name == "Hangup" for each in heard) == 2, what="both hang-ups")
    assert {"Newchannel", "AsyncAGIStart", "HangupRequest"} <= {each.name for each in heard}


def _first(heard: list[AmiEvent]) -> str:
    return next(each["Channel"] for each in heard if each.name == "AsyncAGIStart")


def _local_call(number: str) -> SimpleAction:
    return SimpleAction(
        "Originate", Channel=f"Local/{number}@hotline-in/n", Application="Wait", Data="30", Async="true", Timeout="5000"
    )
