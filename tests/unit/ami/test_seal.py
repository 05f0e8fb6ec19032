"""Events that a caller smuggled in through the user part of a SIP URI."""

from __future__ import annotations

import pytest
from asterisk.ami import SimpleAction
from hypothesis import given
from hypothesis import strategies as st

from telephony.ami import AmiClient, AmiEvent, messages
from telephony.ami.framing import Framing
from telephony.ami.seal import Seal
from tests.fakes.ami_server import FakeAmiServer, packet, success
from tests.waiting import until

SECRET = "hotline-9f3c51d0a7be4412"
VICTIM = f"{SECRET}-1795331209.7"


def new_channel(number: str, name: str = "Bob", prefix: str = "") -> bytes:
    """Newchannel as Asterisk 22 writes it: the number raw, the name escaped."""
    return packet(
        "Event: Newchannel",
        "Privilege: call,all",
        f"SystemName: {SECRET}",
        f"{prefix}Channel: PJSIP/carrier-00000000",
        f"{prefix}ChannelState: 4",
        f"{prefix}ChannelStateDesc: Ring",
        f"{prefix}CallerIDNum: {number}",
        f"{prefix}CallerIDName: {name}",
        f"{prefix}Exten: 95105",
        f"{prefix}Uniqueid: {SECRET}-1795331209.8",
        f"{prefix}Linkedid: {SECRET}-1795331209.8",
    )


def heard(stream: bytes) -> list[AmiEvent]:
    packets = Framing().feed(b"Asterisk Call Manager/9.0.0\r\n" + stream)
    events = [event for event in map(messages.read, packets) if isinstance(event, AmiEvent)]
    return [event for event in events if Seal(SECRET).genuine(event)]


@pytest.mark.parametrize("number", ["13900001111", "<unknown>", "Uniqueid: x", "ChannelState: 4"])
@pytest.mark.parametrize("name", ["Bob", "Uniqueid: x", "Linkedid: ChannelState: ", "x\u2028SystemName: y"])
@pytest.mark.parametrize("prefix", ["", "Dest"])
def test_honest_events_pass(number: str, name: str, prefix: str) -> None:
    assert [event.name for event in heard(new_channel(number, name, prefix))] == ["Newchannel"]


@pytest.mark.parametrize("prefix", ["", "Dest"])
@pytest.mark.parametrize(
    "number",
    [
        "1\r\nUniqueid: forged",
        "1\r\nLinkedid: forged",
        "1\r\nUniqueid: a\r\nLinkedid: a\r\nChannelState: 4",
        "1\r\n\r\nEvent: Hangup\r\nUniqueid: forged",
        "1\r\n\r\nEvent: Hangup\r\nSystemName: hotline\r\nUniqueid: forged\r\n\r\nX: y",
        "1\r\n\r\nEvent: Hangup\r\nUniqueid: forged\r\n\r\nEvent: FullyBooted",
    ],
)
def test_what_was_smuggled_in_is_not_heard(number: str, prefix: str) -> None:
    if prefix:
        number = number.replace("Uniqueid", "DestUniqueid").replace("Linkedid", "DestLinkedid").replace("Ch", "DestCh")
    assert {event.name for event in heard(new_channel(number, prefix=prefix))} <= {"FullyBooted"}


@given(st.text(st.sampled_from("\r\n: ELU1"), max_size=60), st.booleans())
def test_no_number_names_the_call_of_somebody_else(noise: str, whole_event: bool) -> None:
    """Who does not know the system name cannot write a Uniqueid that is in use."""
    start = "1\r\n\r\nEvent: Hangup\r\n" if whole_event else "1\r\n"
    guess = VICTIM.replace(SECRET, "hotline")
    for event in heard(new_channel(f"{start}Uniqueid: {guess}\r\n{noise}")):
        assert event.get("Uniqueid") != VICTIM
        assert event.name in ("Newchannel", "FullyBooted")
        assert event["Channel"] == "PJSIP/carrier-00000000" or event.name == "FullyBooted"


def test_events_with_other_ids_pass() -> None:
    head = ("Privilege: call,all", f"SystemName: {SECRET}")
    channel = ("Channel: a", "ChannelState: 6", "Uniqueid: 1", "Linkedid: 1")
    stream = (
        packet("Event: BridgeEnter", *head, "BridgeUniqueid: b", *channel, "SwapUniqueid: 2")
        + packet("Event: DialBegin", *head, *channel, *(f"Dest{line}" for line in channel))
        + packet("Event: OriginateResponse", *head, "Response: Failure", "Channel: a", "Uniqueid: <null>")
        + packet("Event: VarSet", *head, "Channel: none", "Uniqueid: none", "Variable: x", "Value: y")
        + packet("Event: PeerStatus", *head, "Peer: PJSIP/1003")
        + packet("Event: FullyBooted", "Privilege: system,all")
    )
    assert len(heard(stream)) == 6


async def test_the_client_keeps_forged_events_from_its_listeners() -> None:
    forged: list[AmiEvent] = []
    names: list[str] = []
    async with (
        FakeAmiServer() as server,
        AmiClient(server.account(system_name=SECRET), on_forged=forged.append) as client,
    ):
        client.add_event_listener(lambda event, source: names.append(event.name))
        server.say(new_channel("1\r\n\r\nEvent: Hangup\r\nUniqueid: forged\r\n\r\nEvent: Nothing"))
        server.say(new_channel("13900001111"))
        await until(lambda: names == ["Newchannel"])
    assert [event.name for event in forged] == ["Newchannel", "Hangup", "Nothing"]
    assert forged[0]["Channel"] == "PJSIP/carrier-00000000"
    assert SECRET not in repr(server.account(system_name=SECRET))


async def test_a_list_holds_no_tampered_item() -> None:
    def listing(asked: dict[str, list[str]]) -> bytes:
        mine = f"ActionID: {asked['ActionID'][0]}"
        item = ("Event: CoreShowChannel", mine, "Channel: a", "ChannelState: 6")
        ids = ("Uniqueid: 1", "Linkedid: 1")
        return (
            success(asked, "EventList: start")
            + packet(*item, "CallerIDNum: 1", *ids)
            + packet(*item, "CallerIDNum: 1\r\nUniqueid: forged", *ids)
            + packet(*item, "CallerIDNum: 1\r\n\r\nEvent: CoreShowChannel\r\nChannel: forged", *ids)
            + packet("Event: CoreShowChannelsComplete", mine)
        )

    async with FakeAmiServer() as server, AmiClient(server.account(system_name=SECRET)) as client:
        server.answers["CoreShowChannels"] = listing
        answer = await client.send(SimpleAction("CoreShowChannels"))
    assert [event["Channel"] for event in answer.events] == ["a"]
