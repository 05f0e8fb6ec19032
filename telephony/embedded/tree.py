"""Unpacking package files into a folder, and keeping of them only what Asterisk needs to run."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from telephony.embedded.apt_folder import Package
from telephony.embedded.errors import FetchFailed

KEPT = ("usr/lib", "usr/lib64", "usr/sbin/asterisk", "usr/share/asterisk", "usr/share/doc/asterisk")
"""Programs, set-user-id files, manuals and Perl of the other packages are not needed and go away."""
USELESS = ("perl", "perl-base", "perl5")


def checked(archives: Path, packages: list[Package]) -> list[Path]:
    """The package files, each compared with its signed checksum. A wrong one is deleted, to be fetched again."""
    files = []
    for each in packages:
        file = each.place(archives)
        if not file.is_file() or _sha256(file) != each.sha256:
            (archives / each.file).unlink(missing_ok=True)
            raise FetchFailed(f"{each.file} did not arrive whole", "start again: only this file is fetched anew")
        files.append(file)
    return files


def unpack(files: list[Path], root: Path, progress: Callable[[int], None]) -> None:
    """Unpack every package file into `root`, a few at a time; `progress` gets how many are done."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(mode=0o755, parents=True)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for done, _ in enumerate(pool.map(lambda file: _unpack_one(file, root), files), start=1):
            progress(done)


def prune(root: Path) -> None:
    """Throw away what Asterisk does not need, and every set-user-id bit."""
    keep = [root / each for each in KEPT]
    _prune(root, keep)
    for library in root.glob("usr/lib/*-linux-*"):
        for each in USELESS:
            shutil.rmtree(library / each, ignore_errors=True)
    for file in root.rglob("*"):
        if not file.is_symlink() and file.is_file():
            file.chmod(stat.S_IMODE(file.stat().st_mode) & 0o755)


def _prune(folder: Path, keep: list[Path]) -> None:
    for each in folder.iterdir():
        if each in keep:
            continue
        if each.is_dir() and not each.is_symlink():
            if any(each in kept.parents for kept in keep):
                _prune(each, keep)
            else:
                shutil.rmtree(each)
        else:
            each.unlink()


def _unpack_one(file: Path, root: Path) -> None:
    command = ["dpkg-deb", "--extract", str(file), str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        remedy = "free some space on the disk" if "No space left" in done.stderr else "start again"
        raise FetchFailed(f"{file.name} could not be unpacked: {done.stderr.strip()[-300:]}", remedy)


def _sha256(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
