"""Managers on outside phones, played by our phones: the brief, and the keys while they talk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

import pytest
import pytest_asyncio

from calls.contact import ContactRecord, Outcome
from calls.happenings.talk import Consulted
from prompts.catalogue import Catalogue
from telephony.embedded.installation import Installation
from telephony.phones.call import PhoneCall
from telephony.phones.phone import Phone
from tests.asterisk.centre import Centre, run_centre
from tests.asterisk.e2e.conftest import held
from tests.asterisk.ours import LANGUAGE, hears, hears_in_order, hears_something, phone
from tests.asterisk.outside import COLLEAGUE, DEPUTY, asking, boss, outside_settings, plain
from tests.waiting import patient, until

T = TypeVar("T")
pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(150)]


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def outside(tmp_path_factory: pytest.TempPathFactory, installation: Installation) -> AsyncIterator[Centre]:
    """The service whose managers are phones for trying."""
    async with held(run_centre(outside_settings(tmp_path_factory.mktemp("outside")))) as centre:
        yield centre


async def picked_up(manager: Phone) -> PhoneCall:
    """His phone rings, and he answers."""
    call = await manager.next_call(patient(15))
    await call.answer()
    return call


@asynccontextmanager
async def talking(outside: Centre, story: str, caller: str) -> AsyncIterator[tuple[PhoneCall, PhoneCall]]:
    """A caller and the manager he asked for, each at his phone."""
    async with phone(outside, boss(story)) as manager, phone(outside, f"trial-{caller}") as phone_of_caller:
        calling = await phone_of_caller.call(asking(story))
        taken = await picked_up(manager)
        await hears(taken, "manager_brief")
        await taken.press("1")
        await outside.state(f"boss_{story}", "TALKING")
        yield calling, taken


def known(outside: Centre, caller: str) -> ContactRecord:
    """What is known of his call, which goes on."""
    record = outside.open_record(caller)
    assert record is not None
    return record


async def test_he_hears_who_calls_and_presses_one(outside: Centre) -> None:
    async with phone(outside, boss("wealth")) as manager, phone(outside, "trial-caller1") as caller:
        calling = await caller.call(asking("wealth"))
        taken = await picked_up(manager)
        await hears_in_order(taken, ("manager_brief", "segment_vip", "name_wealth", "brief_keys"))
        assert not known(outside, "caller1").talks, "joined before he pressed the key"
        await taken.press("1")
        await outside.state("boss_wealth", "TALKING")
        await hears_something(calling, False)
        await taken.hang_up()
        await calling.ended(patient(15))
        record = await outside.record("caller1")
    assert (record.outcome, record.person, record.segment) == (Outcome.SERVED, "boss_wealth", "vip")
    assert [talk.whom for talk in record.talks] == ["boss_wealth"]
    await outside.nothing_left()


async def test_later_leaves_the_caller_at_his_place_and_asks_the_deputy(outside: Centre) -> None:
    async with (
        phone(outside, boss("later")) as manager,
        phone(outside, DEPUTY) as deputy,
        phone(outside, "trial-caller2") as first,
        phone(outside, "trial-caller3") as second,
    ):
        calling = await first.call(asking("later"))
        taken = await picked_up(manager)
        joined_at = known(outside, "caller2").queued_at
        behind = await second.call(plain("later"))
        await until(lambda: len(outside.waiting("later")) == 2, what="one behind him")
        await hears(taken, "manager_brief")
        await taken.press("3")
        await hears(taken, "brief_later_kept")
        asked = await picked_up(deputy)
        ahead, _ = outside.waiting("later")
        assert (ahead.contact, ahead.position, ahead.joined_at) == (known(outside, "caller2").call, 1, joined_at)
        await hears(asked, "manager_brief")
        await asked.press("1")
        await outside.state("deputy_later", "TALKING")
        await asked.hang_up()
        await calling.ended(patient(15))
        await behind.hang_up()
        record, _ = await outside.record("caller2"), await outside.record("caller3")
    no = record.offers[0]
    assert (no.person, no.outcome, no.reason) == (
        "boss_later",
        "DECLINED",
        "asked to be called again later: pressed 3",
    )
    assert (record.outcome, record.person) == (Outcome.SERVED, "deputy_later")
    assert (len(record.waits), record.queued_at) == (1, joined_at)
    await outside.nothing_left()


async def test_star_one_gives_him_back_to_his_queue_before_who_came_later(outside: Centre) -> None:
    async with talking(outside, "back", "caller4") as (calling, taken), phone(outside, "trial-caller5") as second:
        joined_at = known(outside, "caller4").queued_at
        behind = await second.call(plain("back"))
        await until(lambda: len(outside.waiting("back")) == 1, what="one who came later")
        await taken.press("*1")
        await until(lambda: len(outside.waiting("back")) == 2, what="he waits again")
        assert [each.contact for each in outside.waiting("back")] == [
            known(outside, caller).call for caller in ("caller4", "caller5")
        ]
        await hears(taken, "talk_back")
        await taken.ended(patient(15))
        await hears_something(calling, True)
        async with outside.seat("back1") as agent:
            call = await agent.incoming(within=20)
            await agent.answer(call)
            await agent.up(call)
            await outside.state("back1", "TALKING")
            await hears_something(calling, False)
            await calling.hang_up()
            await behind.hang_up()
            record, _ = await outside.record("caller4"), await outside.record("caller5")
    assert [talk.whom for talk in record.talks] == ["boss_back", "back1"]
    assert [(each.to, each.by) for each in record.transfers] == [("queue", "boss_back")]
    assert (record.outcome, record.queue, record.queued_at) == (Outcome.SERVED, "back", joined_at)
    await outside.nothing_left()


async def test_star_two_asks_a_colleague_who_has_the_caller_when_the_manager_hangs_up(outside: Centre) -> None:
    async with talking(outside, "consult", "caller6") as (calling, taken), outside.seat(COLLEAGUE) as colleague:
        await hears_something(calling, False)
        await taken.press("*2")
        await hears(taken, "talk_number")
        await taken.press(f"{COLLEAGUE}#")
        call = await colleague.incoming()
        await colleague.answer(call)
        await colleague.up(call)
        await until(lambda: _entries(known(outside, "caller6"), Consulted), what="they talk about him")
        await hears_something(calling, True)
        await hears_something(taken, False)
        await taken.hang_up()
        await until(lambda: len(known(outside, "caller6").talks) == 2, what="the caller with the colleague")
        await hears_something(calling, False)
        await colleague.play(call, Catalogue.load().sound("please_wait", LANGUAGE))
        await hears(calling, "please_wait")
        await colleague.hang_up(call)
        await calling.ended(patient(15))
        record = await outside.record("caller6")
    assert [talk.whom for talk in record.talks] == ["boss_consult", COLLEAGUE]
    assert [(each.to, each.by, each.attended) for each in record.transfers] == [(COLLEAGUE, "boss_consult", True)]
    assert (record.outcome, record.person) == (Outcome.SERVED, COLLEAGUE)
    await outside.nothing_left()


def _entries(record: ContactRecord, kind: type[T]) -> list[T]:
    return [entry.what for entry in record.entries if isinstance(entry.what, kind)]
