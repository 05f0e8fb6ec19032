"""A callback whose customer is rung first, when the service dies or its link is lost in the middle of it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from calls.contact import Outcome
from calls.switch import Seat
from store.callbacks import CallbackState
from tests.fakes.party import Answers, Rings
from tests.journeys.calling_back import CUSTOMER_FIRST, MOBILE, ask, served, state, tries
from tests.journeys.centre import COMPANY, Centre, at_work, nobody, only, open_centre
from tests.journeys.house import RULES


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    async with open_centre(rules=CUSTOMER_FIRST) as running:
        yield running


async def test_killed_before_his_turn(centre: Centre) -> None:
    nobody(centre)
    customer = centre.switch.phone(MOBILE, Answers(after=2))
    await ask(centre)
    place = centre.memory.callbacks()[0].joined_at
    await centre.clock.advance(30)
    await centre.kill()
    await centre.start_again()
    centre.switch.phone(Seat("1001"), Answers(after=1)).register()
    await served(centre, customer, "1001")
    assert tries(centre)[-1].queued_at == place
    assert customer.rung == 1


async def test_killed_while_his_phone_rings(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    customer = centre.switch.phone(MOBILE, Rings())
    await ask(centre)
    await centre.clock.until(lambda: customer.ringing)
    await centre.kill()
    centre.switch.phone(MOBILE, Answers(after=2))
    await centre.start_again()
    await served(centre, customer, "1001")
    assert (customer.rung, len(at_work("callback"))) == (2, 1)


async def test_killed_while_he_waits_for_the_person(centre: Centre) -> None:
    only(centre, "1001", Rings())
    customer = centre.switch.phone(MOBILE, Answers(after=1))
    await ask(centre)
    await centre.clock.until(lambda: customer.hears in COMPANY)
    await centre.kill()
    await centre.start_again()
    assert customer.up
    centre.switch.phone(Seat("1002"), Answers(after=1)).register()
    await served(centre, customer, "1002")
    customer.hang_up()
    await centre.clock.advance(2 * RULES.pause)
    assert (customer.rung, state(centre)) == (1, CallbackState.REACHED)
    assert tries(centre)[-1].outcome is Outcome.SERVED


async def test_killed_while_he_waits_and_then_hung_up(centre: Centre) -> None:
    only(centre, "1001", Rings())
    customer = centre.switch.phone(MOBILE, Answers(after=1))
    await ask(centre)
    await centre.clock.until(lambda: customer.hears in COMPANY)
    await centre.kill()
    await centre.start_again()
    customer.hang_up()
    await centre.clock.settle()
    assert (state(centre), centre.memory.callbacks()[0].tries) == (CallbackState.OPEN, 1)
    centre.switch.phone(Seat("1002"), Answers(after=1)).register()
    await centre.clock.advance(RULES.pause + 1)
    await served(centre, customer, "1002")


async def test_killed_while_they_talk(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    customer = centre.switch.phone(MOBILE, Answers(after=1))
    await ask(centre)
    await served(centre, customer, "1001")
    await centre.kill()
    await centre.start_again()
    assert customer.hears == "1001"
    assert state(centre) is CallbackState.REACHED
    heard = list(customer.heard)
    centre.switch.phone(Seat("1001")).hang_up()
    await centre.clock.until(lambda: customer.gone)
    assert list(customer.heard) == heard, "he was not led into the menus of a hotline that he did not dial"


async def test_the_link_is_lost_while_his_phone_rings(centre: Centre) -> None:
    only(centre, "1001", Answers(after=1))
    customer = centre.switch.phone(MOBILE, Rings())
    await ask(centre)
    await centre.clock.until(lambda: customer.ringing)
    centre.switch.lose_link()
    centre.switch.phone(MOBILE, Answers(after=2))
    await centre.clock.advance(3)
    centre.switch.restore_link()
    await served(centre, customer, "1001")
