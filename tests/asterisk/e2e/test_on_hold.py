"""A caller on hold: he is told that he is not forgotten, and the agent's phone rings (pjsua2, and our phone)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from calls.happenings.talk import Reminded
from telephony.embedded.installation import Installation
from tests.asterisk.centre import Centre, run_centre
from tests.asterisk.e2e.conftest import held
from tests.asterisk.ours import heard_in, hears, hears_something, phone
from tests.asterisk.outside import REMIND, asking, outside_settings
from tests.waiting import patient, until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(150)]


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def outside(tmp_path_factory: pytest.TempPathFactory, installation: Installation) -> AsyncIterator[Centre]:
    """The service that thinks of a caller on hold after five seconds."""
    async with held(run_centre(outside_settings(tmp_path_factory.mktemp("on_hold")))) as centre:
        yield centre


async def test_a_caller_on_hold_is_told_so_and_the_agents_phone_rings(outside: Centre, tmp_path: Path) -> None:
    async with outside.seat("held1") as agent, phone(outside, "trial-caller7") as caller:
        calling = await caller.call(asking("held"))
        call = await agent.incoming()
        await agent.answer(call)
        await agent.up(call)
        await outside.state("held1", "TALKING")
        await agent.hold(call)
        reminder = await agent.incoming(count=2, within=REMIND + 10)
        await agent.answer(reminder)
        await agent.up(reminder)
        await agent.record(reminder, tmp_path / "reminder.wav")
        await hears(calling, "hold_words")
        await agent.ended(reminder)
        await until(
            lambda: heard_in(tmp_path / "reminder.wav", "hold_reminder"), 5, "what the agent heard, written down"
        )
        await hears_something(calling, True)
        await agent.hold(call, on=False)
        await until(lambda: _no_hold(outside), what="the end of the hold")
        await hears_something(calling, False)
        await agent.hang_up(call)
        await calling.ended(patient(15))
        record = await outside.record("caller7")
    reminded = next(entry.what for entry in record.entries if isinstance(entry.what, Reminded))
    assert (reminded.person, reminded.by_alarm) == ("held1", False)
    assert REMIND <= reminded.seconds < record.held
    assert [talk.whom for talk in record.talks] == ["held1"]
    await outside.nothing_left()


def _no_hold(outside: Centre) -> bool:
    record = outside.open_record("caller7")
    return record is not None and all(hold.until for hold in record.holds)
