"""What the bench's manager says: events as a busy Asterisk sends them, and the scripts of the correctness rows."""

from __future__ import annotations

import itertools

END = "BenchEnd"
"""The event that closes every script."""

_SNAPSHOT = (
    "Channel",
    "ChannelState",
    "ChannelStateDesc",
    "CallerIDNum",
    "CallerIDName",
    "ConnectedLineNum",
    "ConnectedLineName",
    "Language",
    "AccountCode",
    "Context",
    "Exten",
    "Priority",
    "Uniqueid",
    "Linkedid",
)

_BRIDGE = ("BridgeUniqueid: 0f2b7f9e-1d1c", "BridgeType: basic", "BridgeTechnology: simple_bridge")

_OWN_HEADERS: dict[str, tuple[str, ...]] = {
    "Newchannel": (),
    "Newexten": ("Extension: 95105", "Application: AGI", "AppData: agi:async"),
    "Newstate": (),
    "AsyncAGIStart": ("Env: " + "agi_request%3A%20async%0Aagi_channel%3A%20PJSIP%2Ftrunk%0A" * 12,),
    "VarSet": ("Variable: HOTLINE_CALL", "Value: 01JD8Q7Z6T5V4W3X2Y1"),
    "AsyncAGIExec": ("CommandID: 4711-3", "Result: 200%20result%3D0%0A"),
    "DTMFBegin": ("Digit: 1", "Direction: Received"),
    "DTMFEnd": ("Digit: 1", "DurationMs: 160", "Direction: Received"),
    "MusicOnHoldStart": ("Class: default",),
    "NewConnectedLine": (),
    "BridgeEnter": (*_BRIDGE, "BridgeNumChannels: 2"),
    "MusicOnHoldStop": (),
    "BridgeLeave": (*_BRIDGE, "BridgeNumChannels: 1"),
    "AsyncAGIEnd": (),
    "Hangup": ("ChanVariable: HOTLINE_CALL=01JD8Q7Z", "ChanVariable: HOTLINE_LEG=a", "Cause: 16", "Cause-txt: Normal"),
}

_NAMES = ("<unknown>", "Bob Smith", "王小明", "陈 晓 燕", "Zoë Müller")


def packet(*lines: str) -> bytes:
    """Lines as one packet."""
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _event(kind: str, call: int) -> bytes:
    number, name, unique = f"1390000{call % 10000:04}", _NAMES[call % len(_NAMES)], f"1732256412.{call}"
    who = (f"PJSIP/trunk-{call:08x}", "6", "Up", number, name, "95105", "", "zh", "")
    values = (*who, "hotline", "95105", str(call % 5 + 1), unique, unique)
    snapshot = (f"{header}: {value}" for header, value in zip(_SNAPSHOT, values, strict=True))
    return packet(f"Event: {kind}", "Privilege: call,all", *snapshot, *_OWN_HEADERS[kind])


def busy_stream(events: int) -> bytes:
    """So many events of one call after the other, closed by the end event."""
    names = itertools.islice(itertools.cycle(_OWN_HEADERS), events)
    end = packet(f"Event: {END}", *(f"{header}: -" for header in _SNAPSHOT))
    return b"".join(_event(name, at // len(_OWN_HEADERS)) for at, name in enumerate(names)) + end


def _new(*lines: str) -> bytes:
    return packet("Event: Newchannel", "Channel: PJSIP/trunk-1", *lines)


def _bytewise(data: bytes) -> list[bytes | float]:
    return [data[at : at + 1] for at in range(len(data))]


def _named(name: str) -> list[bytes | float]:
    return [_new(f"CallerIDName: {one}") for one in (name, f"x\u2028{name}", f"\x0b{name}")]


LISTED = ["PJSIP/trunk-1", "PJSIP/trunk-2"]
BIG_VALUE = "0123456789" * 20_000
MANY_LINES = [f"line {n}" for n in range(20_000)]

SCRIPTS: dict[str, list[bytes | float]] = {
    "plain": [_new("CallerIDName: Bob")],
    "forged": [
        _new(*(f"Name{at}: Bob{end}Channel: PJSIP/ceo-1" for at, end in enumerate("\u2028\u2029\u0085\x0b\x0c\x1c")))
    ],
    "goodbye": _named("Response: Goodbye"),
    "shutdown": _named("Event: Shutdown"),
    "bytewise": _bytewise(_new("CallerIDName: Bob", "Exten: 95105") + _new("CallerIDName: Ann")),
    "utf8": [_new("CallerIDName: 王")[:-6], _new("CallerIDName: 王")[-6:]],
    "tight": [_new("Tight:value", "Exten: 95105")],
    "repeated": [_new("Variable: a=1", "Variable: b=2")],
    "blanks": [_new("CallerIDName:   Bob  Smith ", "Exten: 95105"), _new("CallerIDName:  ")],
    "big": [_new(f"Value: {BIG_VALUE}")],
    "silence": [_new("CallerIDName: a"), 0.8, _new("CallerIDName: b")],
    "broken": [
        _new("CallerIDName: a") + packet("Nonsense") + b"\r\n" + _new("CallerIDName: caf").replace(b"caf", b"caf\xe9")
    ],
}
"""What is sent for each row: pieces written one by one, and pauses in seconds."""
