"""Choosing ports: a number is an order, "auto" is a free one that stays the same in this data folder."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from telephony.embedded.errors import PortInUse, RefusedValue

LOOPBACK = "127.0.0.1"
Wish = int | Literal["auto"]
SIP_PORTS = range(5060, 5160, 2)
AMI_PORTS = range(5038, 5138)
HTTP_PORTS = range(8088, 8188)
RTP_FIRST, RTP_BLOCK, RTP_BLOCKS = 10000, 1000, 20
"""Blocks of RTP ports, below the ports that the kernel gives to outgoing connections (32768 and up)."""


@dataclass(frozen=True, slots=True)
class Ports:
    """What one installation listens on. `rtp_end` is the last port of the range, `http` the one for browsers' phones."""

    sip: int
    ami: int
    rtp_start: int
    rtp_end: int
    http: int = 0


@dataclass(frozen=True, slots=True)
class PortWishes:
    """What the settings say."""

    sip: Wish = "auto"
    ami: Wish = "auto"
    rtp_start: Wish = "auto"
    rtp_end: Wish = "auto"
    http: Wish = "auto"


def choose_ports(wishes: PortWishes, data_dir: Path, bind: str = "127.0.0.1", running: bool = False) -> Ports:
    """Ports for this data folder, remembered in it.

    `running`: our Asterisk runs already and holds them, so they are not tried. Raises PortInUse for an ordered
    port that somebody else has; a remembered one that was taken meanwhile is replaced by a free one.
    """
    file = data_dir / "ports.json"
    known = _remembered(file)
    sip_before, ami_before = (known.sip, known.ami) if known else (None, None)
    sip = _settled("sip.port", wishes.sip, sip_before, SIP_PORTS, lambda port: sip_free(bind, port), running)
    ami = _settled("switch.port", wishes.ami, ami_before, AMI_PORTS, lambda port: tcp_free(LOOPBACK, port), running)
    http_before = known.http or None if known else None
    http = _settled(
        "browser.port", wishes.http, http_before, HTTP_PORTS, lambda port: tcp_free(LOOPBACK, port), running
    )
    start, end = _rtp(wishes, known, sip)
    ports = Ports(sip, ami, start, end, http)
    if ports != known:
        _remember(file, ports)
    return ports


def sip_free(bind: str, port: int) -> bool:
    """SIP needs the port for both UDP and TCP."""
    return _can_bind(bind, port, socket.SOCK_DGRAM) and tcp_free(bind, port)


def tcp_free(bind: str, port: int) -> bool:
    """Whether nobody listens there. Connections that are only being wound up do not count."""
    return _can_bind(bind, port, socket.SOCK_STREAM)


def refuse_used(bind: str, sip_port: int, ami_port: int, http_port: int = 0) -> None:
    """Raises PortInUse, naming the port and the setting, before Asterisk is started: it would only log it and go on."""
    if not _can_bind(bind, sip_port, socket.SOCK_DGRAM):
        raise PortInUse(sip_port, "sip.port", "UDP")
    if not tcp_free(bind, sip_port):
        raise PortInUse(sip_port, "sip.port", "TCP")
    if not tcp_free(LOOPBACK, ami_port):
        raise PortInUse(ami_port, "switch.port", "TCP")
    if http_port and not tcp_free(LOOPBACK, http_port):
        raise PortInUse(http_port, "browser.port", "TCP")


def _settled(
    setting: str, wish: Wish, known: int | None, candidates: Iterable[int], free: Callable[[int], bool], running: bool
) -> int:
    if wish != "auto":
        if not (running and wish == known) and not free(wish):
            raise PortInUse(wish, setting)
        return wish
    if known is not None and (running or free(known)):
        return known
    return next((port for port in candidates if free(port)), None) or _any_free(free, setting)


def _any_free(free: Callable[[int], bool], setting: str) -> int:
    """Whatever the kernel has left."""
    for _ in range(20):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.bind((LOOPBACK, 0))
            port: int = probe.getsockname()[1]
        if free(port):
            return port
    raise RefusedValue(setting, "auto", "a number: no free port was found")


def _rtp(wishes: PortWishes, known: Ports | None, sip: int) -> tuple[int, int]:
    """A block that goes with the SIP port: two installations with different SIP ports do not share one."""
    if wishes.rtp_start != "auto":
        end = wishes.rtp_end if wishes.rtp_end != "auto" else min(wishes.rtp_start + RTP_BLOCK - 1, 65535)
        return wishes.rtp_start, end
    if known is not None and known.sip == sip and wishes.rtp_end == "auto":
        return known.rtp_start, known.rtp_end
    start = RTP_FIRST + RTP_BLOCK * (sip // 2 % RTP_BLOCKS)
    return start, wishes.rtp_end if wishes.rtp_end != "auto" else start + RTP_BLOCK - 1


def _can_bind(bind: str, port: int, kind: socket.SocketKind) -> bool:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family, kind) as probe:
        if kind is socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError:
            return False
    return True


def _remembered(file: Path) -> Ports | None:
    try:
        return Ports(**json.loads(file.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _remember(file: Path, ports: Ports) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.new")
    new.write_text(json.dumps(asdict(ports), indent=1) + "\n", encoding="utf-8")
    new.replace(file)
