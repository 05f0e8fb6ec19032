"""Holding on to one process by a pidfd (pidfd_open(2)): a number that was given to another process is never hit."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

PROC = Path("/proc")


class Process:
    """A process, a child of ours or not. It is held, not owned: closing this object does not end it."""

    def __init__(self, pid: int) -> None:
        """Raises ProcessLookupError when there is none."""
        self.pid = pid
        self._fd = os.pidfd_open(pid)
        self._exit: int | None = None
        self._dead = False
        self._ours = True

    @property
    def alive(self) -> bool:
        """Whether it still runs. A child that died is reaped here, so that no zombie remains."""
        if not self._dead:
            self._dead = self._reaped() if self._ours else self._gone()
        return not self._dead

    @property
    def ended_by(self) -> str:
        """How it ended, as far as we can know: only a parent learns the status."""
        if self._exit is None:
            return "unknown"
        return f"signal {-self._exit}" if self._exit < 0 else f"exit {self._exit}"

    def send(self, number: signal.Signals) -> None:
        """Send a signal; no error when it is gone already."""
        try:
            signal.pidfd_send_signal(self._fd, number)
        except ProcessLookupError:
            self._dead = True

    async def ended(self, within: float | None = None) -> bool:
        """Return True as soon as it ends, False after `within` seconds."""
        watched = os.dup(self._fd)
        try:
            async with asyncio.timeout(within):
                while self.alive:
                    await _readable(watched)
        except TimeoutError:
            return not self.alive
        finally:
            os.close(watched)
        return True

    def close(self) -> None:
        """Let go of it. It lives on."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _reaped(self) -> bool:
        """A child is dead when it is reaped and not before: its pidfd wakes us an instant too early for that."""
        try:
            told = os.waitid(os.P_PIDFD, self._fd, os.WEXITED | os.WNOHANG)
        except ChildProcessError:
            self._ours = False
            return self._gone()
        if told is None:
            return False
        self._exit = told.si_status if told.si_code == os.CLD_EXITED else -told.si_status
        return True

    def _gone(self) -> bool:
        """For one that is no child of ours. Signal 0 only asks; a zombie of another parent is dead to us."""
        try:
            signal.pidfd_send_signal(self._fd, 0)
        except ProcessLookupError:
            return True
        return state_of(self.pid) == "Z"


async def _readable(fd: int) -> None:
    """A pidfd becomes readable when the process has ended. Each waiter has a descriptor of its own."""
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    loop.add_reader(fd, readable.set)
    try:
        await readable.wait()
    finally:
        loop.remove_reader(fd)


def state_of(pid: int) -> str:
    """The letter of proc(5), 'X' when there is no such process."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(") ")[2][:1]
    except (FileNotFoundError, ProcessLookupError):
        return "X"


def started_at(pid: int) -> int:
    """When it was started, in clock ticks since boot; 0 when there is no such process."""
    try:
        return int((PROC / str(pid) / "stat").read_text().rpartition(") ")[2].split()[19])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def find_running(conf: Path) -> Process | None:
    """The Asterisk of ours that was started with this very configuration, by us or by a service before us.

    It is known by its command line and its user, not by a number in a file: a file outlives the process it names.
    """
    pids = [int(each.name) for each in PROC.iterdir() if each.name.isdigit()]
    ours = sorted((pid for pid in pids if _runs_with(pid, conf)), key=started_at)
    for pid in ours:
        try:
            process = Process(pid)
        except ProcessLookupError:
            continue
        if _runs_with(pid, conf) and process.alive:
            return process
        process.close()
    return None


def _runs_with(pid: int, conf: Path) -> bool:
    try:
        folder = PROC / str(pid)
        words = (folder / "cmdline").read_bytes().split(b"\0")
        return words[-4:-1] == [b"-C", os.fsencode(conf), b"-f"] and folder.stat().st_uid == os.geteuid()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return False


def spawn(command: tuple[str, ...], environment: dict[str, str], log: Path) -> Process:
    """Start a process in a session of its own: it outlives us, and a Ctrl-C at our terminal does not reach it."""
    output = (os.POSIX_SPAWN_OPEN, 1, os.fsencode(log), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    quiet = (os.POSIX_SPAWN_OPEN, 0, os.fsencode(os.devnull), os.O_RDONLY, 0)
    both = (os.POSIX_SPAWN_DUP2, 1, 2)
    return Process(os.posix_spawn(command[0], command, environment, file_actions=(quiet, output, both), setsid=True))
