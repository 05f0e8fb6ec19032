"""Plans in files and plans in the store: from one to the other, and read from either in the same way."""

from __future__ import annotations

import asyncio
import getpass
import posixpath
from collections.abc import Mapping
from errno import ENOENT

from calls.documents import Problems, Read
from ivr.including import gather
from prompts.catalogue import Catalogue
from service.config import Settings
from service.configuration import Configuration
from service.databases import open_database
from service.plans import FoundPlan, PlanRefused, find_plan, load_configuration, read_file
from store.versions import PlanFiles, Versions

FIRST = "first start"
"""The author of version 1 where nobody has published: the service itself."""


def find_files(
    main: str, catalogue: Catalogue, settings: Settings, read: Read = read_file
) -> tuple[FoundPlan, PlanFiles]:
    """The plan on the disk, and the very texts of which it was made. Only one without problems may be published."""
    recording = _Recording(read)
    return find_plan(settings, catalogue, main, recording), recording.files(main)


def files_of(main: str, read: Read = read_file) -> PlanFiles:
    """The texts of a plan on the disk and all that it includes, unchecked. What cannot be read is left out."""
    recording = _Recording(read)
    gather(main, recording, (), Problems())
    return recording.files(main)


def find_version(settings: Settings, catalogue: Catalogue, number: int, files: PlanFiles) -> FoundPlan:
    """A published version, as it fits this house today. Its problems are told as `version 3/main.yaml:12:7`."""
    folder = f"version {number}"
    texts = {f"{folder}/{name}": text for name, text in files.texts.items()}
    found = find_plan(settings, catalogue, f"{folder}/{files.main}", _from(texts))
    plan = found.configuration
    return FoundPlan(Configuration(plan.plan, plan.people, plan.queues, number), found.wrong, found.lacking)


def running_configuration(settings: Settings, catalogue: Catalogue) -> Configuration:
    """What a service here runs on: the live version, or the files where nothing is published or they are watched.

    Raises PlanRefused, StoreUnusable.
    """
    live = None if settings.centre.watch else _live_files(settings)
    if live is None:
        return load_configuration(settings, catalogue)
    found = find_version(settings, catalogue, *live)
    if found.wrong:
        raise PlanRefused(found.wrong)
    return found.configuration


def _live_files(settings: Settings) -> tuple[int, PlanFiles] | None:
    """Nothing is made where there is no database yet."""
    if not settings.data.database and not settings.database_file.exists():
        return None

    async def read() -> tuple[int, PlanFiles] | None:
        async with open_database(settings) as database:
            versions = Versions(database)
            live = await versions.live()
            return None if live is None else (live.version, await versions.files(live.version))

    return asyncio.run(read())


def os_user() -> str:
    """Who is at the keyboard: the author where none is given."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in a container
        return "unknown"


class _Recording:
    """Reads files, and remembers what it read."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._texts: dict[str, str] = {}

    def __call__(self, file: str) -> str:
        self._texts[file] = text = self._read(file)
        return text

    def files(self, main: str) -> PlanFiles:
        """By their names beside the main file."""
        main = posixpath.normpath(main)
        folder = posixpath.dirname(main)
        texts = {posixpath.relpath(name, folder or "."): text for name, text in self._texts.items()}
        return PlanFiles(posixpath.basename(main), texts)


def _from(texts: Mapping[str, str]) -> Read:
    def read(name: str) -> str:
        if name not in texts:
            raise FileNotFoundError(ENOENT, "not in this version", name)
        return texts[name]

    return read
