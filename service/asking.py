"""The sources that a plan asks, and what came of it. Made once; every call and every profile goes through it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self, assert_never

import structlog

from calls.profile import NO_VALUES, Values
from connectors.addresses import Allowed, Resolve, resolved
from connectors.answers import Answer, SourceFailed, typed
from connectors.cache import Cache
from connectors.csv import Tables
from connectors.http import WebServices
from connectors.sql import Databases, checked_url
from ivr.sources import CsvSource, HttpSource, Inquiry, SqlSource
from service.config_connectors import ConnectorSettings

log = structlog.get_logger(__name__)
FOUND, CACHED, NOTHING = "found", "cached", "nothing"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a question. `how`: found, cached, nothing, or why it failed."""

    how: str
    values: Values = field(default_factory=lambda: NO_VALUES)
    failed: bool = False
    seconds: float = 0.0

    @property
    def found(self) -> bool:
        """Whether there is an answer."""
        return self.how in (FOUND, CACHED)


class Asks(Protocol):
    """Who asks sources."""

    async def answer(self, inquiry: Inquiry, values: Mapping[str, str]) -> Outcome:
        """The answer, within the inquiry's time. Never raises for what a source does."""
        ...

    async def close(self) -> None:
        """Close every connection."""
        ...


class Asking(Asks):
    """Asks sources: from memory where the plan allows it."""

    def __init__(self, web: WebServices, databases: Databases, tables: Tables, cache: Cache | None = None) -> None:
        self._web, self._databases, self._tables = web, databases, tables
        self._cache = cache or Cache()

    @classmethod
    def by(cls, settings: ConnectorSettings, folder: Path, resolve: Resolve = resolved) -> Self:
        """What the settings allow. `folder`: the plan's own, where its files lie."""
        secrets = {name: secret.get_secret_value() for name, secret in settings.secrets.items()}
        urls = {name: checked_url(url.get_secret_value()) for name, url in settings.databases.items()}
        return cls(WebServices(Allowed.of(settings.allow), secrets, resolve), Databases(urls), Tables(folder))

    async def answer(self, inquiry: Inquiry, values: Mapping[str, str]) -> Outcome:
        """The answer, within the inquiry's time. Never raises for what a source does."""
        begun = time.monotonic()
        kept = self._cache.find(inquiry, values, begun)
        if kept is not None:
            return Outcome(CACHED, kept)
        try:
            found = typed(await self._ask(inquiry, values), inquiry.wanted)
        except SourceFailed as failure:
            log.warning("a source failed", error=failure.told())
            return Outcome(str(failure), failed=True, seconds=time.monotonic() - begun)
        seconds = time.monotonic() - begun
        if found is None:
            return Outcome(NOTHING, seconds=seconds)
        self._cache.keep(inquiry, values, found, begun)
        return Outcome(FOUND, found, seconds=seconds)

    async def _ask(self, inquiry: Inquiry, values: Mapping[str, str]) -> Answer:
        match inquiry.source:
            case HttpSource() as source:
                return await self._web.ask(source, values, inquiry.within, inquiry.retries)
            case SqlSource() as source:
                return await self._databases.ask(source, values, inquiry.within)
            case CsvSource() as source:
                return await self._tables.ask(source, values, inquiry.within)
            case _:
                assert_never(inquiry.source)

    async def close(self) -> None:
        """Close every connection."""
        await self._web.close()
        await self._databases.close()
