"""The AMI client on a real Asterisk: what the unit tests assume about its side of the wire is checked here."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import socket
from pathlib import Path

import pytest
from asterisk.ami import Action, SimpleAction

from telephony.ami import ActionFailed, AmiAccount, AmiClient, AmiEvent, AmiLink, AmiResponse, LinkPace
from telephony.ami.actions import LONGEST_LINE, MOST_LINES
from telephony.ami.event_lists import ENDS_WITH
from telephony.ami.link_states import LinkState
from telephony.embedded.exchange import Exchange
from telephony.embedded.installation import Installation
from telephony.embedded.settings import Trunk
from tests.asterisk.conftest import Account, settings_for
from tests.asterisk.raw_sip import RawPhone
from tests.waiting import until

pytestmark = pytest.mark.asterisk
FORGED_HANGUP = "1%0d%0a%0d%0aEvent%3a%20Hangup%0d%0aUniqueid%3a%20victim%0d%0a%0d%0aEvent%3a%20X"
"""The user part of a SIP URI that closes Asterisk's event and writes one of its own."""


async def test_login_ping_logoff(ami_address: tuple[str, int, str, str]) -> None:
    client = AmiClient(AmiAccount(*ami_address))
    await client.connect()
    assert int(client.version.split(".")[0]) >= 7
    assert (await client.send(SimpleAction("Ping")))["Ping"] == "Pong"
    await client.logoff()
    assert not client.is_open


async def test_every_list_of_the_table_ends(ami: AmiClient) -> None:
    known = {name.lower(): name for name in (await ami.send(SimpleAction("ListCommands"))).headers}
    ended: dict[str, AmiResponse | ActionFailed] = {}
    for action in sorted(ENDS_WITH.keys() & known.keys()):
        try:
            ended[action] = await ami.send(SimpleAction(known[action], Channel="/^none$/"), timeout=5.0)
        except ActionFailed as failed:
            ended[action] = failed
    assert {"status", "coreshowchannels", "bridgelist", "pjsipshowendpoints", "devicestatelist"} & ended.keys()
    assert len(ended) >= 10


async def test_endpoints_are_listed(ami: AmiClient) -> None:
    answer = await ami.send(SimpleAction("PJSIPShowEndpoints"))
    assert {"1001", "1002", "1003"} <= {event["ObjectName"] for event in answer.events}
    assert all(event.name == "EndpointList" for event in answer.events)


async def test_a_line_as_long_as_we_allow_is_taken(ami: AmiClient) -> None:
    text = "x" * (LONGEST_LINE - len("Text: "))
    heard: list[AmiEvent] = []
    ami.add_event_listener(lambda event, source: heard.append(event), white_list="UserEvent")
    await ami.send(SimpleAction("UserEvent", UserEvent="hotline-test", Text=text))
    await until(lambda: heard)
    assert heard[0]["Text"] == text


async def test_one_byte_more_and_asterisk_throws_the_message_away(ami: AmiClient) -> None:
    """Why a longer line is refused before sending."""
    answers: list[AmiResponse] = []
    ami.add_listener(on_response=lambda source, response: answers.append(response))
    line = "Text: " + "x" * (LONGEST_LINE + 1 - len("Text: "))
    ami._wire.write(f"Action: UserEvent\r\nActionID: 1\r\nUserEvent: x\r\n{line}\r\n\r\n".encode())
    await until(lambda: answers)
    assert answers[0].is_error()
    assert "too long" in answers[0].message


async def test_as_many_lines_as_we_allow_are_taken(ami: AmiClient) -> None:
    lines = {f"Line-{n}": "x" for n in range(MOST_LINES - 3)}
    await ami.send(Action("UserEvent", {"UserEvent": "hotline-test", **lines}))


async def test_two_thousand_answers_at_once(ami: AmiClient) -> None:
    answers = await asyncio.gather(*(ami.send(SimpleAction("Ping")) for _ in range(2000)))
    assert len({answer["ActionID"] for answer in answers}) == 2000


class ForgingCaller(RawPhone):
    """A caller from a trunk whose own number is whatever he writes."""

    number = "1"

    def _request(self, wire: socket.socket, method: str, uri: str, to: str, call: str, number: int, extra: str) -> str:
        honest = super()._request(wire, method, uri, to, call, number, extra)
        return honest.replace("From: <sip:carrier@", f"From: <sip:{self.number}@")


async def test_a_caller_number_with_line_breaks_forges_no_event(installation: Installation, tmp_path: Path) -> None:
    """Asterisk 22 writes `%0d%0a` of a SIP user part raw into its events: the seal tells, the framing cannot."""
    trunk = Trunk("carrier", host="127.0.0.1")
    exchange = Exchange(dataclasses.replace(settings_for(tmp_path), trunks=(trunk,)), installation)
    await exchange.start()
    try:
        async with AmiClient(AmiAccount(*exchange.ami_address)) as ami:
            name = (await ami.send(SimpleAction("CoreSettings")))["SystemName"]
        heard, forged = await _forge(exchange, AmiAccount(*exchange.ami_address, system_name=name))
        assert not [event for event in heard if "victim" in event.text or event.get("Uniqueid", name)[:2] != name[:2]]
        assert {"Hangup", "Newchannel"} <= {event.name for event in forged}
    finally:
        await exchange.stop()


async def _forge(exchange: Exchange, account: AmiAccount) -> tuple[list[AmiEvent], list[AmiEvent]]:
    """One forging call and one honest call: the events heard, and those refused."""
    heard: list[AmiEvent] = []
    forged: list[AmiEvent] = []
    phone = ForgingCaller(Account("carrier", "", "127.0.0.1", exchange.settings.sip_port))
    async with AmiClient(account, on_forged=forged.append) as ami:
        ami.add_event_listener(lambda event, source: heard.append(event))
        for phone.number in (FORGED_HANGUP, "13900001111"):
            with contextlib.suppress(TimeoutError):
                await asyncio.to_thread(phone.invite, "95105")
        await until(lambda: any(event.get("CallerIDNum") == "13900001111" for event in heard), what="the honest call")
        for event in (await ami.send(SimpleAction("CoreShowChannels"))).events:
            await ami.send(SimpleAction("Hangup", Channel=event["Channel"]))
    return heard, forged


async def test_a_link_outlives_asterisk(installation: Installation, tmp_path: Path) -> None:
    """Asterisk is stopped and started again: the link notices, waits, comes back and can be used."""
    exchange = Exchange(settings_for(tmp_path), installation)
    await exchange.start()
    told: list[str] = []
    link = AmiLink(
        AmiAccount(*exchange.ami_address),
        on_up=lambda client: told.append("up"),
        on_down=lambda why, retry_in: told.append("down"),
        pace=LinkPace(shortest_wait=0.1, longest_wait=0.5),
    )
    running = asyncio.create_task(link.run())
    try:
        await until(lambda: link.state is LinkState.UP)
        await exchange.stop()
        await until(lambda: link.state is not LinkState.UP)
        await exchange.start()
        await until(lambda: link.state is LinkState.UP, within=20)
        assert (await link.send(SimpleAction("Ping")))["Ping"] == "Pong"
        assert told[:2] == ["up", "down"]
        assert told[-1] == "up"
    finally:
        running.cancel()
        await asyncio.wait([running])
        await exchange.stop()
