"""Somebody asks to be called back, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace

from calls.contact import ContactRecord
from calls.switch import Outside
from store.callbacks import CallbackState
from tests.fakes.party import FakePhone
from tests.journeys.centre import Centre
from tests.journeys.house import RULES

NUMBER = "13800001111"
MOBILE = Outside(NUMBER)
CUSTOMER_FIRST = replace(RULES, customer_first=True)


async def ask(centre: Centre, number: str = NUMBER, dialled: str = "95112") -> None:
    """Somebody asks for a callback and hangs up."""
    caller = centre.switch.call_in(dialled, number=number)
    await centre.clock.until(lambda: "callback_number_is" in caller.heard)
    caller.press("1")
    await centre.clock.until(lambda: "callback_kept" in caller.heard)
    caller.hang_up()
    await centre.clock.settle()


def tries(centre: Centre) -> list[ContactRecord]:
    return [record for record in centre.memory.records() if record.calling_back]


def state(centre: Centre) -> CallbackState:
    return centre.memory.callbacks()[0].state


async def served(centre: Centre, customer: FakePhone, by: str) -> None:
    await centre.clock.until(lambda: customer.up and customer.hears == by)
