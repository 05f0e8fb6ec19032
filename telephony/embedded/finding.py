"""Finding an Asterisk that we can use: on the machine, else in the data folder."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from telephony.embedded.errors import AsteriskMissing
from telephony.embedded.installation import OLDEST, Installation, Version, read_version
from telephony.embedded.modules import NEEDED

PLACES = ("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/opt/asterisk/sbin")
FOLDER = "asterisk-root"
"""The name of the private tree in the data folder."""
REMEDY = (
    f"install Asterisk {OLDEST} or newer (Debian sid, Ubuntu 24.04: apt-get install asterisk asterisk-modules), "
    "or on Debian let hotline fetch its own: it needs apt-get and dpkg-deb"
)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A program that is there and cannot be used, and why."""

    program: Path
    reason: str

    def __str__(self) -> str:
        return f"{self.program}: {self.reason}"


def find_asterisk(data_dir: Path, root: Path | None = None, places: tuple[str, ...] | None = None) -> Installation:
    """An Asterisk of this machine, else the private one at `root` (default: in the data folder).

    Raises AsteriskMissing with the reason for every program that was passed over.
    """
    found: list[Installation | PassedOver] = [examine(each) for each in programs(places)]
    private = root or data_dir / FOLDER
    if private.is_dir():
        found.append(examine_tree(private))
    for each in found:
        if isinstance(each, Installation):
            return each
    raise AsteriskMissing(_told(found), REMEDY)


def programs(places: tuple[str, ...] | None = None) -> list[Path]:
    """Every `asterisk` on PATH and where administrators put it, each once."""
    folders = places if places is not None else (*os.environ.get("PATH", "").split(os.pathsep), *PLACES)
    found = (shutil.which("asterisk", path=folder) for folder in folders if folder)
    return list(dict.fromkeys(Path(each).resolve() for each in found if each))


def examine(program: Path) -> Installation | PassedOver:
    """An Asterisk installed on the machine, if we can use it."""
    return _checked(program, (str(program),), _modules_near(program), _data_near(program), {})


def examine_tree(root: Path) -> Installation | PassedOver:
    """A private tree: the program is started by the tree's own loader with the tree's own libraries."""
    program = root / "usr/sbin/asterisk"
    loaders = sorted(root.glob("usr/lib/*/ld-linux*.so.*"))
    if not loaders or not program.is_file():
        return PassedOver(program, "the folder is not complete")
    loader, program = loaders[0].absolute(), program.absolute()
    libraries = loader.parent
    command = (str(loader), "--library-path", str(libraries), str(program))
    data = root.absolute() / "usr/share/asterisk"
    return _checked(program, command, libraries / "asterisk/modules", data, {"GCONV_PATH": str(libraries / "gconv")})


def _checked(
    program: Path, command: tuple[str, ...], modules: Path | None, data: Path, environment: dict[str, str]
) -> Installation | PassedOver:
    version = _asked_version(command)
    if isinstance(version, str):
        return PassedOver(program, version)
    if version.major < OLDEST:
        return PassedOver(program, f"version {version} is older than {OLDEST}")
    if modules is None:
        return PassedOver(program, "its modules folder was not found")
    installation = Installation(command, version, modules, data, environment)
    lacking = installation.lacks(NEEDED)
    return PassedOver(program, f"lacks the modules {', '.join(lacking)}") if lacking else installation


def _asked_version(command: tuple[str, ...]) -> Version | str:
    """What it says itself, or why it could not say it."""
    try:
        told = subprocess.run([*command, "-V"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"does not run ({error})"
    return read_version(told.stdout) or f"does not tell its version ({(told.stderr or told.stdout).strip()[:200]})"


def _modules_near(program: Path) -> Path | None:
    """The modules of a program in <prefix>/sbin: Debian, Red Hat and source builds put them in different folders."""
    prefix = program.parent.parent
    candidates = [*sorted(prefix.glob("lib/*-linux-*/asterisk/modules")), prefix / "lib64/asterisk/modules"]
    candidates.append(prefix / "lib/asterisk/modules")
    return next((each for each in candidates if (each / "chan_pjsip.so").is_file()), None)


def _data_near(program: Path) -> Path:
    """Where sounds and music are: /usr/share/asterisk for packages, /var/lib/asterisk for source builds."""
    packaged = program.parent.parent / "share/asterisk"
    return packaged if (packaged / "sounds").is_dir() else Path("/var/lib/asterisk")


def _told(found: list[Installation | PassedOver]) -> str:
    reasons = "; ".join(str(each) for each in found)
    return f"no usable Asterisk: {reasons}" if reasons else "there is no Asterisk on this machine"
