"""SIPp as caller and as phone: load, and signalling that no decent phone would send. Scenarios lie in `sipp/`."""

from __future__ import annotations

import asyncio
import csv
import os
import shutil
import signal
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from telephony.phones.audio import join, read_wav, to_ulaw, tone
from telephony.phones.recording import Samples
from tests.asterisk.conftest import Account
from tests.ports import UdpPorts, udp_heard
from tests.waiting import patient, until

SCENARIOS = Path(__file__).parent / "sipp"
HERE = "127.0.0.1"
GOODBYE = 5.0


class SippFault(AssertionError):
    """SIPp could not be started, or did not register."""


@dataclass(frozen=True, slots=True)
class SippResult:
    """What SIPp counted. `setup_ms` is its mean time from the INVITE with password to the 200; `errors` its own log."""

    calls: int
    succeeded: int
    failed: int
    exit_code: int
    setup_ms: float
    errors: str

    @property
    def ok(self) -> bool:
        """Every call went exactly as the scenario says, and there was one. (`calls` counts answered OPTIONS too.)"""
        return self.exit_code == 0 and self.succeeded > 0 and not self.failed


async def sipp_calls(
    scenario: str, account: Account, number: str, calls: int = 1, rate: float = 10.0, within: float = 60.0,
    before_ms: int = 1000, after_ms: int = 1000, speech: Path | None = None,
) -> SippResult:  # fmt: skip
    """Make `calls` calls (`rate` a second) by a uac scenario and return when all are over, `within` seconds at the most."""
    async with _Sipp(scenario, account, before_ms, after_ms, speech) as run:
        limit = ["-m", str(calls), "-r", str(max(1, round(rate))), "-l", str(calls)]
        await run.start([*limit, "-timeout", f"{patient(within):.0f}s", "-s", number, f"{account.host}:{account.port}"])
        return await run.finished(within + GOODBYE)


class SippPhone:
    """A phone by a uas scenario, registered: `async with SippPhone("uas_busy.xml", account) as phone`.

    `result` after the block says what it counted; `calls_seen` waits while it runs.
    """

    def __init__(self, scenario: str, account: Account, before_ms: int = 500, speech: Path | None = None) -> None:
        self._run = _Sipp(scenario, account, before_ms, 1000, speech)
        self.result: SippResult | None = None

    async def __aenter__(self) -> Self:
        await self._run.__aenter__()
        try:
            await self._register(600)
            await self._run.start(["-aa", "-rtp_echo"])
        except BaseException:
            await self._run.__aexit__(None, None, None)
            raise
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:  # fmt: skip
        self.result = await self._run.stop()
        await self._register(0)
        await self._run.__aexit__(kind, error, trace)

    async def calls_over(self, count: int, within: float = 15.0) -> SippResult:
        """Wait until `count` calls have gone through the scenario, well or badly."""
        await until(lambda: self._counted() >= count, within, f"{count} calls over at {self._run.scenario}")
        return self._run.count()

    def _counted(self) -> int:
        now = self._run.count()
        return now.succeeded + now.failed

    async def _register(self, seconds: int) -> None:
        """From the phone's own port: Asterisk calls back where a registration came from, whatever its Contact says."""
        account = self._run.account
        async with _Sipp("register.xml", account) as run:
            run.port = self._run.port
            times = ["-m", "1", "-timeout", f"{patient(5):.0f}s", "-key", "expires", str(seconds)]
            await run.start([*times, f"{account.host}:{account.port}"])
            done = await run.finished(10.0)
        if not done.ok:
            raise SippFault(f"{account.user} did not register: {done}")


