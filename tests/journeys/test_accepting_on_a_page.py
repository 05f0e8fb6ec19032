"""A person on an outside phone may accept on a page instead of by a key; a voicemail box still gets nobody (P22)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acd.managers import Manager
from acd.offers import Offer
from calls.ids import OfferId, PersonId
from calls.switch import Outside
from service.connecting import Connecting
from tests.fakes.party import VOICEMAIL, Answers
from tests.journeys.centre import COMPANY
from tests.journeys.people_centre import ORDERS, PeopleCentre, agent, people_centre

MOBILE = Outside("13911110000")
MANAGER = Manager(PersonId("boss"), "Boss", MOBILE.number, skills={"orders": 9.0}, ring=30.0)


def connecting(centre: PeopleCentre) -> Connecting:
    return centre.house.connecting


async def offered(centre: PeopleCentre) -> OfferId:
    def there() -> list[Offer]:
        return list(centre.house.floor.dispatcher.snapshot(centre.clock.now()).offers)

    await centre.clock.until(lambda: bool(there()))
    return there()[0].id


async def test_who_has_picked_up_is_joined_by_the_page() -> None:
    async with people_centre([MANAGER], [ORDERS]) as centre:
        phone = centre.switch.phone(MOBILE, Answers(after=2))
        caller = centre.call()
        offer = await offered(centre)
        await centre.clock.until(lambda: phone.up)
        assert connecting(centre).agree(offer)
        await centre.talks(caller, MOBILE.number, within=2)


async def test_who_agreed_is_joined_as_he_picks_up() -> None:
    async with people_centre([MANAGER], [ORDERS]) as centre:
        phone = centre.switch.phone(MOBILE, Answers(after=6))
        caller = centre.call()
        offer = await offered(centre)
        await centre.clock.advance(2)
        assert not connecting(centre).agree(offer)
        assert caller.hears in COMPANY
        await centre.clock.until(lambda: phone.up)
        await centre.talks(caller, MOBILE.number, within=1)


async def test_a_voicemail_box_that_picks_up_long_after_gets_nobody() -> None:
    async with people_centre([MANAGER], [ORDERS]) as centre:
        box = centre.switch.phone(MOBILE, replace(VOICEMAIL, after=20.0))
        caller = centre.call()
        assert not connecting(centre).agree(await offered(centre))
        await centre.clock.until(lambda: box.up)
        await centre.clock.advance(5)
        assert caller.hears in COMPANY
        await centre.clock.until(lambda: box.gone)
        assert caller.voice not in box.heard


async def test_at_a_seat_there_is_nothing_to_agree_to() -> None:
    async with people_centre([agent("1001")], [ORDERS]) as centre:
        centre.sign_in("1001", Answers(after=5))
        centre.call()
        offer = await offered(centre)
        with pytest.raises(KeyError):
            connecting(centre).agree(offer)
