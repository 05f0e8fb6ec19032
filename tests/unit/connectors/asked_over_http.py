"""Web services at loopback, asked as a plan asks them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from connectors.answers import SourceFailed
from connectors.http import WebServices
from ivr.sources import HttpSource

SECRET = "hush-hush"
HOSTS = {
    "crm.test": ["127.0.0.1"],
    "inner.test": ["10.1.2.3"],
    "both.test": ["93.184.216.34", "127.0.0.1"],
    "none.test": [],
}


async def resolve(host: str, _port: int) -> list[str]:
    if host not in HOSTS:
        raise OSError("Name or service not known")
    return HOSTS[host]


async def ask(
    web: WebServices,
    url: str,
    values: Mapping[str, str] | None = None,
    within: float = 2.0,
    retries: int = 0,
    **more: Any,
) -> Any:
    return (await web.ask(HttpSource(url, **more), values or {}, within, retries)).found


async def failed(web: WebServices, url: str, **more: Any) -> str:
    with pytest.raises(SourceFailed) as raised:
        await ask(web, url, **more)
    return str(raised.value)
