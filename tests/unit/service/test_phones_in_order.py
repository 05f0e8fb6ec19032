"""Who has several phones is rung at the next one where one cannot be reached; all share the time he is rung for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from acd.messages import OfferAccepted, OfferDeclined, OfferPickedUp, OfferRang, Refusal
from calls.switch import Outside, Seat
from service.connecting import Connecting
from tests.fakes.party import BUSY, REJECTS, SILENT, UNREACHABLE, Answers, FakePhone, Script
from tests.unit.service.rooms import AGENT, Rooms, offer, open_rooms

MOBILE, HOME = Outside("13911110000"), Outside("13922220000")
WITH_PHONES = replace(AGENT, others=(MOBILE.number, HOME.number))


class Scene(Rooms):
    """An agent with a seat and two outside phones, and an offer for him."""

    connecting: Connecting

    async def begin(self, seat: Script, mobile: Script = SILENT, home: Script = SILENT) -> tuple[FakePhone, ...]:
        phones = tuple(
            self.switch.phone(target, script)
            for target, script in ((Seat("1001"), seat), (MOBILE, mobile), (HOME, home))
        )
        self.connecting.start(offer())
        await self.clock.settle()
        return phones


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[Scene]:
    async with open_rooms(Scene) as rooms:
        await rooms.caller()
        rooms.people.replace([WITH_PHONES], "en")
        rooms.connecting = Connecting(
            rooms.switch, rooms.clock, rooms.lines, rooms.floor, rooms.people, rooms.chronicle, rooms.sounds, rooms.crew,
            rooms.new_leg,
        )  # fmt: skip
        yield rooms


@pytest.mark.parametrize("seat", [UNREACHABLE, BUSY])
async def test_the_next_phone_rings_where_the_first_cannot_be_reached(scene: Scene, seat: Script) -> None:
    _, mobile, home = await scene.begin(seat)
    assert not mobile.gone
    assert home.gone
    assert scene.floor.told == [OfferRang(offer().id)]


async def test_on_an_outside_phone_a_key_takes_the_call_be_he_an_agent(scene: Scene) -> None:
    await scene.begin(UNREACHABLE, Answers(after=2, presses="1"))
    await scene.clock.advance(2)
    assert OfferPickedUp(offer().id) in scene.floor.told
    assert OfferAccepted(offer().id) not in scene.floor.told
    await scene.clock.advance(3)
    assert scene.floor.last() == OfferAccepted(offer().id)


async def test_his_voicemail_does_not_get_the_caller(scene: Scene) -> None:
    await scene.begin(UNREACHABLE, Answers(after=2))
    await scene.clock.advance(2 + 21)
    assert scene.floor.last() == OfferDeclined(offer().id, Refusal.NOT_ACCEPTED, "no key")


async def test_who_says_no_is_not_rung_elsewhere(scene: Scene) -> None:
    _, mobile, _ = await scene.begin(REJECTS)
    await scene.clock.advance(1)
    declined = scene.floor.last()
    assert isinstance(declined, OfferDeclined)
    assert declined.why is Refusal.REJECTED
    assert mobile.gone


async def test_when_no_phone_can_be_reached_the_last_one_gives_the_reason(scene: Scene) -> None:
    await scene.begin(UNREACHABLE, BUSY, UNREACHABLE)
    declined = scene.floor.last()
    assert isinstance(declined, OfferDeclined)
    assert declined.why is Refusal.UNREACHABLE


async def test_all_phones_share_the_time_he_is_rung_for(scene: Scene) -> None:
    _, mobile, _ = await scene.begin(UNREACHABLE)
    await scene.clock.advance(AGENT.ring)
    assert scene.floor.last() == OfferDeclined(offer().id, Refusal.NO_ANSWER)
    scene.connecting.close(offer().id, None)
    await scene.clock.settle()
    assert mobile.gone


async def test_a_phone_that_the_plan_takes_away_while_it_rings_may_still_take_the_call(scene: Scene) -> None:
    await scene.begin(UNREACHABLE, Answers(after=2, presses="1"))
    scene.people.replace([AGENT], "en")
    await scene.clock.advance(5)
    assert scene.floor.last() == OfferAccepted(offer().id)
