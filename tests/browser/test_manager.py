"""A manager on the road, against the real service and a real Asterisk: the link comes with the call, and the page takes it."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from telephony.embedded.keys import open_keys
from telephony.phones.account import Account
from telephony.phones.phone import Phone
from tests.asterisk.conftest import HERE
from tests.browser.ears import phone_hears
from tests.browser.looking import axe, faults, look, pictures
from tests.browser.office import NATURAL, Office
from tests.waiting import patient, until

pytestmark = [
    pytest.mark.asterisk,
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(120),
]
HOTLINE, MANAGER = "95107", "13900001111"
SAID, ANSWERED = 660, 880
PHONE_SIZE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def plan() -> str:
    return f"""
numbers: {{"{HOTLINE}": wealth}}
languages: [en, zh]
flows:
  wealth:
    - enqueue: {{queue: wealth, manager: boss, after: farewell}}
  farewell:
    - hang_up: {{say: goodbye}}
queues:
  wealth: {{skill: {{wealth: 5}}}}
managers:
  boss: {{name: Lin, phone: "{MANAGER}", skills: {{wealth: 9}}, ring: 40s, at_most: 9 a day}}
"""


@pytest.fixture(scope="module")
def gateway() -> Iterator[socket.socket]:
    """Where the SMS gateway listens: known before the service starts."""
    with socket.create_server((HERE, 0)) as listening:
        yield listening


@pytest.fixture(scope="module")
def more_settings(gateway: socket.socket) -> str:
    url = f"http://{HERE}:{gateway.getsockname()[1]}/sms"
    return f'[connectors]\nallow = ["{HERE}"]\n[hooks]\nurl = "{url}"\n'


@asynccontextmanager
async def messages(gateway: socket.socket) -> AsyncIterator[list[dict[str, str]]]:
    """What the gateway is told."""
    told: list[dict[str, str]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        told.append(json.loads(await reader.readexactly(length)))
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, sock=gateway.dup())
    try:
        yield told
    finally:
        server.close()


def mobile(office: Office) -> Phone:
    """The manager's own phone, outside."""
    port = office.service.settings.sip.port
    assert isinstance(port, int)
    return Phone(Account(f"trial-{MANAGER}", open_keys(office.service.data.absolute()).trial_line(MANAGER), HERE, port))


async def test_he_sees_who_calls_takes_it_and_plans_a_visit(
    office: Office, gateway: socket.socket, tmp_path: Path
) -> None:
    context = await office.browser.new_context(base_url=office.address, viewport=PHONE_SIZE, locale="en")  # type: ignore[arg-type]  # a plain dict is what it wants
    office.stack.push_async_callback(context.close)
    context.set_default_timeout(patient(8) * 1000)
    await context.add_init_script(NATURAL)
    page, wrong = await context.new_page(), list[str]()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    async with messages(gateway) as told, mobile(office) as phone, office.phone("caller1") as caller:
        await phone.register()
        call = await caller.call(HOTLINE)
        rings = await phone.next_call(within=patient(15))
        await until(lambda: told, 10, "the message with the link")
        await page.goto(told[0]["page"])
        await page.wait_for_url("**/manager")
        assert "#" not in page.url, "the secret does not stay in the address"
        await page.locator("article[data-stage=ringing]").wait_for()
        await page.evaluate(axe())
        await look(page, "light", "phone")
        wrong += await faults(page)
        await page.screenshot(path=pictures(tmp_path) / "manager-ringing.png")
        await page.get_by_role("button", name="我来接").click()
        await rings.answer()
        await page.locator("article[data-stage=talking]").wait_for()
        call.tone(SAID)
        await phone_hears(rings, SAID)
        rings.tone(ANSWERED)
        await phone_hears(call, ANSWERED)
        await call.hang_up()
    await page.locator("article[data-stage=talked]").wait_for()
    await page.get_by_role("button", name="安排拜访").click()
    await page.get_by_label("地点").fill("Gulangyu Road 8")
    await page.get_by_role("button", name="保存").click()
    async with page.expect_download() as download:
        await page.get_by_role("link", name="加入日历").click()
    file = tmp_path / "visit.ics"
    await (await download.value).save_as(file)
    calendar = file.read_text("utf-8")
    assert "LOCATION:Gulangyu Road 8" in calendar
    assert "BEGIN:VALARM" in calendar
    assert not wrong
