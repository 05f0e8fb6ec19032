"""Every page of the console, what may be seen of it, and axe, which judges it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Page
from playwright.async_api import TimeoutError as PlaywrightTimeout

from tests.asterisk.conftest import CHECKOUT
from tests.waiting import patient

ROUTE = re.compile(r'\{ path: "([^"]+)", name: "([^"]+)", action: (null|"\w+")(.*)\},')
SIZES = {"desk": (1280, 800), "tablet": (834, 1112), "phone": (390, 844)}
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SETTLED = """() => {
  const main = document.querySelector("main");
  return document.title !== "hotline" && main && main.childElementCount > 0
    && !document.querySelector("[aria-busy=true], [role=progressbar]:not([aria-valuenow])");
}"""
JUDGED = """async ([rules]) => {
  const told = await axe.run(document, { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] });
  return told.violations.map(({ id, help, nodes }) => `${id}: ${help}: `
    + nodes.slice(0, 3).map((node) => node.target.join(" ") + " " + (node.any[0]?.message ?? node.failureSummary)).join(" | "));
}"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True)
class Sight:
    """One page: its path, and the name of its pictures."""

    path: str
    open: bool

    @property
    def name(self) -> str:
        """As a file is called."""
        return self.path.strip("/").replace("/", "-") or "home"


def sights() -> list[Sight]:
    """Every page of routes.ts that needs no id, as an admin sees it."""
    text = (CHECKOUT / "console/web/src/routes.ts").read_text("utf-8")
    found = ROUTE.findall(text)
    assert len(found) == text.count("{ path:"), "a route of routes.ts is not written on one line"
    return [Sight(path, "open: true" in rest) for path, _, _, rest in found if ":" not in path]


def axe() -> str:
    """Its source; it is a package of the pages."""
    return (CHECKOUT / "console/web/node_modules/axe-core/axe.min.js").read_text("utf-8")


async def settled(page: Page) -> str:
    """Waits until the page is drawn and waits for nothing; else says what it still does."""
    try:
        await page.wait_for_function(SETTLED, timeout=patient(5) * 1000)
    except PlaywrightTimeout:
        return f"it is never ready: {await page.locator('body').inner_text()}"[:300]
    return ""


async def look(page: Page, theme: str, size: str) -> None:
    """This theme and this size, without loading anew. Nothing moves: axe would measure a colour half way."""
    width, height = SIZES[size]
    await page.set_viewport_size({"width": width, "height": height})
    await page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    await page.evaluate("() => Promise.allSettled(document.getAnimations().map((one) => one.finished))")


async def faults(page: Page) -> list[str]:
    """What axe finds, and whether one must scroll sideways."""
    found: list[str] = await page.evaluate(JUDGED, [list(RULES)])
    wider: Any = await page.evaluate(WIDER)
    return found + ([f"the page is {wider} pixels too wide"] if wider > 0 else [])


def pictures(folder: Path) -> Path:
    """Where pictures go: into the docs when HOTLINE_PICTURES=docs, else nowhere that stays."""
    wanted = CHECKOUT / "docs/pictures/console" if os.environ.get("HOTLINE_PICTURES") == "docs" else folder
    wanted.mkdir(parents=True, exist_ok=True)
    return wanted
