"""A leg ends while who asked something of it is given up too: the end that nobody awaits any more is no fault.

asyncio would report it as "exception was never retrieved", in the log of a centre where nothing is wrong.
"""

from __future__ import annotations

import asyncio
import gc
from typing import Any

import pytest

from calls.causes import Cause
from calls.events import LegEnded
from calls.ids import LegId
from telephony.channels import Channel, Channels
from telephony.commands import Commands
from tests.unit.telephony.rig import Notebook
from tests.waiting import until

LEG = LegId("1.1")


@pytest.mark.parametrize("given_up", ["never", "before", "after"])
async def test_an_end_that_nobody_awaits_is_not_reported(given_up: str) -> None:
    reported: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: reported.append(context))
    channels, notes = Channels(), Notebook()
    channels.down = ""
    channels.add(Channel(LEG, "1.1", exists=True, answered=True, commandable=True))
    commands = Commands(notes, channels)
    asked = asyncio.create_task(commands.run(LEG, "STREAM FILE a", "SET MUSIC ON"))
    await until(lambda: notes.commands)
    if given_up == "before":
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
    channels.drop(LEG)
    commands.ended(LegEnded(LEG, 0.0, Cause.NORMAL))
    if given_up == "after":
        asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    del asked, commands
    gc.collect()
    await asyncio.sleep(0)
    assert reported == []
