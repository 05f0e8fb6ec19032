"""Fetching a model: from the first source that answers, resumed where it was cut, whole and right or not at all."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import structlog

from speech.errors import FetchFailed
from speech.models import Model, ModelFile, Part, Progress, digest, is_ready
from speech.models_download import Download, SourceFailed
from speech.models_unpacking import BadArchive, unpack

log = structlog.get_logger(__name__)
ANSWER_WITHIN = 5.0
"""Seconds in which a source must answer, and send the next piece; else it is asked to go on, or the next one is asked."""
_BLOCK = 1 << 20
Told = Callable[[str], None]
"""Called with a line about a source that is passed over."""


def _log(line: str) -> None:
    log.warning("model_source_passed_over", because=line)


def fetch(model: Model, folder: Path, progress: Progress, told: Told = _log, mirror: str = "") -> Path:
    """The folder of the model, fetched into `folder` if it is not there yet. Blocking.

    `mirror`: a folder with the same files, by its address or its path on this machine, asked first.
    Stopped in the middle it goes on where it was.
    Two at a time wait for each other. Raises FetchFailed with what each source said.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder / f".{model.folder}.lock"):
            if not is_ready(model, folder):
                _check_room(model, folder)
                _fetch(model, folder, progress, told, mirror)
    except OSError as error:
        raise FetchFailed(f"{folder} cannot be written: {error}") from error
    return folder / model.folder


def take_from_packages(model: Model, folder: Path, progress: Progress = lambda *_: None) -> bool:
    """Join the model from the Python packages that hold it, without any network; False when they are not installed.

    Raises FetchFailed when they are, but hold something else.
    """
    if not all(file.parts and _pieces(file.parts) for file in model.files):
        return False
    fetch(model, folder, progress)
    return True


def _fetch(model: Model, folder: Path, progress: Progress, told: Told, mirror: str) -> None:
    home = folder / model.folder
    waiting = home.with_name(f".{model.folder}.fetch")
    waiting.mkdir(exist_ok=True)
    with httpx.Client(timeout=ANSWER_WITHIN, follow_redirects=True) as client:
        for file in model.files:
            target = waiting / file.name
            if not (target.is_file() and digest(target) == file.sha256):
                _from_first(file, target, _sources(file, mirror, client, progress), told)
    if model.archive:
        waiting = _unpacked(model, waiting, progress)
    _move(waiting, home)
    shutil.rmtree(home.with_name(f".{model.folder}.fetch"), ignore_errors=True)


Source = tuple[str, Callable[[Path], None]]
"""What it is called, and how it brings the file to a path. Raises SourceFailed."""


def _sources(file: ModelFile, mirror: str, client: httpx.Client, progress: Progress) -> Iterator[Source]:
    """The installed packages first, for they need no network."""
    if file.parts and (pieces := _pieces(file.parts)):
        yield "the installed packages", lambda target: _copy(file, pieces, target, progress)
    if mirror and "://" not in mirror:
        here = Path(mirror) / file.name
        yield str(here), lambda target: _copy(file, [here], target, progress)
    urls = [f"{mirror.rstrip('/')}/{file.name}"] if "://" in mirror else []
    for url in (*urls, *file.urls):
        yield url, Download(file, url, client, progress).to


def _from_first(file: ModelFile, target: Path, sources: Iterator[Source], told: Told) -> None:
    refusals = []
    for name, bring in sources:
        try:
            bring(target)
        except SourceFailed as failed:
            refusals.append(f"{name}: {failed}")
            told(f"passed over: {refusals[-1]}")
        else:
            return
    raise FetchFailed("; ".join((f"{file.name} cannot be had", *refusals)))


def _pieces(parts: Sequence[Part]) -> list[Path]:
    """The pieces of a file in installed packages; none unless all are there."""
    found = []
    for part in parts:
        spec = importlib.util.find_spec(part.package)
        piece = Path(spec.origin).parent / part.path if spec and spec.origin else None
        if piece is None or not piece.is_file():
            return []
        found.append(piece)
    return found


def _copy(file: ModelFile, pieces: Sequence[Path], target: Path, progress: Progress) -> None:
    """The pieces one after the other. Raises SourceFailed."""
    if missing := [piece for piece in pieces if not piece.is_file()]:
        raise SourceFailed(f"there is no {missing[0].name}")
    half, done = target.with_name(target.name + ".joined"), 0
    with half.open("wb") as joined:
        for piece in pieces:
            with piece.open("rb") as opened:
                while block := opened.read(_BLOCK):
                    joined.write(block)
                    done += len(block)
                    progress(file.name, done, file.bytes)
    if digest(half) != file.sha256:
        half.unlink()
        raise SourceFailed("their bytes are not the ones that are known (wrong SHA-256)")
    half.replace(target)


def _unpacked(model: Model, waiting: Path, progress: Progress) -> Path:
    (file,) = model.files
    try:
        return unpack(waiting / file.name, waiting / "unpacked", model.folder, progress)
    except BadArchive as error:
        raise FetchFailed(f"{file.name} cannot be unpacked: {error}") from error


def _move(made: Path, home: Path) -> None:
    """Into its place in one step; something half or old that stands there goes first."""
    shutil.rmtree(home, ignore_errors=True)
    made.rename(home)


def _check_room(model: Model, folder: Path) -> None:
    wanted = model.bytes * (4 if model.archive else 1)
    free = shutil.disk_usage(folder).free
    if free < wanted:
        remedy = "free some space, or name another folder in speech.folder"
        raise FetchFailed(f"{folder} has {free >> 20} MB free, {wanted >> 20} MB are needed", remedy)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    opened = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)
