"""A provider behind the trunk: SIPp on a loopback port. How an outside phone behaves is told by its last digit."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections import Counter
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from telephony.phones.audio import join, to_ulaw, tone
from tests.asterisk.conftest import HERE
from tests.asterisk.sipp_judge import SCENARIOS
from tests.ports import UdpPorts, udp_heard
from tests.waiting import patient, until

KEYED_AFTER = 700
"""Milliseconds after the answer at which an outside phone presses its key."""
TALKS = 1500
"""Milliseconds after which one who accepted hangs up."""
DIGITS = Path("/usr/share/sip-tester")
"""Where Debian's package has recordings of keys."""
GOODBYE = 5.0


class Behaviour(StrEnum):
    """The last digit of a number, and what the phone with that number does."""

    ACCEPTS = "1"
    VOICEMAIL = "2"
    BUSY = "3"
    DECLINES = "4"
    PRESSES_2 = "5"
    SILENT = "6"
    HANGS_UP = "7"
    ANSWERS_A_CANCEL = "8"
    UNKNOWN = "9"


class Provider:
    """`async with Provider(folder) as provider`: outside phones at 127.0.0.1:`provider.port`."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._ports = folder, UdpPorts(6)
        self.port = self._ports.first

    async def __aenter__(self) -> Self:
        _check()
        self._folder.mkdir(parents=True, exist_ok=True)
        self._log.write_text("")
        self._process = await asyncio.create_subprocess_exec(
            "sipp", "-nostdin", "-sf", str(self._scenario()), "-i", HERE, "-p", str(self.port), "-mi", HERE,
            "-mp", str(self.port + 2), "-bind_local", "-aa", "-cp", str(self.port + 1),
            "-trace_logs", "-log_file", str(self._log), "-trace_err", "-error_file", str(self._folder / "errors.log"),
            cwd=self._folder, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        await until(lambda: udp_heard(self.port), what="the provider's socket")
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:  # fmt: skip
        if self._process.returncode is None:
            self._process.kill()
        await asyncio.wait_for(self._process.wait(), patient(GOODBYE))
        self._ports.free()

    @property
    def rung(self) -> Counter[str]:
        """How many INVITEs each number has got."""
        return Counter(number for word, number, _ in self._lines() if word == "INVITE")

    @property
    def ended(self) -> Counter[str]:
        """How many calls of each number went through the scenario to its end, as it is written."""
        return Counter(number for word, number, _ in self._lines() if word == "END")

    @property
    def errors(self) -> str:
        """What SIPp found wrong: messages that the scenario did not expect."""
        file = self._folder / "errors.log"
        return file.read_text(errors="replace") if file.is_file() else ""

    @property
    def _log(self) -> Path:
        return self._folder / "calls.log"

    def _lines(self) -> list[list[str]]:
        lines = (line.split() for line in self._log.read_text(errors="replace").splitlines())
        return [line for line in lines if len(line) == 3]

    def _scenario(self) -> Path:
        for digit in ("1", "2"):
            shutil.copy(DIGITS / f"dtmf_2833_{digit}.pcap", self._folder)
        spoken = self._folder / "speech.ulaw"
        spoken.write_bytes(to_ulaw(join([tone(300 + 60 * number, 0.35, -20) for number in range(12)], pause=0.08)))
        text = (SCENARIOS / "provider.xml").read_text()
        path = self._folder / "provider.xml"
        for word, value in (("@BEFORE@", KEYED_AFTER), ("@TALK@", TALKS), ("@SPEECH@", spoken)):
            text = text.replace(word, str(value))
        path.write_text(text)
        return path


def _check() -> None:
    if shutil.which("sipp") is None or not DIGITS.is_dir():
        pytest.skip("sipp is not installed (Debian package sip-tester)")
    if os.geteuid() != 0:
        pytest.skip("SIPp sends digits through a raw socket: root only")
