"""Unpacking a model's archive: nothing outside its folder, no links, no more than is sensible."""

from __future__ import annotations

import shutil
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from speech.models import Progress, write_manifest

AT_MOST = 2 << 30
"""Bytes of all files together: ten times what the known models have."""
FILES_AT_MOST = 2000
_BLOCK = 1 << 20


class BadArchive(Exception):
    """The archive is damaged, or is not what a model looks like."""


def unpack(archive: Path, into: Path, top: str, progress: Progress) -> Path:
    """The folder `top` of the archive, unpacked under `into`, with a manifest. Raises BadArchive."""
    shutil.rmtree(into, ignore_errors=True)
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [_checked(each, top) for each in opened.infolist()]
            _write_all(opened, members, into, progress)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BadArchive(str(error)) from error
    if not (into / top).is_dir():
        raise BadArchive(f"it has no folder {top}")
    write_manifest(into / top)
    return into / top


def _checked(member: zipfile.ZipInfo, top: str) -> zipfile.ZipInfo:
    path = PurePosixPath(member.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in member.filename or path.parts[:1] != (top,):
        raise BadArchive(f"{member.filename!r} lies outside of {top}")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise BadArchive(f"{member.filename!r} is a link")
    return member


def _write_all(opened: zipfile.ZipFile, members: list[zipfile.ZipInfo], into: Path, progress: Progress) -> None:
    """The sizes that an archive states may be lies: what is written is counted."""
    total = sum(each.file_size for each in members)
    if total > AT_MOST or len(members) > FILES_AT_MOST:
        raise BadArchive(f"{len(members)} files with {total} bytes are too much for a model")
    done = 0
    for member in members:
        target = into / member.filename
        if member.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with opened.open(member) as source, target.open("wb") as written:
            while block := source.read(_BLOCK):
                done += len(block)
                if done > total:
                    raise BadArchive("it holds more than it states")
                written.write(block)
                progress("unpacking", done, total)
