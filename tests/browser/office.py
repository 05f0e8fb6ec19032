"""A running service with its console, and people at browsers: what tests in a browser begin with."""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright, expect

from console.roles import Role
from telephony.embedded.keys import open_keys
from telephony.phones.account import Account
from telephony.phones.phone import Phone
from tests.asterisk.centre import switch_settings
from tests.asterisk.conftest import HERE
from tests.asterisk.service_process import ServiceProcess
from tests.browser.machine import ALWAYS, chromium, write_voice
from tests.waiting import patient, until

PASSWORD = "a horse, a battery and a staple"
ADMIN = "admin"
LINK = re.compile(r"(http://[0-9.:]+)/first#(\S+)")
NATURAL = """
const devices = navigator.mediaDevices;
const ask = devices?.getUserMedia.bind(devices);
if (ask) devices.getUserMedia = (wanted) => ask({ ...wanted, audio: {
  ...(wanted.audio === true ? {} : wanted.audio), echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
window.sockets = [];
window.WebSocket = class extends WebSocket { constructor(...how) { super(...how); window.sockets.push(this); } };
"""
"""The microphone as it is: echo cancellation would take a tone for an echo, and damp it by 20 dB. And a hand on the sockets."""


@dataclass
class Desk:
    """Somebody signed in at a browser of his own."""

    user: str
    context: BrowserContext
    page: Page
    client: httpx.AsyncClient
    """The same session without a browser: its requests carry cookie and CSRF token."""
    complaints: list[str] = field(default_factory=list)
    """What the page wrote into its console as errors."""

    def told(self, message: ConsoleMessage) -> None:
        """The page wrote into its console."""
        if message.type == "error":
            self.complaints.append(message.text)


@dataclass
class Office:
    """The service, its address, and a browser."""

    service: ServiceProcess
    address: str
    browser: Browser
    admin: httpx.AsyncClient
    stack: AsyncExitStack
    _names: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    async def desk(
        self,
        *roles: Role,
        person: str = "",
        parts: tuple[str, ...] = (),
        locale: str = "en",
        path: str = "/",
        **context: object,
    ) -> Desk:
        """Somebody new with these roles signs in and opens a page. `context` goes to Playwright (viewport, locale, ...)."""
        client = await self.client(*roles, person=person, parts=parts, locale=locale)
        return await self.open(client, path, **context)

    async def open(self, client: httpx.AsyncClient, path: str = "/", **context: object) -> Desk:
        """A browser of its own for a session that there is already."""
        made = await self.browser.new_context(base_url=self.address, permissions=["microphone"], **context)  # type: ignore[arg-type]  # handed on as it is
        self.stack.push_async_callback(made.close)
        made.set_default_timeout(patient(8) * 1000)
        expect.set_options(timeout=patient(5) * 1000)
        await made.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in client.cookies.items()]
        )
        await made.add_init_script(NATURAL)
        desk = Desk(client.headers["x-test-user"], made, await made.new_page(), client)
        desk.page.on("console", desk.told)
        desk.page.on("pageerror", lambda error: desk.complaints.append(str(error)))
        await desk.page.goto(path)
        return desk

    async def client(
        self, *roles: Role, person: str = "", parts: tuple[str, ...] = (), locale: str = "en", user: str = ""
    ) -> httpx.AsyncClient:
        """An account with these roles, made by the admin, its password set by its one-time link, signed in."""
        user = user or f"{roles[0].value}{next(self._names)}"
        wanted = {
            "user": user,
            "name": user.title(),
            "roles": list(roles),
            "person": person,
            "parts": list(parts),
            "locale": locale,
        }
        made = (await self.admin.post("/api/v1/accounts", json=wanted)).raise_for_status().json()
        client = await first(self.address, made["link"]["address"].partition("#")[2], user)
        self.stack.push_async_callback(client.aclose)
        return client

    def phone(self, name: str) -> Phone:
        """Our scripted phone: `caller1` .. `caller4` from outside, or the desk phone of a seat. `async with` it."""
        keys, sip = open_keys(self.service.data.absolute()), self.service.settings.sip.port
        assert isinstance(sip, int)
        if name.isdigit():
            return Phone(Account(name, keys.seat(name), HERE, sip))
        return Phone(Account(f"trial-{name}", keys.trial_line(name), HERE, sip))


@asynccontextmanager
async def open_office(folder: Path, plan: str, more: str = "") -> AsyncIterator[Office]:
    """Starts all of it, and ends it by what it started, whatever happened."""
    file = _settings(folder, plan, more)
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(ServiceProcess(file))
        found = LINK.search(service.told) or await _link(service)
        playwright = await stack.enter_async_context(async_playwright())
        voice = write_voice(folder / "voice.wav")
        browser = await playwright.chromium.launch(
            executable_path=chromium(), args=[*ALWAYS, f"--use-file-for-fake-audio-capture={voice}"]
        )
        stack.push_async_callback(browser.close)
        admin = await first(found[1], found[2], ADMIN)
        stack.push_async_callback(admin.aclose)
        people = await stack.enter_async_context(AsyncExitStack())
        yield Office(service, found[1], browser, admin, people)


async def first(address: str, link: str, user: str) -> httpx.AsyncClient:
    """Somebody opens his one-time link and sets his password."""
    client = httpx.AsyncClient(base_url=address, headers={"origin": address, "x-test-user": user}, trust_env=False)
    reply = await client.post(
        "/api/v1/first", json={"link": link, "user": user, "name": user.title(), "password": PASSWORD}
    )
    assert reply.status_code == 200, reply.text
    client.headers["X-CSRF-Token"] = reply.json()["csrf"]
    return client


def _settings(folder: Path, plan: str, more: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    return switch_settings(folder, f"[speech]\non = false\n{more}")


async def _link(service: ServiceProcess) -> re.Match[str]:
    """It is printed just after the words that it is ready."""
    await until(lambda: LINK.search(service.told), 5, "the one-time link")
    found = LINK.search(service.told)
    assert found
    return found
