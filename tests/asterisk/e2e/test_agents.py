"""Agents' phones that are busy, reject, stay silent, or are picked up too late: the caller keeps his place."""

from __future__ import annotations

import asyncio

import pytest

from calls.contact import ContactRecord, Outcome
from tests.asterisk.centre import Centre
from tests.asterisk.judges import sipp_calls
from tests.asterisk.plan import RING, line_of
from tests.waiting import until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(60)]


@pytest.mark.parametrize(
    ("desk", "scenario", "reason"),
    [
        ("engaged", "uas_busy.xml", "busy"),
        ("rejecting", "uas_decline.xml", "rejected"),
        ("mute", "uas_silent.xml", "no answer"),
    ],
)
async def test_who_does_not_answer_stands_back_and_the_caller_goes_to_another(
    centre: Centre, desk: str, scenario: str, reason: str
) -> None:
    number = f"138333{line_of(desk)}"
    first, second = f"{desk}1", f"{desk}2"
    async with centre.sipp_seat(first, scenario) as phone:
        account = centre.from_outside(number)
        calling = asyncio.create_task(
            sipp_calls("trunk_plain.xml", account, line_of(desk), after_ms=RING * 1000 + 7000)
        )
        await until(lambda: centre.person(first).state.value == "NOT_READY", RING + 3, f"{first} NOT_READY")
        assert centre.person(first).reason == reason
        (waiting,) = centre.waiting(desk)
        assert waiting.position == 1
        async with centre.answering_seat(second):
            assert (await calling).ok
            record = await centre.record(number)
        assert (await phone.calls_over(1)).failed == 0, "the refusing phone saw something odd"
    assert (record.outcome, record.person) == (Outcome.SERVED, second)
    assert [offer.person for offer in record.offers] == [first, second]
    assert len(record.waits) == 1
    assert record.queued_at == waiting.joined_at
    if reason == "no answer":
        assert _length(record) == pytest.approx(RING, abs=1.0)


def _length(record: ContactRecord) -> float:
    offer = record.offers[0]
    return (offer.closed_at or 0.0) - offer.made_at


async def test_a_caller_who_hangs_up_while_it_rings_silences_the_phone(centre: Centre) -> None:
    number = "13833330010"
    async with centre.sipp_seat("gone1", "uas_silent.xml") as phone:
        assert (await sipp_calls("trunk_plain.xml", centre.from_outside(number), line_of("gone"), after_ms=1500)).ok
        record = await centre.record(number)
        # The scenario ends well only with CANCEL, 487 and ACK.
        done = await phone.calls_over(1)
        await centre.state("gone1", "READY")
    assert (done.succeeded, done.failed) == (1, 0)
    assert record.outcome is Outcome.ABANDONED
    assert [(offer.outcome, offer.reason) for offer in record.offers] == [("WITHDRAWN", "the caller hung up")]


async def test_who_picks_up_in_the_moment_the_caller_leaves_is_released(centre: Centre) -> None:
    """200 OK answers the INVITE after the CANCEL has come: the phone must get its BYE, and its agent the next call."""
    number = "13833330011"
    async with centre.sipp_seat("race1", "uas_cancel_race.xml") as phone:
        assert (await sipp_calls("trunk_plain.xml", centre.from_outside(number), line_of("race"), after_ms=1500)).ok
        record = await centre.record(number)
        done = await phone.calls_over(1)
        await centre.state("race1", "READY")
    assert (done.succeeded, done.failed) == (1, 0), done.errors
    assert record.outcome is Outcome.ABANDONED
    assert not record.talks


async def test_agent_and_caller_race_without_leaving_anything(centre: Centre) -> None:
    """The agent answers, and the caller hangs up, within the same few milliseconds: six times, six timings."""
    async with centre.sipp_seat("race2", "uas_seat.xml", before_ms=1000):
        for spread, number in enumerate(range(13833330020, 13833330026)):
            account = centre.from_outside(str(number))
            await sipp_calls("trunk_plain.xml", account, line_of("race"), after_ms=900 + 40 * spread)
            record = await centre.record(str(number))
            assert record.outcome in (Outcome.ABANDONED, Outcome.SERVED)
            await centre.state("race2", "READY")
    await centre.nothing_left()
