"""P20, P27 with the customer rung first, who presses a key before anybody is rung for him: a voicemail box gets nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from calls.contact import Outcome
from store.callbacks import CallbackState
from tests.fakes.party import Answers
from tests.journeys.calling_back import CUSTOMER_FIRST, MOBILE, ask, served, tries
from tests.journeys.centre import Centre, only, open_centre
from tests.journeys.house import RULES

CONFIRMED = replace(CUSTOMER_FIRST, confirm=True)


@pytest.fixture
async def asking() -> AsyncIterator[Centre]:
    async with open_centre(rules=CONFIRMED) as running:
        yield running


async def test_who_presses_the_key_is_connected(asking: Centre) -> None:
    agent = only(asking, "1001", Answers(after=1))
    customer = asking.switch.phone(MOBILE, Answers(after=1, presses="1", presses_after=6.0))
    await ask(asking)
    await asking.clock.until(lambda: "callback_confirm_here" in customer.heard)
    assert agent.rung == 0
    await served(asking, customer, "1001")
    assert "connecting_now" in customer.heard


@pytest.mark.parametrize("presses", ["", "5"])
async def test_a_voicemail_box_gets_nobody_and_is_tried_again(asking: Centre, presses: str) -> None:
    agent = only(asking, "1001", Answers(after=1))
    box = asking.switch.phone(MOBILE, Answers(after=1, presses=presses))
    await ask(asking)
    await asking.clock.until(lambda: box.rung == 1 and box.gone)
    await asking.clock.settle()
    kept = asking.memory.callbacks()[0]
    assert (agent.rung, kept.state, kept.tries) == (0, CallbackState.OPEN, 1)
    assert "nobody pressed the key" in kept.why
    assert [record.outcome for record in tries(asking)] == [Outcome.NOT_REACHED]
    asking.switch.phone(MOBILE, Answers(after=1, presses="1"))
    await asking.clock.advance(RULES.pause + 1)
    await served(asking, asking.switch.phone(MOBILE), "1001")


async def test_who_hangs_up_without_a_key_was_not_reached(asking: Centre) -> None:
    agent = only(asking, "1001", Answers(after=1))
    customer = asking.switch.phone(MOBILE, Answers(after=1, hangs_up_after=3))
    await ask(asking)
    await asking.clock.until(lambda: customer.rung == 1 and customer.gone)
    await asking.clock.settle()
    assert (agent.rung, asking.memory.callbacks()[0].tries) == (0, 1)


async def test_the_service_dies_while_he_is_asked_for_a_key(asking: Centre) -> None:
    only(asking, "1001", Answers(after=1))
    customer = asking.switch.phone(MOBILE, Answers(after=1))
    await ask(asking)
    await asking.clock.until(lambda: "callback_confirm_here" in customer.heard)
    await asking.kill()
    customer = asking.switch.phone(MOBILE, Answers(after=1, presses="1"))
    await asking.start_again()
    await served(asking, customer, "1001")
