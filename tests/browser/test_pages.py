"""Every page at three sizes, in both themes and both languages: axe finds nothing, nothing comes from elsewhere, no errors."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, Request, expect

from console.roles import Role
from tests.browser.lived_in import PLAN, going_on, kept, remember
from tests.browser.looking import SIZES, Sight, axe, faults, look, pictures, settled, sights
from tests.browser.office import PASSWORD, Desk, Office
from tests.waiting import patient

pytestmark = [
    pytest.mark.asterisk,
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(300),
]
VIEWS = {"zh": ("light", "dark", "light"), "en": ("dark", "light", "dark")}
UNSHOWN = {"/settings"}
"""No picture: its folders are those of the machine on which it was taken."""
FIRST_LOAD = 300_000
"""Bytes."""
SHOWN = {"zh": "light", "en": "dark"}
"""Of each page one picture in each language."""


def strangers_of(desk: Desk, address: str) -> list[str]:
    """Grows by every request that goes elsewhere."""
    found: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((address, address.replace("http", "ws", 1), "data:", "blob:")):
            found.append(request.url)

    desk.page.on("request", asked)
    return found


@pytest.fixture(scope="module")
def plan() -> str:
    """The dialplan of the pictures."""
    return PLAN


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lived(office: Office) -> AsyncIterator[Office]:
    """The office in the middle of its day."""
    await remember(office)
    await kept(office)
    async with going_on(office):
        yield office


async def begun(page: Page, sight: Sight) -> None:
    """What somebody does first on this page, so that there is something to see."""
    if sight.path == "/contacts":
        await page.get_by_role("searchbox").fill("13800")
        await page.locator("main").get_by_text("13800").first.wait_for()
    if sight.path == "/plan":
        await page.locator("g.node").first.wait_for(timeout=patient(40) * 1000)
    if sight.path == "/floor":
        await page.locator("[data-person]").first.wait_for()


async def judged(page: Page, sight: Sight, locale: str) -> list[str]:
    """Everything that is wrong with the page that stands there. Both languages together see each size in both themes."""
    wrong: list[str] = []
    for size, theme in zip(SIZES, VIEWS[locale], strict=True):
        await look(page, theme, size)
        wrong += [f"{sight.path} {size} {theme}: {one}" for one in await faults(page)]
    return wrong


@pytest.mark.parametrize("locale", ["zh", "en"])
async def test_every_page(lived: Office, locale: str, tmp_path: Path) -> None:
    office = lived
    desk = await office.desk(Role.ADMIN, person="1002", locale=locale, path="/account", reduced_motion="reduce")
    strangers, folder, wrong, judge = strangers_of(desk, office.address), pictures(tmp_path), list[str](), axe()
    for sight in (each for each in sights() if not each.open):
        await desk.page.goto(sight.path)
        if lack := await settled(desk.page):
            wrong.append(f"{sight.path}: {lack}")
        await begun(desk.page, sight)
        await desk.page.evaluate(judge)
        wrong += await judged(desk.page, sight, locale)
        await look(desk.page, SHOWN[locale], "desk")
        if sight.path not in UNSHOWN:
            await desk.page.screenshot(path=folder / f"{sight.name}-{locale}.png")
    wrong += await one_call(desk.page, folder, locale)
    assert not wrong, "\n".join(wrong)
    assert not desk.complaints
    assert not strangers


async def one_call(page: Page, folder: Path, locale: str) -> list[str]:
    """The story of one call, and the caller's card."""
    await page.goto("/calls")
    await page.locator("main tbody tr").last.click()
    await page.wait_for_url("**/calls/*")
    lack = await settled(page)
    await look(page, SHOWN[locale], "desk")
    await page.screenshot(path=folder / f"call-{locale}.png")
    return [lack] if lack else []


@pytest.mark.parametrize("locale", ["zh", "en"])
async def test_the_pages_before_the_sign_in(office: Office, locale: str, tmp_path: Path) -> None:
    context = await office.browser.new_context(base_url=office.address, reduced_motion="reduce")
    async with context:
        await context.add_init_script(f"localStorage.setItem('hotline.lang', '{locale}')")
        page, folder, wrong = await context.new_page(), pictures(tmp_path), list[str]()
        for sight in (each for each in sights() if each.open and each.path != "/m"):
            await page.goto(sight.path)
            await page.wait_for_selector("main h1")
            await page.evaluate(axe())
            wrong += await judged(page, sight, locale)
            await look(page, SHOWN[locale], "desk")
            await page.screenshot(path=folder / f"{sight.name}-{locale}.png")
    assert not wrong, "\n".join(wrong)


async def test_in_by_the_link_out_and_in_again(office: Office) -> None:
    made = await office.admin.post(
        "/api/v1/accounts", json={"user": "wang.fang", "name": "Wang Fang", "roles": ["leader"], "locale": "en"}
    )
    link = made.raise_for_status().json()["link"]["address"]
    async with await office.browser.new_context(base_url=office.address, locale="en") as context:
        await context.add_init_script("localStorage.setItem('hotline.lang', 'en')")
        page = await context.new_page()
        await page.goto(link)
        await page.get_by_label("New password").fill(PASSWORD)
        await page.get_by_label("Once more").fill(PASSWORD)
        assert "#" not in page.url, "the link's secret stays in the address"
        await page.get_by_role("button", name="Set and enter").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Wang Fang")
        await signed_out_comes_back(page)
        await page.goto(link)
        await expect(page.get_by_text("This link does not work")).to_be_visible()


async def signed_out_comes_back(page: Page) -> None:
    """The session ends elsewhere; the next thing that is asked leads to the sign-in, and from there back."""
    await page.context.clear_cookies()
    await page.goto("/account")
    await page.get_by_label("User name").fill("wang.fang")
    await page.get_by_label("Password").fill("something else")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_text("User name or password is wrong.")).to_be_visible()
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", name="My account")).to_be_visible()
    assert page.url.endswith("/account")


async def test_a_page_by_the_keyboard_alone(office: Office) -> None:
    page = (await office.desk(Role.ADMIN)).page
    assert not await settled(page)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()
    await page.keyboard.press("Control+k")
    await page.keyboard.type("audit")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Audit log")).to_be_visible()
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("g")
    await page.keyboard.press("a")
    await expect(page.get_by_role("heading", name="Accounts")).to_be_visible()


async def test_what_one_may_not_is_neither_shown_nor_opened(office: Office) -> None:
    page = (await office.desk(Role.AGENT, person="1003")).page
    assert not await settled(page)
    assert await page.get_by_role("link", name="Accounts").count() == 0
    await page.goto("/accounts")
    await expect(page.get_by_text("You may not open this page")).to_be_visible()


async def test_the_service_goes_away_and_the_page_says_so(office: Office) -> None:
    page = (await office.desk(Role.ADMIN, path="/accounts")).page
    assert not await settled(page)
    await page.context.set_offline(True)
    await expect(page.get_by_text("The service does not answer").first).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.get_by_text("The service does not answer")).to_have_count(0)


async def test_the_first_load_is_small(office: Office) -> None:
    """What really goes over the wire, from nothing to an agent's home page with his phone."""
    desk = await office.desk(Role.AGENT, person="1003", path="/icon.svg")
    wire, sizes = await desk.context.new_cdp_session(desk.page), list[float]()
    await wire.send("Network.enable")
    await wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    await desk.page.goto("/")
    assert not await settled(desk.page)
    await expect(desk.page.locator("section[data-state=ready]")).to_be_visible()
    assert 30_000 < sum(sizes) < FIRST_LOAD
