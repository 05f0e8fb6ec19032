"""Telling another system something: one POST of JSON, bounded in time, to an address that was judged."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from http import HTTPStatus

import httpx

from connectors.addresses import Allowed, Resolve, reachable, resolved
from connectors.answers import SourceFailed

LONGEST = 30.0
"""Seconds for one connect or read; a whole message has a deadline of its own."""


class Posting:
    """Posts. No redirect is followed: what is told is told to whom the settings name, and to nobody else."""

    def __init__(self, allowed: Allowed, resolve: Resolve = resolved) -> None:
        self._allowed, self._resolve = allowed, resolve

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], within: float) -> None:
        """Post it within so many seconds. Raises SourceFailed when it was not taken (any answer but a 2xx)."""
        try:
            async with asyncio.timeout(within):
                status = await self._posted(httpx.URL(url), body, headers)
        except TimeoutError:
            raise SourceFailed(f"{httpx.URL(url).host} was late: more than {within:g} s") from None
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            raise SourceFailed(f"{httpx.URL(url).host} says {status}")

    async def _posted(self, url: httpx.URL, body: bytes, headers: Mapping[str, str]) -> int:
        port = url.port or (443 if url.scheme == "https" else 80)
        address = await reachable(url.host, port, self._allowed, self._resolve)
        given = {"Content-Type": "application/json", **headers, "Host": url.netloc.decode("ascii")}
        pinned, sni = url.copy_with(host=address), {"sni_hostname": url.host}
        try:
            async with (
                httpx.AsyncClient(follow_redirects=False, trust_env=False, timeout=LONGEST) as client,
                client.stream("POST", pinned, headers=given, content=body, extensions=sni) as response,
            ):
                return response.status_code
        except (httpx.TransportError, httpx.InvalidURL, OSError) as error:
            raise SourceFailed(f"{url.host} cannot be reached: {type(error).__name__}") from None
