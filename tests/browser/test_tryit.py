"""Trying the hotline from a page: what callers hear is heard, keys work, and nothing else can be dialled."""

from __future__ import annotations

import pytest

from console.roles import Role
from tests.browser.ears import page_hears_something
from tests.browser.office import Office
from tests.browser.plan import MENU

pytestmark = [
    pytest.mark.asterisk,
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(60),
]


async def test_a_newcomer_hears_the_greeting_and_chooses(office: Office) -> None:
    desk = await office.desk(Role.ADMIN, path="/try")
    page = desk.page
    await page.get_by_label("Number to call").select_option(MENU)
    await page.get_by_role("button", name=f"Call {MENU}").click()
    await page.locator("div[data-state=talking]").wait_for()
    await page_hears_something(page)
    await page.get_by_role("button", name="1", exact=True).click()
    await page.get_by_text("chose 1 in welcome").wait_for()
    await page.get_by_text("waits in help").wait_for()
    await page.get_by_role("button", name="Hang up").click()
    await page.get_by_text("ended by the caller").wait_for()
    await page.locator("div[data-state=ready]").wait_for()
    assert not desk.complaints
