"""Whom a plan may have asked: no address of ours, no name that changes, redirects judged anew."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from connectors.addresses import Allowed
from connectors.http import WebServices
from tests.unit.connectors.asked_over_http import HOSTS, SECRET, ask, failed, resolve
from tests.unit.connectors.server import never, says, serving
from tests.waiting import until


@pytest.fixture
async def web() -> AsyncIterator[WebServices]:
    services = WebServices(Allowed.of(["crm.test"]), {"crm": SECRET}, resolve)
    yield services
    await services.close()


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
