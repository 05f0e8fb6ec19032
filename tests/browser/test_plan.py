"""An admin breaks the plan and is stopped, mends it, sees what changes, publishes; the next real call hears it; he rolls back."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from console.roles import Role
from tests.browser.office import Office
from tests.browser.plan import MENU
from tests.waiting import patient, until_told

pytestmark = [
    pytest.mark.asterisk,
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(180),
]
LINE = "    - say: {prompt: greeting, barge_in: yes}\n"


async def typed(page: Page, now: str, wanted: str) -> None:
    """Write another line in place of the one with this text."""
    await page.locator(".cm-line", has_text=now).click(click_count=3)
    await page.keyboard.insert_text(wanted)


async def heard(office: Office) -> str:
    """What the record of a real call has, that was made now."""
    known = await calls(office)
    async with office.phone("caller1") as phone:
        call = await phone.call(MENU)
        await call.outcome(within=patient(10))
        assert await call.recorded(0.5)
        await call.hang_up()
    return await ended(office, known)


async def ended(office: Office, known: list[str]) -> str:
    """The record of the call that was not known, once it is over."""
    records = [""]

    async def over() -> bool:
        new = set(await calls(office)) - set(known)
        records.extend([(await office.admin.get(f"/api/v1/calls/{call}")).text for call in new])
        return '"kind":"Ended"' in records[-1]

    await until_told(over, 20, "the end of the call in its record")
    return records[-1]


async def calls(office: Office) -> list[str]:
    page = (await office.admin.get("/api/v1/calls")).raise_for_status().json()
    return [each["id"] if "id" in each else each["call"] for each in page["calls"]]


def expected(complaint: str) -> bool:
    """A draft with mistakes is answered by 422; and Chromium tries to keep the colours of text that is typed over, in vain."""
    return "422" in complaint or "Applying inline style" in complaint


async def test_break_mend_publish_call_roll_back(office: Office) -> None:
    desk = await office.desk(Role.ADMIN, path="/plan")
    page = desk.page
    await page.locator("g.node").first.wait_for(timeout=patient(40) * 1000)

    await typed(page, "prompt: greeting", LINE.replace("say", "says"))
    bar = page.get_by_role("region", name="Draft, not published")
    await expect(bar.get_by_text("plan.yaml:8")).to_be_visible()
    await expect(page.locator(".cm-lintRange-error").first).to_be_visible()
    await expect(bar.get_by_role("button", name="Publish")).to_be_disabled()

    await typed(page, "prompt: greeting", LINE.replace("greeting", "goodbye"))
    await expect(bar.get_by_text("1 change")).to_be_visible()
    await bar.get_by_role("button", name="Publish").click()
    dialog = page.get_by_role("dialog", name="Publish the dialplan")
    await expect(dialog.get_by_text("step 1 (say): prompts greeting -> goodbye")).to_be_visible()
    await dialog.get_by_label("Message").fill("say goodbye first")
    await dialog.get_by_role("button", name="Publish").click()
    await expect(page.get_by_text("version 2", exact=True)).to_be_visible()
    assert '"prompt":"goodbye"' in await heard(office)

    await page.get_by_role("button", name="History").click()
    history = page.get_by_role("dialog", name="History")
    await history.get_by_role("button", name="v1").click()
    await history.get_by_role("button", name="Go back to version 1").click()
    await expect(page.get_by_text("version 1", exact=True)).to_be_visible()
    assert '"prompt":"greeting"' in await heard(office)
    assert not [each for each in desk.complaints if not expected(each)]
