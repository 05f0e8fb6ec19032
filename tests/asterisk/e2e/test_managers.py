"""Managers on outside phones, reached over a trunk: only a key accepts; whatever else happens, somebody else is found.

Every story is one call with a manager of its own. All begin together; each test waits for the end of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from calls.contact import ContactRecord, Outcome
from calls.contact_parts import OfferRecord
from tests.asterisk.centre import Centre
from tests.asterisk.judges import sipp_calls
from tests.asterisk.plan import ACCEPT_WITHIN, RING, STORIES, boss_phone, deputy_phone, manager_line
from tests.asterisk.provider import Provider
from tests.waiting import until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(90)]
ALONE = [story for story in STORIES if story not in ("desk", "nobody", "answers_a_cancel")]
Stories = dict[str, asyncio.Task[ContactRecord]]


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def stories(centre: Centre) -> AsyncIterator[Stories]:
    """One caller for every story, who stays until he is hung up."""
    tasks = {story: asyncio.create_task(_call(centre, story)) for story in ALONE}
    yield tasks
    for task in tasks.values():
        task.cancel()
    await asyncio.gather(*tasks.values(), return_exceptions=True)


async def _call(centre: Centre, story: str) -> ContactRecord:
    number = f"13822220{STORIES.index(story):03}"
    result = await sipp_calls("trunk_until_bye.xml", centre.from_outside(number), manager_line(story), within=50)
    assert result.ok, result.errors
    return await centre.record(number)


def _offer(record: ContactRecord, person: str) -> OfferRecord:
    """The one offer that this person got."""
    (offer,) = [offer for offer in record.offers if offer.person == person]
    return offer


async def test_a_manager_accepts_by_key(stories: Stories, provider: Provider) -> None:
    record = await stories["accepts"]
    assert (record.outcome, record.person) == (Outcome.SERVED, "boss_accepts")
    offer = _offer(record, "boss_accepts")
    assert offer.picked_up_at is not None
    assert record.connected_at is not None
    assert record.connected_at - offer.picked_up_at >= 0.6, "joined before he pressed the key"
    assert provider.rung[boss_phone("accepts")] == 1


@pytest.mark.parametrize(
    ("story", "reason"),
    [
        ("voicemail", "picked up but not accepted: no key"),
        ("busy", "busy: busy"),
        ("declines", "rejected: rejected"),
        ("presses_2", "declined: pressed 2"),
        ("silent", "no answer"),
        ("hangs_up", "picked up but not accepted: hung up without a key"),
        ("unknown", "unreachable: unallocated"),
    ],
)
async def test_a_manager_who_does_not_accept_is_followed_by_his_deputy(
    stories: Stories, provider: Provider, story: str, reason: str
) -> None:
    record = await stories[story]
    boss = _offer(record, f"boss_{story}")
    assert (boss.outcome, boss.reason) == ("DECLINED", reason)
    assert (record.outcome, record.person) == (Outcome.SERVED, f"deputy_{story}")
    assert [talk.whom for talk in record.talks] == [f"deputy_{story}"], "he heard the caller"
    assert len(record.waits) == 1, "the caller lost his place"
    assert provider.rung[boss_phone(story)] == 1
    assert provider.rung[deputy_phone(story)] == 1


async def test_a_manager_is_rung_for_as_long_as_the_plan_says(stories: Stories) -> None:
    boss = _offer(await stories["silent"], "boss_silent")
    assert boss.rang_at is not None
    assert boss.closed_at is not None
    assert boss.closed_at - boss.made_at == pytest.approx(RING, abs=1.0)


async def test_a_voicemail_is_listened_to_for_as_long_as_the_plan_says(stories: Stories) -> None:
    boss = _offer(await stories["voicemail"], "boss_voicemail")
    assert boss.picked_up_at is not None
    assert boss.closed_at is not None
    assert boss.closed_at - boss.picked_up_at == pytest.approx(ACCEPT_WITHIN, abs=1.0)


async def test_the_phone_of_a_manager_who_did_not_answer_is_silent(stories: Stories, provider: Provider) -> None:
    await stories["silent"]
    await until(lambda: provider.ended[boss_phone("silent")] == 1, what="CANCEL at the manager's phone")


async def test_an_agent_is_deputy(centre: Centre) -> None:
    number = "13822220100"
    async with centre.answering_seat("desk1"):
        account = centre.from_outside(number)
        result = await sipp_calls("trunk_plain.xml", account, manager_line("desk"), after_ms=RING * 1000 + 2500)
        assert result.ok
        record = await centre.record(number)
    assert (record.outcome, record.person) == (Outcome.SERVED, "desk1")


async def test_without_a_deputy_the_caller_is_back_in_his_queue(centre: Centre) -> None:
    """Nobody is there yet: he waits at his old place, and the first agent who comes gets him."""
    number = "13822220101"
    account = centre.from_outside(number)
    calling = asyncio.create_task(sipp_calls("trunk_plain.xml", account, manager_line("nobody"), after_ms=8000))
    await until(
        lambda: [view.refused for view in centre.waiting("nobody") if view.refused], 10, "the manager's silence"
    )
    (waiting,) = centre.waiting("nobody")
    assert (waiting.position, waiting.joined_at < waiting.since) == (1, True)
    async with centre.answering_seat("nobody1"):
        await until(lambda: centre.person("nobody1").state.value == "TALKING", 5, "the agent talking")
        assert (await calling).ok
        record = await centre.record(number)
    assert (record.outcome, record.person) == (Outcome.SERVED, "nobody1")
    assert record.waited == pytest.approx((record.connected_at or 0) - waiting.joined_at, abs=0.1)


async def test_a_manager_who_answers_too_late_is_let_go(centre: Centre, provider: Provider) -> None:
    """He picks up in the moment of the CANCEL; the caller is gone, and nobody is left on the line."""
    number, phone = "13822220102", boss_phone("answers_a_cancel")
    account = centre.from_outside(number)
    assert (await sipp_calls("trunk_plain.xml", account, manager_line("answers_a_cancel"), after_ms=1500)).ok
    record = await centre.record(number)
    assert record.outcome is Outcome.ABANDONED
    await until(lambda: provider.ended[phone] == 1, 10, "the BYE after the late answer")
    await centre.nothing_left(20)
