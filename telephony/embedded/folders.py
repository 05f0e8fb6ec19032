"""The folders and files that one Asterisk lives in, all inside the data folder, closed to other users."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from telephony.embedded.errors import NotReady
from telephony.embedded.installation import Installation
from telephony.embedded.settings import ExchangeSettings

PARTS = ("etc", "lib", "log", "spool", "cache", "data/sounds", "data/agi-bin")
LANGUAGES = {"en": ("en", "en_US_f_Allison", "en_US", "en_GB")}
"""Where sound packages put a language: the channel's language is the name on the left."""
SOCKET_PATH_LIMIT = 107
"""Bytes in the path of a Unix socket (unix(7)); Asterisk cuts a longer one off without a word."""
LOG_LIMIT = 16 * 1024 * 1024
"""Bytes; a larger log is set aside at start."""


def make_folders(settings: ExchangeSettings, installation: Installation) -> Path:
    """Make what is missing; returns the folder for the control socket and the pid file."""
    for part in PARTS:
        (settings.folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.folder.chmod(0o700)
    _link_data(settings.folder / "data", installation.data)
    _set_aside(settings.folder / "log" / "messages.log")
    _set_aside(console_log(settings.folder))
    return _make_private(run_folder(settings.folder))


def console_log(folder: Path) -> Path:
    """What Asterisk prints before its own log is open."""
    return folder / "log" / "console.log"


def run_folder(folder: Path) -> Path:
    """In our folder, or a short path of its own when the control socket's path would be too long there."""
    usual = folder / "run"
    if len(os.fsencode(usual / "asterisk.ctl")) <= SOCKET_PATH_LIMIT:
        return usual
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path("/run" if os.geteuid() == 0 else tempfile.gettempdir()) / f"hotline-{os.geteuid()}-{mark}"


def write_files(etc: Path, files: Mapping[str, str]) -> frozenset[str]:
    """Make the configuration folder hold exactly these files; returns the names of those that changed or went.

    Each file is replaced in one step and readable by us only: there are passwords in them.
    """
    changed = {name for name, text in files.items() if _text(etc / name) != text}
    for name in changed:
        _replace(etc / name, files[name])
    gone = {each.name for each in etc.iterdir() if each.name not in files}
    for name in gone:
        (etc / name).unlink()
    return frozenset(changed | gone)


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def _replace(file: Path, text: str) -> None:
    new = file.with_name(f".{file.name}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
    new.replace(file)


def _link_data(ours: Path, theirs: Path) -> None:
    """Asterisk looks for sounds by language and needs its own documentation to start."""
    _link(ours / "documentation", theirs / "documentation")
    for language, names in LANGUAGES.items():
        there = (theirs / "sounds" / name for name in names)
        found = next((each for each in there if each.is_dir()), None)
        if found:
            _link(ours / "sounds" / language, found)


def _link(place: Path, target: Path) -> None:
    if place.is_symlink() and place.readlink() == target:
        return
    place.unlink(missing_ok=True)
    place.symlink_to(target)


def _set_aside(log: Path) -> None:
    if log.is_file() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_name(log.name + ".1"))


def _make_private(folder: Path) -> Path:
    """The folder may lie where others write too: it must be ours and closed."""
    folder.mkdir(mode=0o700, exist_ok=True)
    state = folder.lstat()
    if folder.is_symlink() or state.st_uid != os.geteuid():
        raise NotReady(f"{folder} belongs to somebody else", "remove it, or choose a data folder with a shorter path")
    folder.chmod(0o700)
    return folder
