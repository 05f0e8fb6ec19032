"""Our Asterisk as one thing: configured, started or adopted, reloaded, watched, stopped."""

from __future__ import annotations

import signal
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

import structlog

from telephony.embedded.commands import Commands
from telephony.embedded.conf.browser import served
from telephony.embedded.conf.manager import LOOPBACK, USER
from telephony.embedded.errors import NotReady, PortInUse
from telephony.embedded.folders import console_log, make_folders, run_folder, write_files
from telephony.embedded.installation import Installation
from telephony.embedded.ports import refuse_used
from telephony.embedded.processes import Process, find_running, spawn
from telephony.embedded.readiness import wait_ready
from telephony.embedded.rendering import reload_commands, render
from telephony.embedded.settings import ExchangeSettings, conf_of

log = structlog.get_logger(__name__)
READY_WITHIN = 30.0
STOP_WITHIN = 10.0


def runs_already(data_dir: Path) -> bool:
    """Whether an Asterisk of this data folder is running: then its ports are ours, not somebody else's."""
    found = find_running(conf_of(data_dir))
    if found is None:
        return False
    found.close()
    return True


class Origin(StrEnum):
    """Whether the Asterisk we hold was started by us now or found running."""

    STARTED = "started"
    ADOPTED = "adopted"


class Exchange:
    """Asterisk lives in a session of its own: when we are killed it goes on, and the next service adopts it."""

    def __init__(self, settings: ExchangeSettings, installation: Installation) -> None:
        self.settings, self.installation = settings, installation
        self.commands = Commands(installation, settings.conf)
        self._unread: frozenset[str] = frozenset()
        self._process: Process | None = None

    @property
    def pid(self) -> int:
        """Of the Asterisk we hold; 0 when there is none."""
        return self._process.pid if self._process else 0

    @property
    def running(self) -> bool:
        """Whether it is alive now."""
        return self._process is not None and self._process.alive

    @property
    def ami_address(self) -> tuple[str, int, str, str]:
        """Host, port, user and secret of the manager interface."""
        return LOOPBACK, self.settings.ami_port, USER, self.settings.ami_secret

    async def start(self, within: float = READY_WITHIN) -> Origin:
        """Adopt the Asterisk that runs with our configuration, else start one; return when it takes calls.

        Raises NotReady (its log is quoted) or PortInUse; then none is running.
        """
        self.leave()
        origin = Origin.ADOPTED if await self._adopt(within) else await self._start_new(within)
        log.info("asterisk_ready", pid=self.pid, origin=origin.value, version=str(self.installation.version))
        return origin

    async def reload(self, settings: ExchangeSettings) -> frozenset[str]:
        """Take over new people, trunks and numbers without touching a call.

        Returns the files whose change waits for the next start of Asterisk. Ports and secrets of the running
        one are kept by whoever makes the settings (see `ports` and `keys`). What Asterisk did not answer to is asked
        again with the next reload.
        """
        self.settings = settings
        self._unread |= self._write()
        for command in reload_commands(self._unread):
            await self.commands.ask(command)
        changed, self._unread = self._unread, frozenset()
        waiting = frozenset(changed & {"asterisk.conf", "modules.conf"})
        if waiting:
            log.warning("asterisk_restart_needed", files=sorted(waiting))
        return waiting

    async def stop(self, within: float = STOP_WITHIN) -> None:
        """End Asterisk and every call on it: asked first, then told, then killed."""
        process = self._process
        if process is None:
            return
        for number, patience in ((signal.SIGTERM, within), (signal.SIGKILL, within)):
            process.send(number)
            if await process.ended(patience):
                break
        process.close()
        self._process = None

    def leave(self) -> None:
        """Let go of it and let it run, with every call on it."""
        if self._process is not None:
            self._process.close()
            self._process = None

    async def ended(self) -> str:
        """Return as soon as the process dies, telling how as far as it can be known."""
        if self._process is None:
            return "it was not started"
        await self._process.ended()
        return self._process.ended_by

    async def _adopt(self, within: float) -> bool:
        """One that does not answer, or listens elsewhere than it now should, is ended: it cannot serve us."""
        self._process = find_running(self.settings.conf)
        if self._process is None:
            return False
        try:
            # One from before phones in a browser serves every other phone; it is not ended for that.
            await self._ready(within, http_port=0)
            await self.reload(self.settings)
        except (NotReady, PortInUse) as error:
            log.warning("asterisk_not_adopted", pid=self.pid, reason=str(error))
            await self.stop()
            return False
        return True

    async def _start_new(self, within: float) -> Origin:
        self._spawn()
        try:
            await self._ready(within, self._http_port)
        except BaseException:
            await self.stop()
            raise
        return Origin.STARTED

    def _spawn(self) -> None:
        refuse_used(self.settings.bind, self.settings.sip_port, self.settings.ami_port, self._http_port)
        self._write()
        self._unread = frozenset()
        command = (*self.installation.command, "-C", str(self.settings.conf), "-f")
        self._process = spawn(command, self.commands.environment(), console_log(self.settings.folder))

    def _write(self) -> frozenset[str]:
        run_dir = make_folders(self.settings, self.installation)
        return write_files(self.settings.conf.parent, render(self.settings, self.installation, run_dir))

    @property
    def _http_port(self) -> int:
        """0 where this Asterisk cannot serve phones in a browser."""
        return self.settings.http_port if served(self.settings, self.installation) else 0

    async def _ready(self, within: float, http_port: int) -> None:
        assert self._process is not None
        control = run_folder(self.settings.folder) / "asterisk.ctl"
        await wait_ready(self._process, self.commands, replace(self.settings, http_port=http_port), control, within)
