"""The correctness rows: what real callers and real networks do, and what a client must make of it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from service.bench.ami_clients import Contender
from service.bench.ami_stream import BIG_VALUE, END, LISTED, MANY_LINES

Seen = list[tuple[str, dict[str, Any]]]
_TRUNK = "PJSIP/trunk-1"
_NONE = ("0",)
_BLANKS = {"CallerIDName": "  Bob  Smith ", "Exten": "95105"}
_SILENCE = ({"CallerIDName": "a"}, {"CallerIDName": "b"})


@dataclass(slots=True)
class Row:
    """One row: its name for people, and whether a client passes. `passed` is by client name."""

    name: str
    check: Callable[[Contender, int], bool]
    passed: dict[str, bool] = field(default_factory=dict)

    def run(self, client: Contender, port: int) -> bool:
        """Run it. Whatever a client raises is a failed row: how it fails is its own affair."""
        with _quiet():
            try:
                self.passed[client.name] = self.check(client, port)
            except Exception:  # noqa: BLE001 - three libraries fail in their own ways, all mean "not passed"
                self.passed[client.name] = False
        return self.passed[client.name]


@contextmanager
def _quiet() -> Iterator[None]:
    """A thread that dies or a callback that raises is the row's result, and no traceback for the reader."""
    shown, threading.excepthook = threading.excepthook, lambda _: None
    log = logging.getLogger("asyncio")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        threading.excepthook = shown
        log.setLevel(level)


def _heard(client: Contender, port: int, script: str, evil: bool = False) -> Seen:
    seen: Seen = []
    client.play(port, script, lambda event: seen.append((client.name_of(event), client.headers_of(event))), evil=evil)
    return seen


def _brings(script: str, *expected: dict[str, Any]) -> Callable[[Contender, int], bool]:
    """A row passed when exactly these Newchannel events are heard, header by header."""

    def check(client: Contender, port: int) -> bool:
        seen = [headers for name, headers in _heard(client, port, script) if name == "Newchannel"]
        return seen == [{"Channel": _TRUNK, **headers} for headers in expected]

    return check


def _forged(client: Contender, port: int) -> bool:
    ((_, headers), (end, _)) = _heard(client, port, "forged")
    return bool(headers["Channel"] == _TRUNK) and len(headers) == 7 and end == END


def _stays(script: str) -> Callable[[Contender, int], bool]:
    """A row passed when all three events are heard, and so the link is still there at the end."""

    def check(client: Contender, port: int) -> bool:
        return [name for name, _ in _heard(client, port, script)] == ["Newchannel"] * 3 + [END]

    return check


def _listener_raises(client: Contender, port: int) -> bool:
    names: list[str] = []

    def hear(event: Any) -> None:
        names.append(client.name_of(event))
        if names == ["Newchannel"]:
            raise RuntimeError("the listener's own fault")

    client.play(port, "goodbye", hear)
    return names == ["Newchannel"] * 3 + [END]


def _survives_noise(client: Contender, port: int) -> bool:
    names = [headers.get("CallerIDName") for name, headers in _heard(client, port, "broken") if name == "Newchannel"]
    return len(names) == 2 and names[0] == "a" and str(names[1]).startswith("caf")


def _refuses_line_break(client: Contender, port: int) -> bool:
    return _heard(client, port, "plain", evil=True)[-1][1]["Injected"] in _NONE


def rows() -> list[Row]:
    """All rows, in the order they are shown."""
    return [
        Row("a caller's name with U+2028, U+0085, VT or FF forges no header", _forged),
        Row("a caller named `Response: Goodbye` does not end the link", _stays("goodbye")),
        Row("a caller named `Event: Shutdown` does not end the link", _stays("shutdown")),
        Row("a line break in an outgoing value is refused", _refuses_line_break),
        Row("byte by byte", _brings("bytewise", {"CallerIDName": "Bob", "Exten": "95105"}, {"CallerIDName": "Ann"})),
        Row("a UTF-8 character cut between two reads", _brings("utf8", {"CallerIDName": "王"})),
        Row("a header without a blank after its colon", _brings("tight", {"Tight": "value", "Exten": "95105"})),
        Row("a repeated header is a list", _brings("repeated", {"Variable": ["a=1", "b=2"]})),
        Row("blanks in a value are kept", _brings("blanks", _BLANKS, {"CallerIDName": " "})),
        Row("a value of 200 kB", _brings("big", {"Value": BIG_VALUE})),
        Row("an answer of 20,000 lines", lambda client, port: client.lines(port) == MANY_LINES),
        Row("a list is gathered up to its end", lambda client, port: client.listed(port) == LISTED),
        Row("noise between packets, bytes that are no UTF-8", _survives_noise),
        Row("silence longer than the client's time-out", _brings("silence", *_SILENCE)),
        Row("a listener that raises harms nobody", _listener_raises),
        Row("an awaited answer fails when the link is cut", lambda client, port: client.loses(port)),
    ]
