"""Web services that are down, slow, huge, broken, or that lead elsewhere: each becomes a sentence, in time."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import pytest

from connectors.addresses import Allowed
from connectors.answers import SourceFailed
from connectors.http import MOST_BYTES, WebServices
from ivr.sources import HttpSource
from tests.unit.connectors.server import Reply, drips, never, says, sends, serving
from tests.waiting import patient, until

Ask = Callable[..., Awaitable[Any]]
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


@pytest.fixture
async def web() -> AsyncIterator[WebServices]:
    services = WebServices(Allowed.of(["crm.test"]), {"crm": SECRET}, resolve)
    yield services
    await services.close()


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


# --- whom we ask ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "inner.test",
        "both.test",
        "169.254.169.254",
        "10.0.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[fe80::1]",
        "[fc00::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "224.0.0.1",
    ],
)
async def test_no_address_of_ours_is_asked(host: str) -> None:
    async def literal(name: str, port: int) -> list[str]:
        return HOSTS.get(name) or (["127.0.0.1"] if name == "localhost" else [name])

    services = WebServices(Allowed.of([]), {}, literal)
    try:
        assert "which is not public" in await failed(services, f"http://{host}:9/")
    finally:
        await services.close()


@pytest.mark.parametrize("allowed", ["127.0.0.0/8", "127.0.0.1", "crm.test", "CRM.test."])
async def test_unless_the_settings_allow_it(allowed: str) -> None:
    services = WebServices(Allowed.of([allowed]), {}, resolve)
    try:
        async with serving(says(200, "{}")) as server:
            assert await ask(services, server.url()) == {}
    finally:
        await services.close()


@pytest.mark.parametrize("wrong", ["", "a b", "http://x", "10.0.0.0/99", "x" * 300])
def test_what_cannot_be_allowed(wrong: str) -> None:
    with pytest.raises(ValueError, match="neither a host"):
        Allowed.of([wrong])


async def test_hosts_that_nobody_knows(web: WebServices) -> None:
    assert "is not known" in await failed(web, "http://unknown.test/")
    assert "has no address" in await failed(web, "http://none.test/")


async def test_a_name_that_answers_otherwise_the_second_time_gains_nothing() -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])

    async def rebinding(_host: str, _port: int) -> list[str]:
        return next(answers)

    services = WebServices(Allowed.of(["127.0.0.1"]), {}, rebinding)
    try:
        async with serving(says(200, '{"x": 1}')) as server:
            assert await ask(services, server.url(host="rebinding.test")) == {"x": 1}
            assert "10.0.0.1, which is not public" in await failed(services, server.url(host="rebinding.test"))
    finally:
        await services.close()


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://inner.test/", "the host inner.test is at 10.1.2.3, which is not public"),
        ("http://169.254.169.254/latest/meta-data", "is not known"),
        ("http://10.0.0.1/", "is not known"),
        ("file:///etc/passwd", "redirects to file, which is not followed"),
        ("ftp://crm.test/", "redirects to ftp, which is not followed"),
        ("http://user:pw@crm.test/", "which is not followed"),
        ("http://crm.test:99999/", "crm.test has no port 99999"),
        ("/again", "redirects too often"),
    ],
)
async def test_redirects_are_judged_anew(web: WebServices, location: str, why: str) -> None:
    async with serving(says(302, Location=location)) as server:
        assert why in await failed(web, server.url())


async def test_a_redirect_is_followed_but_secrets_do_not_travel() -> None:
    services = WebServices(Allowed.of(["127.0.0.1"]), {"crm": SECRET}, lambda _host, _port: _here())
    try:
        async with (
            serving(says(200, '{"x": 1}')) as other,
            serving(says(302, Location=other.url("/there", "other.test"))) as server,
        ):
            assert await ask(services, server.url(), headers={"Authorization": "{secret.crm}"}) == {"x": 1}
    finally:
        await services.close()
    assert server.asked[0].headers["authorization"] == SECRET
    assert "authorization" not in other.asked[0].headers


async def _here() -> list[str]:
    return ["127.0.0.1"]


async def test_a_question_that_is_given_up_leaves_nothing_behind(web: WebServices) -> None:
    async with serving(never) as server:
        task = asyncio.create_task(ask(web, server.url(), within=5.0))
        await until(lambda: bool(server.asked))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
