"""Web services that are down, slow, huge, broken, or that lead elsewhere: each becomes a sentence, in time."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from connectors.addresses import Allowed
from connectors.http import MOST_BYTES, WebServices
from tests.unit.connectors.asked_over_http import SECRET, ask, failed, resolve
from tests.unit.connectors.server import Reply, drips, never, says, sends, serving
from tests.waiting import patient


@pytest.fixture
async def web() -> AsyncIterator[WebServices]:
    services = WebServices(Allowed.of(["crm.test"]), {"crm": SECRET}, resolve)
    yield services
    await services.close()


async def test_the_answer_of_a_good_one(web: WebServices) -> None:
    async with serving(says(200, '{"order": {"state": "已发货"}}')) as server:
        assert await ask(web, server.url("/o")) == {"order": {"state": "已发货"}}
    assert server.asked[0].headers["host"] == f"crm.test:{server.port}"


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("1003", "/orders/1003?x=1003"),
        ("../../admin", "/orders/..%2F..%2Fadmin?x=..%2F..%2Fadmin"),
        ("..", "/orders/%2E%2E?x=%2E%2E"),
        ("a&b=c#d?e", "/orders/a%26b%3Dc%23d%3Fe?x=a%26b%3Dc%23d%3Fe"),
        ("a\r\nX: y", "/orders/a%0D%0AX%3A%20y?x=a%0D%0AX%3A%20y"),
        ("订单", "/orders/%E8%AE%A2%E5%8D%95?x=%E8%AE%A2%E5%8D%95"),
    ],
)
async def test_a_value_stays_one_word_of_the_address(web: WebServices, value: str, path: str) -> None:
    async with serving(says(200, "{}")) as server:
        await ask(web, server.url("/orders/{order}?x={order}"), {"order": value})
    assert server.asked[0].line == f"GET {path} HTTP/1.1"


async def test_secrets_and_bodies(web: WebServices) -> None:
    async with serving(says(200, "{}")) as server:
        headers, body = {"Authorization": "Bearer {secret.crm}", "X-Caller": "{n}"}, {"number": "{n}", "by": "hotline"}
        await ask(web, server.url(), {"n": "13\r\nEvil: 1"}, method="POST", headers=headers, body=body)
    [asked] = server.asked
    assert asked.headers["authorization"] == f"Bearer {SECRET}"
    assert asked.headers["x-caller"] == "13Evil: 1"
    assert "evil" not in asked.headers
    assert json.loads(asked.body) == {"number": "13\r\nEvil: 1", "by": "hotline"}


@pytest.mark.parametrize("status", [404, 410, 204])
async def test_nothing_found(web: WebServices, status: int) -> None:
    async with serving(says(status)) as server:
        assert await ask(web, server.url()) is None


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (says(200, "<html>"), "answers with something that is not JSON"),
        (says(200, ""), "answers with something that is not JSON"),
        (says(200, "NaN"), "answers with something that is not JSON"),
        (says(200, "[" * 30_000), "answers with something that is not JSON"),
        (says(200, '{"x": 1' + "0" * 5000 + "}"), "answers with something that is not JSON"),
        (says(200, '"text"'), "answers with neither an object nor a list"),
        (says(200, '{"x": "订单"}'.encode("gbk")), "answers with something that is not UTF-8"),
        (says(200, '{"x": "订单"}'.encode("utf-16")), "answers with something that is not UTF-8"),
        (says(200, b'{"x": "' + b"a" * MOST_BYTES + b'"}'), "answers with more than 64 KB"),
        (
            drips(b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"a" * 4096 + b"\r\n", 0.0),
            "more than",
        ),
        (says(200, b"\x1f\x8b\x08\x00", Content_Encoding="gzip"), "answers with something that is not UTF-8"),
        (says(401, "{}"), "says 401"),
        (says(503, "{}"), "says 503"),
        (says(302), "redirects to nowhere"),
        (sends(b"\x00\x01rubbish\r\n\r\n"), "cannot be reached: RemoteProtocolError"),
        (sends(b""), "cannot be reached: RemoteProtocolError"),
        (sends(b"HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\n{"), "broke off: RemoteProtocolError"),
        (
            sends(b"HTTP/1.1 200 X\r\n" + b"X: " + b"a" * 200_000 + b"\r\n\r\n{}"),
            "cannot be reached: RemoteProtocolError",
        ),
    ],
)
async def test_a_bad_one(web: WebServices, reply: Reply, why: str) -> None:
    async with serving(reply) as server:
        assert why in await failed(web, server.url())


@pytest.mark.parametrize(
    "reply",
    [
        never,
        drips(b"HTTP/1.1 200 X\r\n", b"X: y\r\n"),
        drips(b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        drips(b"HTTP/1.1 200 X\r\nContent-Length: 9999\r\n\r\n", b" "),
    ],
)
async def test_a_slow_one_is_late_however_it_drips(web: WebServices, reply: Reply) -> None:
    async with serving(reply) as server:
        begun = time.monotonic()
        assert "was late: more than 0.2 s" in await failed(web, server.url(), within=0.2, retries=3)
        assert time.monotonic() - begun < patient(1.0)


async def test_a_host_that_is_down(web: WebServices) -> None:
    async with serving(never) as server:
        pass
    assert "cannot be reached: ConnectError" in await failed(web, server.url())


async def test_it_is_asked_again_when_that_may_help(web: WebServices) -> None:
    async with serving(says(500), says(200, '{"x": 1}')) as server:
        assert await ask(web, server.url(), retries=1) == {"x": 1}
    assert len(server.asked) == 2


@pytest.mark.parametrize(("reply", "more"), [(says(400), {}), (says(500), {"method": "POST"}), (says(200, "x"), {})])
async def test_and_never_when_it_cannot(web: WebServices, reply: Reply, more: Mapping[str, Any]) -> None:
    async with serving(reply) as server:
        await failed(web, server.url(), retries=3, **more)
    assert len(server.asked) == 1