@dataclass
class _Sipp:
    """One run of SIPp, in a folder of its own, stopped by its own process id."""

    scenario: str
    account: Account
    before_ms: int = 1000
    after_ms: int = 1000
    speech: Path | None = None
    port: int = field(init=False)

    async def __aenter__(self) -> Self:
        if shutil.which("sipp") is None:
            pytest.skip("sipp is not installed (Debian package sip-tester)")
        self._folder = Path(tempfile.mkdtemp(prefix="sipp-"))
        self._ports = UdpPorts(6)
        self.port = self._ports.first
        self._process: asyncio.subprocess.Process | None = None
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:  # fmt: skip
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
        self._ports.free()
        shutil.rmtree(self._folder)

    async def start(self, options: list[str]) -> None:
        """Run it. Raises SippFault when it ends at once."""
        control, media = self._ports.first + 1, self._ports.first + 2
        self._process = await asyncio.create_subprocess_exec(
            "sipp", "-nostdin", "-sf", str(self._write_scenario()), "-i", HERE, "-p", str(self.port), "-mi", HERE,
            "-mp", str(media), "-bind_local",
            "-au", self.account.user, "-ap", self.account.secret, "-key", "user", self.account.user,
            "-cp", str(control), "-trace_err", "-error_file", "errors.log", "-trace_stat", "-stf", "stat.csv",
            "-fd", "1", *options,
            cwd=self._folder, stdout=asyncio.subprocess.DEVNULL, stderr=(self._folder / "stderr").open("wb"),
        )  # fmt: skip
        await until(lambda: self._listening() or self._gone(), 5.0, "sipp's socket")
        if self._gone() and not self._stat().is_file():
            raise SippFault((self._folder / "stderr").read_text(errors="replace"))

    async def finished(self, within: float) -> SippResult:
        """Wait for its end by itself."""
        assert self._process is not None
        try:
            await asyncio.wait_for(self._process.wait(), patient(within))
        except TimeoutError:
            raise SippFault(f"{self.scenario} still runs after {patient(within):g} s: {self.count()}") from None
        return self.count()

    async def stop(self) -> SippResult:
        """End it: SIGUSR1 lets calls finish (it counts OPTIONS as a call that never does), then it is told, then killed."""
        assert self._process is not None
        for number, patience in ((signal.SIGUSR1, 0.5), (signal.SIGTERM, GOODBYE), (signal.SIGKILL, GOODBYE)):
            if self._process.returncode is not None:
                break
            self._process.send_signal(number)
            try:
                await asyncio.wait_for(self._process.wait(), patience)
            except TimeoutError:
                continue
        return self.count()

    def count(self) -> SippResult:
        """What it has counted by its last line of statistics (one a second)."""
        rows = self._rows()
        last = rows[-1] if rows else {}
        log = self._folder / "errors.log"
        return SippResult(
            int(last.get("TotalCallCreated", 0)), int(last.get("SuccessfulCall(C)", 0)), int(last.get("FailedCall(C)", 0)),
            self._process.returncode if self._process and self._process.returncode is not None else -1,
            _milliseconds(last.get("ResponseTimeanswer(C)", "")), log.read_text(errors="replace") if log.is_file() else "",
        )  # fmt: skip

    def _rows(self) -> list[dict[str, str]]:
        if not self._stat().is_file():
            return []
        rows = list(csv.DictReader(self._stat().read_text().splitlines(), delimiter=";"))
        return [row for row in rows if row.get("FailedCall(C)")]

    def _stat(self) -> Path:
        return self._folder / "stat.csv"

    def _gone(self) -> bool:
        return self._process is not None and self._process.returncode is not None

    def _listening(self) -> bool:
        """Whether its SIP port is taken."""
        return udp_heard(self.port)

    def _write_scenario(self) -> Path:
        """The scenario with this run's pauses and speech in it: SIPp puts no keywords there itself."""
        text = (SCENARIOS / self.scenario).read_text()
        if "play_dtmf" in text and os.geteuid() != 0:
            pytest.skip("SIPp sends digits through a raw socket: root only")
        spoken = self._folder / "speech.ulaw"
        spoken.write_bytes(to_ulaw(read_wav(self.speech) if self.speech else _babble()))
        for word, value in (("@BEFORE@", self.before_ms), ("@AFTER@", self.after_ms), ("@SPEECH@", spoken)):
            text = text.replace(word, str(value))
        path = self._folder / self.scenario
        path.write_text(text)
        return path


def _babble() -> Samples:
    """Something that goes on like speech: bursts of changing pitch."""
    return join([tone(300 + 60 * number, 0.35, -20) for number in range(12)], pause=0.08)


def _milliseconds(text: str) -> float:
    """SIPp writes 00:00:00:012000 (hours, minutes, seconds, microseconds)."""
    parts = text.split(":")
    if len(parts) != 4:
        return 0.0
    hours, minutes, seconds, micro = map(int, parts)
    return (hours * 3600 + minutes * 60 + seconds) * 1000 + micro / 1000
