"""A caller from outside who talks with an agent, is sent on or handed over, and whom a colleague takes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from calls.contact import ContactRecord
from calls.contact_parts import Span
from tests.asterisk.centre import Centre
from tests.asterisk.judges import PjsuaSeat, SippResult, sipp_calls
from tests.asterisk.plan import line_of
from tests.waiting import until


@dataclass
class Caller:
    """He stays until he is hung up."""

    centre: Centre
    number: str
    calling: asyncio.Task[SippResult]

    @property
    def record(self) -> ContactRecord | None:
        """While it is open."""
        return self.centre.open_record(self.number)

    @property
    def talks_with(self) -> list[str]:
        """Whom he has talked with so far, in order."""
        return [talk.whom for talk in self.record.talks] if self.record else []

    @property
    def talked_since(self) -> float:
        """Seconds since the newest conversation began."""
        record = self.record
        return self.centre.service.house.clock.now() - record.talks[-1].since if record and record.talks else 0.0

    @property
    def holds(self) -> tuple[Span, ...]:
        """When he has been on hold."""
        return self.record.holds if self.record else ()

    @property
    def held(self) -> float:
        """Seconds that he has been on hold by now."""
        return self.record.held_by(self.centre.service.house.clock.now()) if self.record else 0.0

    async def taken_by(self, phone: PjsuaSeat, after: list[str], what: str, count: int = 1) -> int:
        """Whoever has this phone picks it up and talks with him, as nobody but those before did; the phone's call."""
        call = await picked_up(phone, count)
        await until(lambda: self.talks_with == [*after, phone.user], 5, what)
        return call

    async def let_go(self, phone: PjsuaSeat, call: int) -> ContactRecord:
        """This phone hangs up on him; his record."""
        await phone.hang_up(call)
        assert (await self.calling).ok
        return await self.centre.record(self.number)


async def picked_up(phone: PjsuaSeat, count: int = 1) -> int:
    """The `count`-th call that comes to this phone, once it is up."""
    call = await phone.incoming(count=count)
    await phone.answer(call)
    await phone.up(call)
    return call


async def talking(centre: Centre, agent: PjsuaSeat, number: str, desk: str) -> tuple[int, Caller]:
    """Somebody with this number calls from outside, and talks to this agent; the agent's call, and the caller."""
    account = centre.from_outside(number)
    calling = asyncio.create_task(sipp_calls("trunk_until_bye.xml", account, line_of(desk), within=30))
    call = await picked_up(agent)
    await centre.state(agent.user, "TALKING")
    return call, Caller(centre, number, calling)
