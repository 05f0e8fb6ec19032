"""An agent's phone in the browser, against the real service and a real Asterisk: sound is measured at both ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from playwright.async_api import Error, Page

from console.roles import Role
from telephony.phones.call import PhoneCall
from telephony.phones.phone import Phone
from tests.asterisk.centre import eventually
from tests.browser.ears import page_hears, page_hears_something, phone_hears, phone_hears_something
from tests.browser.machine import VOICE
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


@asynccontextmanager
async def colleague(office: Office, seat: str = "1002") -> AsyncIterator[Phone]:
    """A colleague at his desk phone."""
    async with office.phone(seat) as phone:
        await phone.register()
        yield phone


async def send_to(page: Page, seat: str, how: str) -> None:
    """Unfold the transfer, write a seat and choose."""
    await page.keyboard.press("Alt+5")
    await page.get_by_label("A colleague's seat, or a number").fill(seat)
    await press(page, how)


async def test_a_caller_is_sent_to_a_colleague(office: Office) -> None:
    async with ready(office) as desk, talking(office, desk) as call, colleague(office) as phone:
        await send_to(desk.page, "1002", "Transfer now")
        taken = await phone.next_call(within=20)
        await at(desk.page, "ready")
        await taken.answer()
        taken.tone(700)
        await phone_hears(call, 700)
        await phone_hears(taken, CALLER)
        await call.hang_up()
        await taken.ended(within=20)


async def test_a_colleague_is_asked_and_given_the_caller(office: Office) -> None:
    async with ready(office) as desk, talking(office, desk) as call, colleague(office) as phone:
        page = desk.page
        await send_to(page, "1002", "Ask first")
        taken = await phone.next_call(within=20)
        await at(page, "held")
        await taken.answer()
        taken.tone(700)
        await page_hears(page, 700)
        await phone_hears(taken)
        await press(page, "Join them")
        await phone_hears(call, 700)
        await phone_hears(taken, CALLER)
        await at(page, "ready")
        await taken.hang_up()
        await call.ended(within=20)


async def test_a_line_that_breaks_in_a_call_loses_neither_sound_nor_the_end(office: Office) -> None:
    async with ready(office) as desk, talking(office, desk) as call:
        page = desk.page
        await page.evaluate("window.sockets.at(-1).close()")
        await page.locator("section[data-state=talking]").wait_for()
        await eventually(lambda: page.evaluate("window.sockets.length > 1"), 10, "a new line")
        await phone_hears(call)
        await page_hears(page, CALLER)
        await at(page, "talking")
        await call.hang_up()
        await at(page, "ready")


async def test_a_page_that_dies_leaves_nobody_in_silence(office: Office) -> None:
    async with ready(office) as desk, talking(office, desk) as call:
        session = await desk.context.new_cdp_session(desk.page)
        with suppress(Error, TimeoutError):
            # Nobody is left to answer it.
            await asyncio.wait_for(session.send("Page.crash"), 0.5)
        await phone_hears(call, 0)
        await phone_hears_something(call, within=10)
        await call.ended(within=20)


async def test_the_newest_tab_may_take_the_phone(office: Office) -> None:
    async with ready(office) as desk:
        second = await desk.context.new_page()
        await second.goto("/")
        await at(second, "elsewhere")
        await second.get_by_role("button", name="Use it in this tab").click()
        await at(second, "ready")
        await at(desk.page, "elsewhere")
        await second.close()
        await at(desk.page, "ready")


async def test_the_browser_rings_where_it_is_and_else_the_desk_phone(office: Office) -> None:
    async with ready(office) as desk, colleague(office, "1001") as own, office.phone("caller2") as caller:
        page = desk.page
        call = await caller.call(LINE)
        await at(page, "ringing")
        await press(page, "Answer")
        await at(page, "talking")
        await call.hang_up()
        await at(page, "ready")
        await press(page, "Phone settings")
        await page.get_by_role("switch", name="Use the desk phone").click()
        await page.get_by_text("The desk phone is used").wait_for()
        again = await caller.call(LINE)
        taken = await own.next_call(within=20)
        await taken.answer()
        taken.tone(700)
        await phone_hears(again, 700)
        await taken.hang_up()
        await again.ended(within=20)


async def test_his_own_echo_and_a_star_code(office: Office) -> None:
    async with ready(office) as desk:
        page = desk.page
        await press(page, "Phone settings")
        await page.get_by_role("button", name="Echo test").click()
        await at(page, "talking")
        await page_hears(page, VOICE)
        await press(page, "Hang up")
        await at(page, "ready")
        await page.get_by_label("Seat or number").fill("*2")
        await press(page, "Call")
        await at(page, "talking")
        await page_hears_something(page)
        await at(page, "ready")
