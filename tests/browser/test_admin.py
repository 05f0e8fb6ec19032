"""An admin at his forms: a person, a switch, a recording, the files of the plan; each is looked for behind the page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from console.roles import Role
from tests.browser.lived_in import PLAN as SHOP
from tests.browser.machine import write_voice
from tests.browser.office import Office

pytestmark = [
    pytest.mark.asterisk,
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(120),
]
COMMENT = "# two of us know complaints best"
MAIN = "plan.yaml"


@pytest.fixture(scope="module")
def plan() -> str:
    begun = SHOP.replace("  welcome:\n", "  welcome:\n    - notice: {name: storm, prompt: goodbye}\n")
    return begun.replace('  "1002":', f'  {COMMENT}\n  "1002":')


async def texts(office: Office) -> dict[str, str]:
    """The files that calls begin on."""
    told: dict[str, Any] = (await office.admin.get("/api/v1/plan")).raise_for_status().json()
    found: dict[str, str] = told["plan"]["texts"]
    return found


async def published(page: Page, version: int) -> None:
    """The draft goes live."""
    bar = page.get_by_role("region", name="Draft, not published")
    await expect(bar.get_by_text(re.compile("[0-9] change"))).to_be_visible()
    await bar.get_by_role("button", name="Publish").click()
    dialog = page.get_by_role("dialog", name="Publish the dialplan")
    await dialog.get_by_label("Message").fill(f"version {version}")
    await dialog.get_by_role("button", name="Publish").click()
    await expect(dialog).to_be_hidden()
    await expect(bar).to_be_hidden()


async def test_a_person_is_edited_and_comments_stay(office: Office) -> None:
    before, desk = (await texts(office))[MAIN], await office.desk(Role.ADMIN, path="/organisation")
    page = desk.page
    await page.get_by_role("row", name="1002").click()
    form = page.get_by_role("dialog", name="1002")
    await form.get_by_label("Name", exact=True).fill("陈小宇")
    await form.get_by_role("button", name="Keep in the draft").click()
    await expect(form).to_be_hidden()
    await published(page, 2)
    after = (await texts(office))[MAIN]
    assert after == before.replace("陈宇", "陈小宇")
    assert COMMENT in after
    people = (await office.admin.get("/api/v1/people")).raise_for_status().json()
    assert "陈小宇" in {each["name"] for each in people}
    assert not desk.complaints


async def test_an_announcement_is_switched_on_and_off_again(office: Office) -> None:
    desk = await office.desk(Role.LEADER, path="/hours")
    notice = desk.page.get_by_role("group", name="notice.storm")

    async def stands(stand: str) -> None:
        found = (await office.admin.get("/api/v1/switches")).raise_for_status().json()
        assert [each["stand"] for each in found if each["name"] == "notice.storm"] == [stand]

    await notice.get_by_role("button", name="On", exact=True).click()
    await desk.page.locator("form.ask").get_by_role("button", name="On", exact=True).click()
    await expect(desk.page.get_by_text("heard now")).to_be_visible()
    await stands("on")
    await notice.get_by_role("button", name="As planned").click()
    await expect(notice.get_by_role("button", name="As planned")).to_have_attribute("aria-pressed", "true")
    await stands("auto")
    assert not desk.complaints


async def test_a_recording_of_ones_own_is_uploaded_and_heard(office: Office, tmp_path: Path) -> None:
    voice, desk = write_voice(tmp_path / "greeting.wav", seconds=2.5), await office.desk(Role.ADMIN, path="/prompts")
    page, sound = desk.page, "/api/v1/prompts/greeting/en/sound"
    shipped = (await office.admin.get(sound)).raise_for_status().content
    await page.get_by_label("Upload greeting en").set_input_files(voice)
    row = page.locator("li", has=page.get_by_label("Upload greeting en"))
    await expect(row.get_by_text("own recording")).to_be_visible()
    await row.get_by_role("button", name="Play greeting en").click()
    await page.wait_for_function("() => document.querySelector('audio').currentTime > 0.2")
    assert (await office.admin.get(sound)).raise_for_status().content != shipped
    await row.get_by_role("button", name="Back to the shipped one greeting en").click()
    await expect(row.get_by_text("own recording")).to_be_hidden()
    assert (await office.admin.get(sound)).raise_for_status().content == shipped
    assert not desk.complaints


async def test_a_file_is_added_published_and_removed(office: Office) -> None:
    desk = await office.desk(Role.ADMIN, path="/plan")
    page = desk.page
    files = page.get_by_role("tablist", name="Files")
    await page.get_by_role("button", name="Add a file").click()
    dialog = page.get_by_role("dialog", name="Add a file")
    await dialog.get_by_label("Name of the file").fill("night.yml ")
    await dialog.get_by_role("button", name="Add a file").click()
    await expect(files.get_by_role("tab", name="night.yml")).to_have_attribute("aria-selected", "true")
    await page.get_by_label("Editor, night.yml").click()
    await page.keyboard.insert_text('agents: {"1009": {skills: {wealth: 5}}}\n')
    await files.get_by_role("tab", name=MAIN).click()
    await page.locator(".cm-line", has_text="The hotline of a shop").click(click_count=3)
    await page.keyboard.insert_text("include: [night.yml]\n")
    await published(page, 3)
    assert set(await texts(office)) == {MAIN, "night.yml"}

    await files.get_by_role("tab", name="night.yml").click()
    await page.get_by_role("button", name="Remove night.yml").click()
    await page.get_by_role("dialog").get_by_role("button", name="Remove night.yml").click()
    await expect(files.get_by_role("tab", name="night.yml")).to_have_count(0)
    await page.locator(".cm-line", has_text="include:").click(click_count=3)
    await page.keyboard.press("Delete")
    await published(page, 4)
    assert set(await texts(office)) == {MAIN}
    assert not [each for each in desk.complaints if "422" not in each and "Applying inline style" not in each]
