"""A real Chromium in the console's bench: how soon it shows what happened, how busy it is, how long the first page takes."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.bench.console_viewers import Entry
from service.bench.ground import NoGround

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
)
WIDTH, HEIGHT = 1920, 1080
WATCH = """() => {
  window.__shown = [];
  const seen = new Set();
  new MutationObserver((records) => {
    for (const record of records) {
      const stamp = Number(record.target.dataset?.stamp);
      const key = record.target.dataset?.person + record.target.dataset?.stamp;
      if (!stamp || seen.has(key)) continue;
      seen.add(key);
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => window.__shown.push(performance.timeOrigin + performance.now() - stamp * 1000);
        channel.port2.postMessage(0);
      });
    }
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-stamp"] });
}"""
"""From the stamp in a row to the task after the frame in which it was drawn: the pixels are out by then."""


@dataclass(frozen=True, slots=True)
class Shown:
    """`milliseconds` from the event to its pixels, of each change in sight; `busy`: the share of the main thread."""

    milliseconds: tuple[float, ...]
    busy: float
    script: float
    layout: float

    @property
    def median(self) -> float | None:
        """Of all of them."""
        return statistics.median(self.milliseconds) if self.milliseconds else None


@dataclass(frozen=True, slots=True)
class FirstLoad:
    """Bytes as they came over the wire, and milliseconds until the page stood."""

    bytes: int
    milliseconds: float


def chromium() -> str:
    """Its program. Raises NoGround."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise NoGround("there is no Chromium", "install it: apt-get install chromium")


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Chromium without a window. Raises NoGround."""
    try:
        from playwright.async_api import async_playwright
    except ImportError:
        raise NoGround("Playwright is not installed", "install it: pip install playwright") from None
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        try:
            yield opened
        finally:
            await opened.close()


async def visitor(browser: Browser, entry: Entry) -> BrowserContext:
    """A fresh profile, with nothing cached, in which somebody has signed in."""
    context = await browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="zh-CN")
    cookie: Any = {"name": "hotline_session", "value": entry.cookie, "url": entry.address}
    await context.add_cookies([cookie])
    return context


async def first_load(browser: Browser, entry: Entry, path: str, stands: str) -> FirstLoad:
    """Load a page with nothing cached, until this part of it is there. The live stream itself does not count."""
    context = await visitor(browser, entry)
    page = await context.new_page()
    network = await context.new_cdp_session(page)
    await network.send("Network.enable")
    sizes: dict[str, int] = {}
    paths: dict[str, str] = {}
    network.on("Network.requestWillBeSent", lambda sent: paths.update({sent["requestId"]: sent["request"]["url"]}))
    network.on(
        "Network.loadingFinished", lambda done: sizes.update({done["requestId"]: int(done["encodedDataLength"])})
    )
    began = time.perf_counter()
    await page.goto(entry.address + path, wait_until="commit")
    await page.wait_for_selector(stands, timeout=60_000)
    took = (time.perf_counter() - began) * 1000
    await page.wait_for_timeout(500)
    await context.close()
    return FirstLoad(sum(size for key, size in sizes.items() if "/api/v1/live" not in paths.get(key, "")), took)


async def watch(browser: Browser, entry: Entry, seconds: float) -> Shown:
    """Look at the floor for so long while it moves."""
    context = await visitor(browser, entry)
    page = await context.new_page()
    await page.goto(entry.address + "/floor")
    await page.wait_for_selector("[data-person]", timeout=60_000)
    await page.wait_for_timeout(3000)
    found = await _measured(context, page, seconds)
    await context.close()
    return found


async def _measured(context: BrowserContext, page: Page, seconds: float) -> Shown:
    session = await context.new_cdp_session(page)
    await session.send("Performance.enable", {"timeDomain": "timeTicks"})
    await page.evaluate(WATCH)
    before = _metrics(await session.send("Performance.getMetrics"))
    await page.wait_for_timeout(seconds * 1000)
    after = _metrics(await session.send("Performance.getMetrics"))
    shown = await page.evaluate("() => window.__shown")
    wall = after["Timestamp"] - before["Timestamp"]

    def share(name: str) -> float:
        return (after[name] - before[name]) / wall

    return Shown(tuple(shown), share("TaskDuration"), share("ScriptDuration"), share("LayoutDuration"))


def _metrics(told: Any) -> dict[str, float]:
    return {each["name"]: float(each["value"]) for each in told["metrics"]}
