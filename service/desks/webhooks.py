"""Webhooks on the running service: they hear what every call hears written down."""

from __future__ import annotations

from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from connectors.addresses import Allowed
from connectors.posting import Posting
from console.webhooks.telling import Telling
from service.service import Service
from service.timing import before
from store.webhooks import Webhooks


def telling_of(service: Service, kept: Webhooks) -> Telling:
    """From now on every entry is heard; what is told is told while `run` runs."""
    house = service.house
    post = Posting(Allowed.of(service.settings.connectors.allow)).post

    async def sleep(until: float, news: Coroutine[Any, Any, object]) -> None:
        with suppress(TimeoutError):
            await before(house.clock, until, news)

    telling = Telling(kept, post, house.clock, lambda how: house.metrics.hooks.labels(how).inc(), sleep)
    house.chronicle.watch(telling.heard)
    return telling
