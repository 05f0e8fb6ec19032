"""A team leader at the floor, against the real service and a real Asterisk: he sees a talk, listens, whispers, takes over."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page

from console.roles import Role
from tests.browser.ears import page_hears_something, phone_hears
from tests.browser.looking import axe, faults, pictures
from tests.browser.office import Desk, Office
from tests.browser.plan import LINE
from tests.waiting import patient

pytestmark = [
    pytest.mark.asterisk,
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(120),
]
CALLER, AGENT, LEADER = 1000, 700, 440
"""Hz of their voices; the leader's is the microphone of his page."""


async def at(page: Page, state: str) -> None:
    """Wait until the leader's phone shows this state."""
    await page.locator(f"section[data-state={state}]").wait_for()


async def opened(desk: Desk, person: str) -> None:
    """The panel of the call that this person has."""
    await desk.page.locator(f"[data-person='{person}']").click()
    await desk.page.get_by_role("button", name="Show his call").click()
    await desk.page.get_by_role("button", name="Listen").wait_for()


async def test_a_leader_listens_whispers_and_takes_over(office: Office, tmp_path: Path) -> None:
    desk = await office.desk(Role.LEADER, person="1002", path="/floor", viewport={"width": 1440, "height": 900})
    page = desk.page
    await at(page, "ready")
    async with office.phone("1001") as seat, office.phone("caller1") as caller:
        await seat.register()
        call = await caller.call(LINE)
        agent = await seat.next_call(within=patient(15))
        await agent.answer()
        call.tone(CALLER)
        agent.tone(AGENT)
        await phone_hears(agent, CALLER)
        await phone_hears(call, AGENT)

        await opened(desk, "1001")
        await page.get_by_role("button", name="Listen").click()
        await at(page, "ringing")
        await page.locator("section[data-state]").get_by_role("button", name="Answer", exact=True).click()
        await at(page, "talking")
        await page.get_by_text("You listen.").wait_for()
        await page.locator("[data-person='1001'] [data-aside][title$=': listens']").wait_for()
        await page_hears_something(page)
        await phone_hears(call, AGENT)
        await phone_hears(agent, CALLER)
        await page.evaluate(axe())
        wrong = await faults(page)
        await page.screenshot(path=pictures(tmp_path) / "floor-listening.png")

        agent.hush()
        call.hush()
        await page.get_by_role("button", name="Whisper").click()
        await page.get_by_text("You whisper to the agent.").wait_for()
        await page.locator("[data-person='1001'] [data-aside][title$=': whispers']").wait_for()
        await phone_hears(agent, LEADER)
        await phone_hears(call, 0)

        await page.get_by_role("button", name="Take over").click()
        await phone_hears(call, LEADER)
        await agent.ended(within=patient(10))
        noted = (await office.admin.get("/api/v1/audit")).json()["lines"]
        assert {"call.listen", "call.whisper", "call.take_over"} <= {each["what"] for each in noted}
        await call.hang_up()
    await at(page, "ready")
    assert not wrong
    assert not desk.complaints
