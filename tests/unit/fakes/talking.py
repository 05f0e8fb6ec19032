"""A conversation on the fake switch."""

from __future__ import annotations

from calls.ids import LegId
from calls.switch import Seat, Target
from tests.contract.switch.world import order
from tests.fakes.party import SILENT, FakeCaller, FakePhone
from tests.fakes.switch import FakeSwitch

LEG = LegId("offer-1")


async def talk(switch: FakeSwitch, target: Target = Seat("1001")) -> tuple[FakeCaller, FakePhone]:
    """A caller in a conversation."""
    phone, caller = switch.phone(target, SILENT), switch.call_in("95105")
    await switch.answer(caller.leg)
    await switch.ring(order(target, LEG))
    phone.answer()
    await switch.bridge(caller.leg, LEG)
    await switch.clock.settle()
    return caller, phone
