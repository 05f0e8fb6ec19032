"""An agent's phone in the browser, against the real service and a real Asterisk: sound is measured at both ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Page

from console.roles import Role
from telephony.phones.call import PhoneCall
from tests.browser.ears import page_hears, phone_hears, phone_hears_something
from tests.browser.office import Desk, Office
from tests.browser.plan import LINE

pytestmark = [
    pytest.mark.asterisk,
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(60),
]
CALLER = 1000
"""Hz of a caller's voice."""


@asynccontextmanager
async def ready(office: Office, seat: str = "1001") -> AsyncIterator[Desk]:
    """An agent whose page has registered, and who is there for callers."""
    desk = await office.desk(Role.AGENT, person=seat)
    await at(desk.page, "ready")
    yield desk
    assert not desk.complaints


async def at(page: Page, state: str) -> None:
    """Wait until the phone shows this state."""
    await page.locator(f"section[data-state={state}]").wait_for()


@asynccontextmanager
async def talking(office: Office, desk: Desk, caller: str = "caller1") -> AsyncIterator[PhoneCall]:
    """A caller is queued, offered, answered by a click, and both hear each other."""
    async with office.phone(caller) as phone:
        call = await phone.call(LINE)
        await at(desk.page, "ringing")
        await press(desk.page, "Answer")
        await at(desk.page, "talking")
        call.tone(CALLER)
        await phone_hears(call)
        await page_hears(desk.page, CALLER)
        yield call


async def press(page: Page, name: str) -> None:
    """Click one of the phone's buttons."""
    await page.locator("section[data-state]").get_by_role("button", name=name, exact=True).click()


async def test_a_caller_is_answered_held_muted_and_heard(office: Office) -> None:
    async with ready(office) as desk, talking(office, desk) as call:
        page = desk.page
        await press(page, "Hold")
        await at(page, "held")
        await phone_hears_something(call)
        await press(page, "Resume")
        await at(page, "talking")
        await phone_hears(call)
        await page_hears(page, CALLER)
        await press(page, "Mute")
        await phone_hears(call, 0)
        await press(page, "Mute")
        await phone_hears(call)
        await page.keyboard.press("Alt+6")
        for key in "15#":
            await page.get_by_role("button", name=key, exact=True).click()
        assert await call.digits_heard(3, within=10) == "15#"
        await press(page, "Hang up")
        await call.ended(within=20)
        await at(page, "ready")
