"""apt in a folder of its own: the machine's proxies, certificates and passwords, nothing of its state."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from telephony.embedded.apt_sources import Mirror
from telephony.embedded.errors import FetchFailed

SUITE = "sid"
"""The Debian suite that has Asterisk; the stable releases have none."""
_KEPT = ("Acquire::", "APT::Architecture")
_OFFERED = re.compile(r"'(?P<uri>[^']+)' (?P<file>\S+) (?P<size>\d+) SHA256:(?P<sha256>[0-9a-f]{64})")
_PERCENT = re.compile(r"(?:dlstatus|pmstatus):[^:]*:([0-9.]+):")


@dataclass(frozen=True, slots=True)
class Package:
    """A package file that apt would download, as the signed index describes it. `size` in bytes."""

    uri: str
    file: str
    size: int
    sha256: str

    def place(self, archives: Path) -> Path:
        """Where it is once downloaded: apt uses a mirror in the file system in place."""
        return Path(unquote(self.uri.removeprefix("file:"))) if self.uri.startswith("file:") else archives / self.file


@dataclass(frozen=True, slots=True)
class AptFolder:
    """A folder that apt works in. Hooks of the machine's apt.conf are not run: they tend the machine's own state."""

    home: Path

    @property
    def archives(self) -> Path:
        """Where package files are downloaded to."""
        return self.home / "cache/archives"

    def prepare(self, mirror: Mirror) -> None:
        """Write the folder's configuration. What was downloaded before stays."""
        for each in ("lists/partial", "cache/archives/partial", "no-archives/partial", "sources", "empty"):
            (self.home / each).mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.home / "status").write_text("")
        (self.home / "sources/debian.sources").write_text(mirror.stanza(SUITE))
        _write_private(self.home / "apt.conf", machine_settings() + self._own_settings())

    def update(self, progress: Callable[[float], None]) -> None:
        """Fetch the signed index of packages."""
        self._apt(["update", "--error-on=any"], progress)

    def offers(self, packages: tuple[str, ...]) -> list[Package]:
        """Every package file that these packages need on an empty machine."""
        nowhere = f"Dir::Cache::archives={self.home / 'no-archives'}/"
        text = self._apt(["install", "-y", "--print-uris", "-o", nowhere, "-o", "Acquire::ForceHash=SHA256", *packages])
        found = [Package(each["uri"], each["file"], int(each["size"]), each["sha256"]) for each in _offered(text)]
        if not found:
            raise FetchFailed("apt-get named no package files", _remedy(text))
        return found

    def download(self, packages: tuple[str, ...], progress: Callable[[float], None]) -> None:
        """Download them all, going on where an earlier try stopped."""
        self._apt(["install", "-y", "--download-only", *packages], progress)

    def _own_settings(self) -> str:
        ours = {
            "Dir::State": f"{self.home}/",
            "Dir::State::lists": f"{self.home}/lists/",
            "Dir::State::status": f"{self.home}/status",
            "Dir::Cache": f"{self.home}/cache/",
            "Dir::Cache::archives": f"{self.home}/cache/archives/",
            "Dir::Etc::sourcelist": "/dev/null",
            "Dir::Etc::sourceparts": f"{self.home}/sources/",
            "Dir::Etc::main": f"{self.home}/empty/none",
            "Dir::Etc::parts": f"{self.home}/empty/",
            "Dir::Etc::preferences": "/dev/null",
            "Dir::Etc::preferencesparts": f"{self.home}/empty/",
            "APT::Sandbox::User": "root",
            "APT::Install-Recommends": "false",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            "Acquire::AllowInsecureRepositories": "false",
            "Acquire::AllowDowngradeToInsecureRepositories": "false",
            "Acquire::AllowWeakRepositories": "false",
            "APT::Get::AllowUnauthenticated": "false",
        }
        return "".join(f'{key} "{value}";\n' for key, value in ours.items())

    def _apt(self, words: list[str], progress: Callable[[float], None] = lambda _: None) -> str:
        """Run apt-get; what it prints, or FetchFailed with what it complained of."""
        status, told = os.pipe()
        environment = {**os.environ, "APT_CONFIG": str(self.home / "apt.conf"), "LC_ALL": "C"}
        output = self.home / "apt.log"
        with output.open("w+", encoding="utf-8", errors="replace") as log, os.fdopen(status) as lines:
            with os.fdopen(told, "w"):
                command = ["apt-get", "-q", "-o", f"APT::Status-Fd={told}", *words]
                process = _started(command, environment, log.fileno(), told)
            with process:
                for percent in _percents(lines):
                    progress(percent)
        text = output.read_text(encoding="utf-8", errors="replace")
        if process.returncode != 0:
            raise FetchFailed(*_explained(text))
        return text


def machine_settings() -> str:
    """What the machine's apt.conf says about reaching mirrors, as a configuration file."""
    command = ["apt-config", "dump", "--no-empty", "--format", '%f "%v";%n']
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    return "".join(f"{line}\n" for line in told.stdout.splitlines() if line.startswith(_KEPT))


def _started(command: list[str], environment: dict[str, str], log: int, told: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=(told,)
    )


def _offered(text: str) -> Iterator[re.Match[str]]:
    return (found for line in text.splitlines() if (found := _OFFERED.match(line)))


def _percents(lines: Iterator[str]) -> Iterator[float]:
    return (float(found[1]) for line in lines if (found := _PERCENT.match(line)))


def _write_private(file: Path, text: str) -> None:
    """Proxy settings may hold a password."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        out.write(text)


def _explained(output: str) -> tuple[str, str]:
    """apt's own complaint and what to do about it."""
    complaints = [line for line in output.splitlines() if line.startswith(("E:", "Err:", "W:"))]
    said = " | ".join(complaints[-4:]) or output.strip()[-400:]
    return f"apt-get failed: {said}", _remedy(output)


def _remedy(output: str) -> str:
    if "No space left" in output or "enough free space" in output:
        return "free some space on the disk of the data folder and start again: it goes on where it stopped"
    if "NO_PUBKEY" in output or "EXPKEYSIG" in output or "not signed" in output:
        return "install or update the package debian-archive-keyring and start again"
    if "Unable to locate package" in output:
        return "the mirror in /etc/apt has no Asterisk in Debian's suite sid: add one, or install Asterisk by hand"
    return "check the network, the proxy in /etc/apt/apt.conf.d and the mirror in /etc/apt, then start again"
