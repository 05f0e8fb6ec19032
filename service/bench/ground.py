"""Where a bench runs: a temporary folder, the Asterisk that is there, and free ports on loopback."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from calls.errors import HotlineError
from prompts.catalogue import Catalogue
from service.config import Settings
from telephony.embedded.finding import FOLDER, find_asterisk
from telephony.embedded.installation import Installation
from telephony.embedded.ports import sip_free, tcp_free

HERE = "127.0.0.1"
RTP_PORTS = 3000
"""RTP ports of each Asterisk: two a leg."""
_RTP_FIRST = 10000
_TRIES = 50


class NoGround(HotlineError):
    """This machine lacks what a bench needs."""

    code = "HL410"


@dataclass(frozen=True, slots=True)
class Ports:
    """What one Asterisk of a bench listens on."""

    sip: int
    ami: int
    rtp_start: int

    @property
    def rtp_end(self) -> int:
        """The last RTP port."""
        return self.rtp_start + RTP_PORTS - 1


@dataclass(frozen=True, slots=True)
class Ground:
    """`folder` goes away at the end. `root` is the private Asterisk tree, whether it is there or not."""

    folder: Path
    root: Path
    installation: Installation
    catalogue: Catalogue

    def place(self, name: str) -> Path:
        """A folder of one part of the bench."""
        made = self.folder / name
        made.mkdir(mode=0o700, exist_ok=True)
        return made

    def ports(self, which: int) -> Ports:
        """Ports that are free now, for the `which`-th Asterisk of this bench (from 0)."""
        return Ports(_free(lambda port: sip_free(HERE, port)), _free(lambda port: tcp_free(HERE, port)),
                     _RTP_FIRST + which * RTP_PORTS)  # fmt: skip

    def prompt(self, name: str) -> str:
        """A prompt's file as a dialplan names it: without its ending."""
        return str(self.catalogue.sound(name, "zh").absolute().with_suffix(""))


@contextmanager
def ground(settings: Settings) -> Iterator[Ground]:
    """Raises AsteriskMissing. The machine's own Asterisk is used, else the private one of the data folder."""
    data = settings.data.folder.absolute()
    root = settings.switch.root or data / FOLDER
    installation = find_asterisk(data, root)
    with tempfile.TemporaryDirectory(prefix="hotline-bench-") as folder:
        yield Ground(Path(folder), root.absolute(), installation, Catalogue.load())


def free_udp_port() -> int:
    """A UDP port of loopback that was free a moment ago."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


def free_tcp_port() -> int:
    """A TCP port of loopback that is free now."""
    return _free(lambda port: tcp_free(HERE, port))


def _free(is_free: Callable[[int], bool]) -> int:
    for _ in range(_TRIES):
        port = free_udp_port()
        if is_free(port):
            return port
    raise NoGround("no free port was found on loopback", "end some of the programs that listen there")
