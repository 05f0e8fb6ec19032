"""Web services that answer with JSON.

Everything is bounded: the whole question by one deadline, the answer by its size while it comes in, redirects by their
number. Each address is judged before it is connected to, after each redirect anew, and the connection is pinned to it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import httpx

from connectors.addresses import Allowed, Resolve, reachable, resolved
from connectors.answers import Answer, SourceFailed
from connectors.filling import filled_url, filled_with_secrets
from ivr.sources import HttpSource

MOST_BYTES = 64 * 1024
"""Of an answer."""
MOST_REDIRECTS = 3
LONGEST = 30.0
"""Seconds for one connect or read. A whole question has a deadline of its own, which a plan sets to 20 s at most."""
SHORTEST_PAUSE = 0.05
"""Seconds before a second try."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOTHING = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.NO_CONTENT})


class Again(SourceFailed):
    """It failed in a way that may be over in a moment."""


class WebServices:
    """Asks them."""

    def __init__(self, allowed: Allowed, secrets: Mapping[str, str], resolve: Resolve = resolved) -> None:
        self._allowed, self._secrets, self._resolve = allowed, secrets, resolve
        self._client = httpx.AsyncClient(
            follow_redirects=False,
            trust_env=False,
            timeout=LONGEST,
            # A connection serves one request: kept by address, it could serve another name than its certificate's.
            limits=httpx.Limits(max_connections=100, max_keepalive_connections=0),
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def ask(self, source: HttpSource, values: Mapping[str, str], within: float, retries: int) -> Answer:
        """The answer, within so many seconds. Raises SourceFailed. Only a GET is ever asked twice."""
        tries = retries + 1 if source.method == "GET" else 1
        try:
            async with asyncio.timeout(within):
                return await self._tried(source, values, tries)
        except TimeoutError:
            raise SourceFailed(f"{_shown(source.url)} was late: more than {within:g} s") from None

    async def _tried(self, source: HttpSource, values: Mapping[str, str], tries: int) -> Answer:
        for attempt in range(1, tries + 1):
            try:
                return await self._followed(source, values)
            except Again:
                if attempt == tries:
                    raise
            await asyncio.sleep(SHORTEST_PAUSE * attempt)
        raise SourceFailed("it was never asked")

    async def _followed(self, source: HttpSource, values: Mapping[str, str]) -> Answer:
        """Follow its redirects. Headers with secrets go to the host that the plan names, and to no other."""
        url = httpx.URL(filled_url(source.url, values))
        headers = {
            name: _line(filled_with_secrets(text, values, self._secrets)) for name, text in source.headers.items()
        }
        body = {name: filled_with_secrets(text, values, self._secrets) for name, text in source.body.items()}
        method, first = source.method, url
        for _ in range(MOST_REDIRECTS + 1):
            given = headers if (url.scheme, url.host, url.port) == (first.scheme, first.host, first.port) else {}
            status, location, content = await self._asked(method, url, given, body if method == "POST" else None)
            if status not in _REDIRECTS:
                return _answer(url.host, status, content)
            url, method = _onward(url, first, location), "GET" if status not in (307, 308) else method
        raise SourceFailed(f"{url.host} redirects too often")

    async def _asked(
        self, method: str, url: httpx.URL, headers: Mapping[str, str], body: Mapping[str, str] | None
    ) -> tuple[int, str, bytes]:
        """Status, where it redirects to, and what was answered."""
        port = url.port or (443 if url.scheme == "https" else 80)
        if not 0 < port < 65536:
            raise SourceFailed(f"{url.host} has no port {port}")
        address = await reachable(url.host, port, self._allowed, self._resolve)
        pinned = url.copy_with(host=address)
        host = url.netloc.decode("ascii")
        request = self._client.build_request(
            method,
            pinned,
            headers={"Accept": "application/json", "Accept-Encoding": "identity", **headers, "Host": host},
            json=body,
            extensions={"sni_hostname": url.host},
        )
        try:
            response = await self._client.send(request, stream=True)
        except (httpx.TransportError, httpx.InvalidURL, OSError) as error:
            raise Again(f"{url.host} cannot be reached: {type(error).__name__}") from None
        try:
            return response.status_code, response.headers.get("location", ""), await _read(url.host, response)
        finally:
            await response.aclose()


async def _read(host: str, response: httpx.Response) -> bytes:
    """What it answers, until that is too much."""
    content = bytearray()
    try:
        async for chunk in response.aiter_raw():
            content += chunk
            if len(content) > MOST_BYTES:
                raise SourceFailed(f"{host} answers with more than {MOST_BYTES // 1024} KB")
    except httpx.TransportError as error:
        raise Again(f"{host} broke off: {type(error).__name__}") from None
    return bytes(content)


def _onward(url: httpx.URL, first: httpx.URL, location: str) -> httpx.URL:
    """Where it redirects to: http or https, and never from https back to http."""
    if not location:
        raise SourceFailed(f"{url.host} redirects to nowhere")
    try:
        onward = url.join(location)
    except (httpx.InvalidURL, ValueError):
        raise SourceFailed(f"{url.host} redirects to what is no address") from None
    allowed = ("https",) if first.scheme == "https" else ("http", "https")
    if onward.scheme not in allowed or not onward.host or onward.userinfo:
        raise SourceFailed(f"{url.host} redirects to {onward.scheme or 'no scheme'}, which is not followed")
    return onward


def _answer(host: str, status: int, content: bytes) -> Answer:
    if status in _NOTHING:
        return Answer(None)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Again(f"{host} says {status}")
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        raise SourceFailed(f"{host} says {status}")
    return Answer(parsed(host, content))


def parsed(host: str, content: bytes) -> Any:
    """The JSON document, which is UTF-8 (RFC 8259). Raises SourceFailed."""
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise SourceFailed(f"{host} answers with something that is not UTF-8") from None
    except (ValueError, RecursionError):
        raise SourceFailed(f"{host} answers with something that is not JSON") from None
    if not isinstance(found, dict | list):
        raise SourceFailed(f"{host} answers with neither an object nor a list")
    return found


def _no_number(word: str) -> None:
    raise ValueError(word)


def _line(value: str) -> str:
    """A header is one line of Latin letters: what is not is left out, so that no value can begin another header."""
    return "".join(sign for sign in value if " " <= sign <= "~")


def _shown(url: str) -> str:
    """The host only: a path may hold what the caller keyed."""
    return urlsplit(url).netloc
