"""What every request passes and every reply carries; and the pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import structlog
from fastapi import FastAPI

from console.app import LARGEST, build
from console.roles import Role
from console.security.headers import policy
from console.security.hosts import Hosts
from console.settings import ConsoleSettings
from console.who import COOKIE
from tests.console.asking import ask
from tests.console.desk import Console
from tests.console.people import sign_in, with_password

HEALTH, SESSION = "/api/v1/health", "/api/v1/session"


class TestHosts:
    hosts = Hosts(ConsoleSettings(address="https://hotline.example.com", hosts=("pbx",)))

    @pytest.mark.parametrize(
        "host",
        [
            "127.0.0.1:8080",
            "[::1]:8080",
            "192.168.1.7",
            "localhost:8080",
            "hotline.example.com",
            "PBX:80",
            "hotline.example.com.",
        ],
    )
    def test_ours(self, host: str) -> None:
        assert self.hosts.knows(host)

    @pytest.mark.parametrize(
        "host",
        [
            "",
            "evil.example",
            "hotline.example.com.evil.example",
            "evil.example:8080",
            "[",
            "127.0.0.1.evil.example",
            "a@pbx.evil",
        ],
    )
    def test_not_ours(self, host: str) -> None:
        assert not self.hosts.knows(host)

    @pytest.mark.parametrize(
        ("origin", "host", "ours"),
        [
            ("http://127.0.0.1:8080", "127.0.0.1:8080", True),
            ("https://hotline.example.com", "127.0.0.1:8080", True),
            ("http://127.0.0.1:9999", "127.0.0.1:8080", False),
            ("http://evil.example", "127.0.0.1:8080", False),
            ("null", "127.0.0.1:8080", False),
            ("", "127.0.0.1:8080", False),
            ("http://hotline.example.com", "127.0.0.1:8080", False),
        ],
    )
    def test_pages_of_ours(self, origin: str, host: str, ours: bool) -> None:
        assert self.hosts.sent_by_us(origin, host) is ours


async def test_a_rebound_name_gets_nothing(console: Console) -> None:
    leader = await console.signed_in(Role.LEADER)
    for method in ("GET", "POST"):
        refused = await leader.request(method, SESSION, headers={"host": "evil.example"})
        assert (refused.status_code, refused.json()["code"]) == (421, "HL804")
    socket = await ask(console.app, "WS", "/api/v1/sip", {"host": "evil.example"})
    assert socket.status == 421


async def test_every_reply_carries_the_headers(console: Console) -> None:
    browser = await console.browser()
    for reply in (
        await browser.get(HEALTH),
        await browser.get(SESSION),
        await browser.get("/api/v1/nothing"),
        await browser.get("/", headers={"host": "evil.example"}),
        await browser.get("/"),
    ):
        carried = reply.headers
        assert "default-src 'self'" in carried["content-security-policy"]
        assert "unsafe" not in carried["content-security-policy"]
        assert "frame-ancestors 'none'" in carried["content-security-policy"]
        assert carried["x-content-type-options"] == "nosniff"
        assert carried["referrer-policy"] == "no-referrer"
        assert "microphone=(self)" in carried["permissions-policy"]
        assert "camera=()" in carried["permissions-policy"]
        assert "server" not in carried
        assert "strict-transport-security" not in carried, "plain HTTP"


def test_a_host_cannot_write_into_the_policy() -> None:
    assert "evil" not in policy("a; script-src evil")
    assert "ws://127.0.0.1:8080" in policy("127.0.0.1:8080")


def _secure(console: Console) -> FastAPI:
    settings = replace(console.rooms.settings, address="https://127.0.0.1:8080")
    console.rooms.settings = settings
    return build(console.rooms, settings)


async def test_under_tls_cookies_and_names_stay_there(console: Console) -> None:
    transport = httpx.ASGITransport(_secure(console))
    async with httpx.AsyncClient(transport=transport, base_url="https://127.0.0.1:8080") as browser:
        await with_password(console)
        signed_in = await sign_in(browser)
        assert "; Secure" in signed_in.headers["set-cookie"]
        assert signed_in.headers["strict-transport-security"] == "max-age=31536000"


async def test_a_body_that_is_too_large_is_not_read(console: Console) -> None:
    browser = await console.browser()
    reply = await browser.post(SESSION, content=b" " * (LARGEST + 1), headers={"content-type": "application/json"})
    assert reply.status_code == 413
    assert (reply.json()["code"], reply.json()["remedy"]) == ("HL809", "send less")


async def test_what_is_not_there_is_told_as_json(console: Console) -> None:
    browser = await console.browser()
    for reply in (
        await browser.get("/api/v1/nothing"),
        await browser.post("/api/nothing"),
        await browser.get("/api/v2/calls"),
    ):
        assert reply.status_code in (404, 405)
        assert set(reply.json()) == {"code", "text", "remedy", "problems"}
    wrong = await browser.put(HEALTH)
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET")


async def test_a_fault_tells_nothing_of_itself(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fault() -> bool:
        raise RuntimeError("s3cret of the inside")

    monkeypatch.setattr(console.rooms.doors.accounts, "is_empty", fault)
    with structlog.testing.capture_logs() as logged:
        reply = await (await console.browser()).get(HEALTH)
    assert [each["event"] for each in logged if each["log_level"] == "error"] == ["fault of the console"]
    assert reply.status_code == 500
    assert "s3cret" not in reply.text
    assert reply.json()["code"] == "HL000"


class TestPages:
    @pytest.fixture
    async def browser(self, console: Console, tmp_path: Path) -> httpx.AsyncClient:
        """Pages as a build makes them."""
        folder = tmp_path / "static"
        (folder / "assets").mkdir(parents=True)
        (folder / "index.html").write_text("<!doctype html><title>the app</title><meta content=CSP_NONCE>", "utf-8")
        (folder / "icon.svg").write_text("<svg/>", "utf-8")
        (folder / "assets/app-abc.js").write_text("plain", "utf-8")
        (folder / "assets/app-abc.js.br").write_text("brotli", "utf-8")
        (folder / "assets/app-abc.js.gz").write_text("gzip", "utf-8")
        (tmp_path / "secret.txt").write_text("s3cret", "utf-8")
        (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
        app = build(console.rooms, replace(console.rooms.settings, pages=folder))
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8080")
        return await console.stack.enter_async_context(client)

    async def test_every_path_is_a_page_of_the_application(self, browser: httpx.AsyncClient) -> None:
        for path in ("/", "/floor", "/plan/versions/3", "/index.html"):
            reply = await browser.get(path)
            assert (reply.status_code, "the app" in reply.text) == (200, True)
            assert "text/html" in reply.headers["content-type"]
            assert reply.headers["cache-control"] == "no-store"

    async def test_a_style_of_the_page_itself_is_known_by_a_new_nonce(self, browser: httpx.AsyncClient) -> None:
        one, other = await browser.get("/"), await browser.get("/")
        nonce = one.text.partition("content=")[2].rstrip(">")
        assert f"style-src 'self' 'nonce-{nonce}'" in one.headers["content-security-policy"]
        assert one.text != other.text
        assert "script-src" not in one.headers["content-security-policy"]

    async def test_files_with_a_hash_are_kept_for_ever_and_others_asked_for(self, browser: httpx.AsyncClient) -> None:
        browser.headers["accept-encoding"] = "identity"
        assert "immutable" in (await browser.get("/assets/app-abc.js")).headers["cache-control"]
        icon = await browser.get("/icon.svg")
        assert icon.headers["cache-control"] == "no-cache"
        again = await browser.get("/icon.svg", headers={"if-none-match": icon.headers["etag"]})
        assert again.status_code == 304

    @pytest.mark.parametrize(
        ("takes", "sent"), [("br, gzip", "brotli"), ("gzip", "gzip"), ("identity", "plain"), ("gzip;q=1", "gzip")]
    )
    async def test_packed_files_go_to_who_takes_them(self, browser: httpx.AsyncClient, takes: str, sent: str) -> None:
        async with browser.stream("GET", "/assets/app-abc.js", headers={"accept-encoding": takes}) as reply:
            raw = b"".join([part async for part in reply.aiter_raw()])
        assert raw == sent.encode()
        assert reply.headers["content-type"].startswith("text/javascript")
        assert reply.headers["vary"] == "Accept-Encoding"

    async def test_a_missing_file_is_no_page(self, browser: httpx.AsyncClient) -> None:
        assert (await browser.get("/assets/gone-abc.js")).status_code == 404

    @pytest.mark.parametrize(
        "path",
        ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/link.txt", "/%00", "/assets/../../secret.txt"],
    )
    async def test_nothing_outside_of_the_folder_is_sent(self, browser: httpx.AsyncClient, path: str) -> None:
        reply = await browser.get(path)
        assert "s3cret" not in reply.text

    async def test_pages_that_are_not_built_say_how_to(self, console: Console, tmp_path: Path) -> None:
        app = build(console.rooms, replace(console.rooms.settings, pages=tmp_path / "none"))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8080") as browser:
            reply = await browser.get("/")
        assert (reply.status_code, "npm run build" in reply.text) == (503, True)


async def test_the_log_has_no_secret(console: Console, capsys: pytest.CaptureFixture[str]) -> None:
    await with_password(console)
    browser = await console.browser()
    await sign_in(browser)
    await browser.get(SESSION)
    await browser.get("/m/s3cret-of-a-link")
    await browser.post("/api/v1/first/look", json={"link": "s3cret-of-a-link"})
    said = capsys.readouterr()
    for secret in (browser.cookies[COOKIE], browser.headers["x-csrf-token"], "s3cret", "correct horse"):
        assert secret not in said.out + said.err
    assert "/first/look" in said.out + said.err
