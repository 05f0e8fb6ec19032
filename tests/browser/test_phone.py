"""An agent's phone in the browser, against the real service and a real Asterisk: sound is measured at both ends."""

from __future__ import annotations

import pytest

from console.roles import Role
from tests.browser.office import Office

pytestmark = [
    pytest.mark.asterisk,
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(60),
]


async def test_it_registers(office: Office) -> None:
    desk = await office.desk(Role.AGENT, person="1001")
    await desk.page.locator("[data-state=ready]").wait_for()
    assert not desk.complaints
