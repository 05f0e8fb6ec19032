"""`hotline run` killed by SIGKILL with a callback open, the customer first, and with a queue that goes by patience."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from acd.kept_explanation import from_json
from calls.contact import ContactRecord, Outcome
from service.databases import open_database
from store.callbacks import Callbacks, CallbackState
from telephony.embedded.installation import Installation
from tests.asterisk.centre import eventually, settings_of
from tests.asterisk.e2e.conftest import held
from tests.asterisk.e2e.process_calls import seat
from tests.asterisk.e2e.test_leaving import LISTENS_FIRST
from tests.asterisk.judges import sipp_calls
from tests.asterisk.plan import BACK, line_of
from tests.asterisk.provider import Behaviour, Provider
from tests.asterisk.service_process import ServiceProcess

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(100)]
PLAIN = "  kept: {skill: {kept: 5}"
BY_PATIENCE = f"{PLAIN}, strategy: patience"


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def service(
    tmp_path_factory: pytest.TempPathFactory, installation: Installation, provider: Provider
) -> AsyncIterator[ServiceProcess]:
    """A running service that rings customers first, and whose queue `kept` goes by patience."""
    file = settings_of(
        tmp_path_factory.mktemp("waiting"),
        installation,
        provider.port,
        '[callbacks]\nfirst = "customer"\nconfirm = false\n',
    )
    plan = file.parent / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    assert PLAIN in text
    plan.write_text(text.replace(PLAIN, BY_PATIENCE), encoding="utf-8")
    async with held(ServiceProcess(file)) as service:
        yield service


async def _seen(service: ServiceProcess, number: str, count: int) -> list[ContactRecord]:
    """The calls of this number, once there are so many that have waited."""

    async def waited() -> bool:
        return sum(record.queued_at is not None for record in await service.records(number)) >= count

    await eventually(waited, 15, f"{count} waits of {number}")
    return await service.records(number)


async def test_a_callback_open_at_the_kill_is_made_at_its_place(service: ServiceProcess, provider: Provider) -> None:
    number = f"1383334000{Behaviour.VOICEMAIL}"
    caller = service.outside(number)
    assert (await sipp_calls("trunk_menu_until_bye.xml", caller, BACK, before_ms=LISTENS_FIRST, within=40)).ok
    await _seen(service, number, 1)
    async with open_database(service.settings) as database:
        (kept,) = await Callbacks(database).open_callbacks()
    assert provider.rung[number] == 0, "he was rung though nobody is there"

    await service.kill()
    await service.start()

    async with seat(service, "back1") as agent:
        await agent.register()
        call = await agent.incoming(within=30)
        assert provider.rung[number] == 1, "the person was rung before the customer was there"
        await agent.answer(call)
        await service.state("back1", "TALKING")
        await agent.hang_up(call)

        async def reached() -> bool:
            async with open_database(service.settings) as database:
                return (await Callbacks(database).callbacks())[0].state is CallbackState.REACHED

        await eventually(reached, 20, "the callback is over")
    served = [record for record in await service.records(number) if record.outcome is Outcome.SERVED]
    assert [record.queued_at for record in served] == [kept.joined_at]
    assert provider.rung[number] == 1


async def test_callers_by_patience_keep_what_was_believed_of_them(service: ServiceProcess) -> None:
    numbers = ("13911180001", "13911180002")
    waits = []
    for number in numbers:
        stays = sipp_calls("trunk_until_bye.xml", service.outside(number), line_of("kept"), within=60)
        waits.append(asyncio.create_task(stays))
        await _seen(service, number, 1)
    before = [(await service.records(number))[0] for number in numbers]
    assert all(record.believed for record in before)

    await service.kill()
    await service.start()

    async with seat(service, "kept1") as agent:
        await agent.register()
        for count in (1, 2):
            call = await agent.incoming(count=count, within=20)
            await agent.answer(call)
            await service.state("kept1", "TALKING")
            await agent.hang_up(call)
        assert all(result.ok for result in await asyncio.gather(*waits))
    for number, old in zip(numbers, before, strict=True):
        new = await service.over(number)
        assert (new.outcome, new.queued_at, len(new.gaps)) == (Outcome.SERVED, old.queued_at, 1)
        assert old.queued_at is not None
        why = from_json(new.offers[-1].explanation)
        assert why is not None
        assert (why.strategy, bool(why.score)) == ("patience", True)
        assert why.waited == pytest.approx(
            new.offers[-1].made_at - old.queued_at, abs=1.0
        )  # the gap alone is several seconds
