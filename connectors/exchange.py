"""Asking a service that the settings name for JSON: one GET, or one POST of a form, bounded in time and size.

The address is judged and pinned as for every other question; no redirect is followed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import httpx

from connectors.addresses import Allowed, Resolve, reachable, resolved
from connectors.answers import SourceFailed
from connectors.http import parsed

MOST_BYTES = 256 * 1024
"""Of an answer: a set of keys with their certificates is larger than what a lookup may answer."""
WITHIN = 10.0
"""Seconds for the whole question."""


class Exchange:
    """Asks."""

    def __init__(self, allowed: Allowed, resolve: Resolve = resolved) -> None:
        self._allowed, self._resolve = allowed, resolve

    async def get(self, url: str) -> Mapping[str, Any]:
        """The object that is there. Raises SourceFailed."""
        return await self._within(httpx.URL(url), None, {})

    async def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Mapping[str, Any]:
        """What is answered to this form. Raises SourceFailed."""
        return await self._within(httpx.URL(url), form, headers)

    async def _within(
        self, url: httpx.URL, form: Mapping[str, str] | None, headers: Mapping[str, str]
    ) -> Mapping[str, Any]:
        try:
            async with asyncio.timeout(WITHIN):
                status, content = await self._asked(url, form, headers)
        except TimeoutError:
            raise SourceFailed(f"{url.host} was late: more than {WITHIN:g} s") from None
        except (httpx.TransportError, httpx.InvalidURL, OSError) as error:
            raise SourceFailed(f"{url.host} cannot be reached: {type(error).__name__}") from None
        if status != HTTPStatus.OK:
            raise SourceFailed(f"{url.host} says {status}")
        found = parsed(url.host, content)
        if not isinstance(found, dict):
            raise SourceFailed(f"{url.host} answers with no object")
        return found

    async def _asked(
        self, url: httpx.URL, form: Mapping[str, str] | None, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        port = url.port or (443 if url.scheme == "https" else 80)
        address = await reachable(url.host, port, self._allowed, self._resolve)
        given = {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            **headers,
            "Host": url.netloc.decode("ascii"),
        }
        pinned, sni = url.copy_with(host=address), {"sni_hostname": url.host}
        method, content = "GET" if form is None else "POST", bytearray()
        async with (
            httpx.AsyncClient(follow_redirects=False, trust_env=False, timeout=WITHIN) as client,
            client.stream(method, pinned, headers=given, data=form, extensions=sni) as response,
        ):
            async for chunk in response.aiter_raw():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise SourceFailed(f"{url.host} answers with more than {MOST_BYTES // 1024} KB")
            return response.status_code, bytes(content)
