"""Asterisk's events as it writes them on the wire, and read back as the link reads them.

The headers and their order are those of Asterisk 22 with a `systemname`, as recorded from real calls.
"""

from __future__ import annotations

from telephony.ami.framing import Framing
from telephony.ami.messages import AmiEvent, read

SYSTEM = "h7f3a-9c01"
"""The `systemname` of the Asterisk in these tests: it is before every Uniqueid that Asterisk makes by itself."""
CALLER = "1795333604.27"
"""A caller's leg, as we name it."""
GREETING = b"Asterisk Call Manager/11.0.0\r\n"


def wire(name: str, **headers: str) -> bytes:
    """One event as bytes; `Caller_Name` in the code is `Caller-Name` on the wire."""
    lines = [f"Event: {name}", "Privilege: call,all", f"SystemName: {SYSTEM}"]
    lines += [f"{header.replace('_', '-')}: {value}" for header, value in headers.items()]
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode()


def heard(*packets: bytes, at_once: int = 1 << 20) -> list[AmiEvent]:
    """The events in these bytes, read `at_once` bytes at a time."""
    framing, stream, events = Framing(), GREETING + b"".join(packets), []
    for start in range(0, len(stream), at_once):
        for text in framing.feed(stream[start : start + at_once]):
            event = read(text)
            assert isinstance(event, AmiEvent), text
            events.append(event)
    return events


def unique(leg: str) -> str:
    """Asterisk's own id of a leg: a system's name before what it numbers itself, nothing before what we named."""
    return f"{SYSTEM}-{leg}" if leg[0].isdigit() else leg


def channel(
    leg: str,
    endpoint: str = "trunk",
    *,
    number: str = "13800001111",
    name: str = "<unknown>",
    context: str = "hotline-in",
    exten: str = "95105",
    state: str = "Up",
    prefix: str = "",
) -> dict[str, str]:
    """The snapshot of a channel that Asterisk puts into an event about it; `prefix` where there are two."""
    snapshot = {
        "Channel": f"PJSIP/{endpoint}-0000001b",
        "ChannelState": {"Down": "0", "Ring": "4", "Ringing": "5", "Up": "6"}[state],
        "ChannelStateDesc": state,
        "CallerIDNum": number,
        "CallerIDName": name,
        "ConnectedLineNum": "<unknown>",
        "ConnectedLineName": "<unknown>",
        "Language": "en",
        "AccountCode": "",
        "Context": context,
        "Exten": exten,
        "Priority": "1",
        "Uniqueid": unique(leg),
        "Linkedid": unique(leg),
    }
    return {prefix + header: value for header, value in snapshot.items()}


def rung(leg: str, endpoint: str = "1001", state: str = "Down", context: str = "hotline-seats") -> dict[str, str]:
    """The snapshot of a phone that we ring."""
    return channel(leg, endpoint, context=context, exten="s", state=state)


def agi_start(leg: str = CALLER, **how: str) -> bytes:
    """The channel waits for commands."""
    return wire("AsyncAGIStart", **channel(leg, **how), Env="agi_request%3A%20async%0A%0A")


def agi_exec(leg: str, command: str, result: str = "200%20result%3D0%0A") -> bytes:
    """A command was carried out."""
    return wire("AsyncAGIExec", **channel(leg), Result=result, CommandId=command)


def bridge(event: str, leg: str, bridge_id: str = "6dd86532") -> bytes:
    """BridgeEnter or BridgeLeave."""
    headers = {"BridgeUniqueid": bridge_id, "BridgeType": "basic", "BridgeNumChannels": "1"}
    return wire(event, **headers, **channel(leg))


def hangup(leg: str = CALLER, cause: int = 16, state: str = "Up") -> bytes:
    """The channel is gone."""
    return wire("Hangup", **channel(leg, state=state), Cause=str(cause), Cause_txt="as it is called")


def originate_response(leg: str, response: str, reason: int) -> bytes:
    """What became of an Originate."""
    return wire(
        "OriginateResponse",
        ActionID="ae8c9f97-2",
        Response=response,
        Channel="PJSIP/1001",
        Context="hotline-leg",
        Exten="s",
        Reason=str(reason),
        Uniqueid=leg,
        CallerIDNum="13800001111",
        CallerIDName="Li",
    )


def dtmf(leg: str, digit: str, direction: str = "Received") -> bytes:
    """A key was pressed, or one was sent by us."""
    return wire("DTMFEnd", **channel(leg), Digit=digit, DurationMs="120", Direction=direction)


def blind_transfer(leg: str, by: str, to: str, result: str = "Success") -> bytes:
    """`by` sends `leg` on to a number."""
    return wire(
        "BlindTransfer",
        Result=result,
        **channel(by, "1001", prefix="Transferer"),
        **channel(leg, prefix="Transferee"),
        BridgeUniqueid="6dd86532",
        IsExternal="Yes",
        Context="hotline-transfer",
        Extension=to,
    )


def attended_transfer(leg: str, by: str, second: str, target: str, result: str = "Success") -> bytes:
    """`by` joins `leg` with `target`, whom he has asked on `second`."""
    return wire(
        "AttendedTransfer",
        Result=result,
        **channel(by, "1001", prefix="OrigTransferer"),
        OrigBridgeUniqueid="2549ae53",
        **channel(second, "1001", prefix="SecondTransferer"),
        SecondBridgeUniqueid="9f7708e8",
        **channel(leg, prefix="Transferee"),
        **channel(target, "1002", prefix="TransferTarget"),
        IsExternal="No",
        DestType="Bridge",
        DestBridgeUniqueid="9f7708e8",
    )


def taken_into(leg: str, by: str, second: str) -> bytes:
    """`by` puts `leg` where his call `second` waits for an answer: measured on Asterisk 22, without a transfer target."""
    return wire(
        "AttendedTransfer",
        Result="Success",
        **channel(by, "1001", prefix="OrigTransferer"),
        OrigBridgeUniqueid="2549ae53",
        **channel(second, "1001", prefix="SecondTransferer"),
        **channel(leg, prefix="Transferee"),
        IsExternal="No",
        DestType="App",
        DestApp="AGI",
    )


def contact(aor: str, status: str, uri: str = "sip:1001@127.0.0.1:48268") -> bytes:
    """A registration changed."""
    return wire("ContactStatus", URI=uri, ContactStatus=status, AOR=aor, EndpointName=aor, RoundtripUsec="0")
