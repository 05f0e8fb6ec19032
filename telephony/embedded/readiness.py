"""When a started Asterisk takes calls, and what to say when it does not."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import time
from pathlib import Path

from telephony.embedded.commands import Commands
from telephony.embedded.errors import NotReady, PortInUse
from telephony.embedded.processes import PROC, Process
from telephony.embedded.settings import ExchangeSettings

LOOK_EVERY = 0.02
"""Seconds between two looks for the control socket: nothing tells us when it appears."""
_INODE = re.compile(r"socket:\[(\d+)\]")


async def wait_ready(
    process: Process, commands: Commands, settings: ExchangeSettings, socket_path: Path, within: float
) -> None:
    """Return when Asterisk is fully booted and listens on its ports.

    Raises NotReady quoting its log, or PortInUse when somebody took a port between our look and its start.
    """
    try:
        async with asyncio.timeout(within):
            await _answering(process, socket_path)
            await _booted(process, commands, within)
    except TimeoutError:
        raise NotReady(f"Asterisk was not ready within {within:g} s: {quoted(settings.folder)}") from None
    except NotReady as error:
        raise NotReady(f"{error}: {quoted(settings.folder)}") from None
    check_listening(process.pid, settings)


def check_listening(pid: int, settings: ExchangeSettings) -> None:
    """Asterisk only logs a port that it did not get. Raises PortInUse."""
    held = listening(pid)
    if held is None:
        return
    wanted = [("udp", settings.sip_port, "sip.port"), ("tcp", settings.sip_port, "sip.port")]
    wanted.append(("tcp", settings.ami_port, "switch.port"))
    if settings.http_port:
        wanted.append(("tcp", settings.http_port, "browser.port"))
    for kind, port, setting in wanted:
        if (kind, port) not in held:
            raise PortInUse(port, setting, kind.upper())


def listening(pid: int) -> set[tuple[str, int]] | None:
    """The ports that a process listens on, as ("tcp" or "udp", port). None when we may not look."""
    try:
        links = [str(each.readlink()) for each in (PROC / str(pid) / "fd").iterdir()]
    except (PermissionError, FileNotFoundError):
        return None
    inodes = {found[1] for link in links if (found := _INODE.fullmatch(link))}
    return {(kind, port) for kind in ("tcp", "udp") for port, inode in _sockets(kind) if inode in inodes}


def quoted(folder: Path, lines: int = 6) -> str:
    """The last complaints in Asterisk's log, else the last lines that it printed."""
    log = _tail(folder / "log" / "messages.log")
    bad = [line for line in log if "ERROR" in line or "WARNING" in line]
    return " | ".join((bad or log or _tail(folder / "log" / "console.log"))[-lines:]) or "its log is empty"


async def _booted(process: Process, commands: Commands, within: float) -> None:
    """It may open its control socket and then end because a module did not load."""
    answer = await commands.ask("core waitfullybooted", within)
    if "fully booted" not in answer:
        await process.ended(1.0)
    if not process.alive:
        raise NotReady(f"Asterisk ended while it was starting ({process.ended_by})")


async def _answering(process: Process, socket_path: Path) -> None:
    while not _accepts(socket_path):
        if await process.ended(LOOK_EVERY):
            raise NotReady(f"Asterisk ended at once ({process.ended_by})")


def _accepts(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.setblocking(False)
        return probe.connect_ex(os.fsencode(path)) == 0


def _sockets(kind: str) -> list[tuple[int, str]]:
    """Local port and inode of every listening TCP or bound UDP socket (proc_net_tcp)."""
    rows = []
    for name in (kind, f"{kind}6"):
        table = PROC / "net" / name
        for line in table.read_text().splitlines()[1:] if table.exists() else ():
            words = line.split()
            if kind == "udp" or words[3] == "0A":
                rows.append((int(words[1].rpartition(":")[2], 16), words[9]))
    return rows


def _tail(log: Path) -> list[str]:
    """The lines of the last start, at most of the last minute."""
    try:
        if time.time() - log.stat().st_mtime > 60:
            return []
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 8192))
            return file.read().decode(errors="replace").splitlines()
    except FileNotFoundError:
        return []
