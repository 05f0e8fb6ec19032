"""Callbacks and contacts, as people of the day use them: each thing is looked for behind the page."""

from __future__ import annotations

import time

import pytest
from playwright.async_api import expect

from console.roles import Role
from tests.browser.lived_in import PLAN as SHOP
from tests.browser.lived_in import remember
from tests.browser.office import Office
from tests.waiting import patient

pytestmark = [
    pytest.mark.asterisk,
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(120),
]
CUSTOMER = "13911112222"
AT_ONCE = 3.0
"""Seconds; the page asks by itself every thirty."""


@pytest.fixture(scope="module")
def plan() -> str:
    return SHOP


async def asked(office: Office) -> str:
    """A callback for later today; its id."""
    wish = {"number": CUSTOMER, "name": "Wang Fang", "queue": "orders", "at": time.time() + 3600}
    kept = (await office.admin.post("/api/v1/callbacks", json=wish)).raise_for_status().json()
    return str(kept["id"])


async def test_a_callback_is_cancelled(office: Office) -> None:
    desk = await office.desk(Role.LEADER, path="/callbacks")
    page = desk.page
    await expect(page.get_by_text("Nobody waits to be called back")).to_be_visible()
    kept = await asked(office)
    row = page.locator("li", has_text="Wang Fang")
    await expect(row).to_be_visible(timeout=AT_ONCE * patient(1) * 1000)
    await row.get_by_role("button", name="Cancel the callback").click()
    await expect(row).to_have_count(0)
    assert (await office.admin.get("/api/v1/callbacks")).json() == []
    noted = (await office.admin.get("/api/v1/audit")).json()["lines"]
    assert ("callback.cancel", kept) in {(each["what"], each["of"]) for each in noted}
    assert not desk.complaints


async def test_one_put_off_by_a_colleague_is_seen_at_once(office: Office) -> None:
    kept, desk = await asked(office), await office.desk(Role.LEADER, path="/callbacks")
    row = desk.page.locator("li", has_text="Wang Fang")
    before = await row.inner_text()
    body = {"at": time.time() + 7200}
    (await office.admin.patch(f"/api/v1/callbacks/{kept}", json=body)).raise_for_status()
    await expect(row).not_to_have_text(before, use_inner_text=True, timeout=AT_ONCE * patient(1) * 1000)
    (await office.admin.delete(f"/api/v1/callbacks/{kept}")).raise_for_status()
    await expect(row).to_have_count(0, timeout=AT_ONCE * patient(1) * 1000)


async def test_a_caller_is_found_and_his_card_opened(office: Office) -> None:
    await remember(office)
    desk = await office.desk(Role.LEADER, path="/contacts")
    page = desk.page
    await page.get_by_role("searchbox").fill("1380000")
    found = page.locator("ul.found a").first
    number = await found.locator(".num").first.inner_text()
    assert number.startswith("1380000")
    await found.click()
    await page.wait_for_url("**/contacts/*")
    await expect(page.locator("main")).to_contain_text(number)
    await expect(page.get_by_role("region", name="Earlier calls")).to_be_visible()
    assert not desk.complaints
