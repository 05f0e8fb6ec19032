"""Building a private Asterisk in the data folder from Debian's packages. Nothing on the machine is changed."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog

from telephony.embedded.apt_folder import AptFolder, Package
from telephony.embedded.apt_sources import Mirror, mirrors
from telephony.embedded.errors import AsteriskMissing, FetchFailed
from telephony.embedded.finding import FOLDER, REMEDY, PassedOver, examine_tree, find_asterisk
from telephony.embedded.installation import Installation
from telephony.embedded.tree import checked, prune, unpack

log = structlog.get_logger(__name__)
Progress = Callable[[str, int, int], None]
"""Called with the step, how much of it is done, and how much there is to do."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Where a machine says what it is and where its packages come from."""

    etc_apt: Path = Path("/etc/apt")
    os_release: Path = Path("/etc/os-release")


HERE = Machine()
PACKAGES = ("asterisk", "asterisk-core-sounds-en-wav", "asterisk-moh-opsound-wav")
ROOM_NEEDED = 650 * 1024 * 1024
"""Bytes: the index, the package files and the unpacked tree together, measured 500 MB."""
READING = "reading the package index"
TOOLS = ("apt-get", "apt-config", "dpkg-deb")


def fetch_asterisk(
    data_dir: Path, progress: Progress, root: Path | None = None, machine: Machine = HERE
) -> Installation:
    """The private Asterisk at `root` (default: in the data folder), built if it is not there yet.

    Blocking, about 25 s on a fast line. Stopped in the middle it goes on where it was; the tree appears at `root`
    only when it is complete and has run. Raises FetchFailed.
    """
    root = root or data_dir / FOLDER
    root.parent.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        ready = examine_tree(root) if root.is_dir() else None
        return ready if isinstance(ready, Installation) else _build(root, progress, machine)


def find_or_fetch(data_dir: Path, progress: Progress, root: Path | None = None) -> Installation:
    """What a service wants: an Asterisk of this machine, else the private one, fetched when it is not there yet.

    Raises FetchFailed, whose message also tells why what was found could not be used.
    """
    try:
        return find_asterisk(data_dir, root)
    except AsteriskMissing as missing:
        log.info("asterisk_is_fetched", because=str(missing), into=str(root or data_dir / FOLDER))
        try:
            return fetch_asterisk(data_dir, progress, root)
        except FetchFailed as failed:
            raise FetchFailed(f"{missing}; {failed}", failed.remedy) from failed


def _build(root: Path, progress: Progress, machine: Machine) -> Installation:
    _check_tools()
    _check_room(root.parent)
    apt = AptFolder(root.absolute().with_name(root.name + ".fetch"))
    packages = _downloaded(apt, _mirrors(machine), progress)
    part = root.with_name(root.name + ".part")
    files = checked(apt.archives, packages)
    unpack(files, part, lambda done: progress("unpacking", done, len(files)))
    prune(part)
    installation = _moved(part, root)
    shutil.rmtree(apt.home)
    return installation


def _downloaded(apt: AptFolder, found: list[Mirror], progress: Progress) -> list[Package]:
    packages = _offered(apt, found, progress)
    size = sum(each.size for each in packages)
    apt.download(PACKAGES, lambda percent: progress("downloading", int(size * percent / 100), size))
    progress("downloading", size, size)
    return packages


def _offered(apt: AptFolder, found: list[Mirror], progress: Progress) -> list[Package]:
    """What the first mirror offers that has Asterisk at all; when none has, what the first one said."""
    refusals = []
    for mirror in found:
        apt.prepare(mirror)
        progress(READING, 0, 100)
        try:
            apt.update(lambda percent: progress(READING, int(percent), 100))
            return apt.offers(PACKAGES)
        except FetchFailed as error:
            refusals.append(error)
    raise refusals[0]


def _moved(part: Path, root: Path) -> Installation:
    """Put the tree in its place, if it runs."""
    tried = examine_tree(part)
    if isinstance(tried, PassedOver):
        raise FetchFailed(f"the Asterisk that was fetched cannot be used: {tried.reason}", REMEDY)
    shutil.rmtree(root, ignore_errors=True)
    part.rename(root)
    moved = examine_tree(root)
    if isinstance(moved, PassedOver):
        raise FetchFailed(f"the Asterisk that was fetched cannot be used: {moved.reason}", REMEDY)
    return moved


def _mirrors(machine: Machine) -> list[Mirror]:
    if not _is_debian(machine.os_release):
        raise FetchFailed("this machine is not Debian: its packages cannot serve as a private Asterisk", REMEDY)
    found = mirrors(machine.etc_apt)
    if not found:
        raise FetchFailed(
            f"no Debian mirror is named in {machine.etc_apt}", "add one to /etc/apt/sources.list, or " + REMEDY
        )
    return found


def _is_debian(os_release: Path) -> bool:
    try:
        lines = os_release.read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return "ID=debian" in lines


def _check_tools() -> None:
    missing = [each for each in TOOLS if shutil.which(each) is None]
    if missing:
        raise FetchFailed(f"this machine has no {', '.join(missing)}", REMEDY)


def _check_room(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < ROOM_NEEDED:
        wanted = ROOM_NEEDED // 2**20
        raise FetchFailed(
            f"{folder} has {free // 2**20} MB free, {wanted} MB are needed",
            "free some space, or put the data folder on another disk",
        )


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One builder at a time; a second one waits and then finds the tree built."""
    lock = os.open(root.with_name(root.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
