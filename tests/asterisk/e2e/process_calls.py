"""Phones at a service that is a process of its own, and what its store and its log tell of their calls."""

from __future__ import annotations

import asyncio

from tests.asterisk.centre import eventually
from tests.asterisk.judges import PjsuaSeat, SippResult, sipp_calls
from tests.asterisk.plan import line_of
from tests.asterisk.service_process import ServiceProcess
from tests.waiting import until


def seat(service: ServiceProcess, name: str) -> PjsuaSeat:
    account = service.account(name)
    return PjsuaSeat(name, account.secret, account.port)


def outside_seat(service: ServiceProcess, number: str) -> PjsuaSeat:
    """A PJSIP phone outside: the trunk lets it in without a password."""
    account = service.outside(number)
    return PjsuaSeat(number, "", account.port)


async def stay(service: ServiceProcess, number: str, desk: str) -> SippResult:
    return await sipp_calls("trunk_until_bye.xml", service.outside(number), line_of(desk), within=60)


async def queued(service: ServiceProcess, number: str) -> None:
    async def seen() -> bool:
        return any(record.queued_at for record in await service.records(number))

    await eventually(seen, 10, f"{number} in the queue")


async def connected(service: ServiceProcess, number: str) -> None:
    """They hear each other: a phone that hangs up before has not served anybody."""

    async def seen() -> bool:
        return any(record.connected_at for record in await service.records(number))

    await eventually(seen, 15, f"{number} connected")


async def a_call_works(service: ServiceProcess, number: str) -> None:
    """From end to end, by the phones alone: the store need not be writable."""
    async with seat(service, "tones1") as agent:

        async def registered() -> bool:
            return await agent.register() == 200

        await eventually(registered, 20, "registration")
        before = len(service.logged("Connected"))
        calling = asyncio.create_task(stay(service, number, "tones"))
        call = await agent.incoming(within=15)
        await agent.answer(call)
        await until(lambda: len(service.logged("Connected")) > before, 5, "Connected in the log")
        await agent.hang_up(call)
        assert (await calling).ok
