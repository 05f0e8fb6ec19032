"""Taking caller and person apart for a while, or for good: both legs take commands then."""

from __future__ import annotations

from contextlib import suppress

from calls.clock import Clock
from calls.errors import HotlineError, LegGone, SwitchRefused
from calls.events import LegEnded, LegParted
from calls.happenings.visit import Failed
from calls.ids import LegId
from calls.switch import Switch
from service.call import Call, Partner
from service.chronicle import Chronicle
from service.timing import before

PARTED_WITHIN = 2.0
"""Seconds in which the news of a leg that was parted comes; measured under 10 ms."""


class Parting:
    """Parts conversations. One inbox tells of all their legs (`call.line`)."""

    def __init__(self, switch: Switch, clock: Clock, chronicle: Chronicle) -> None:
        self._switch, self._clock, self._chronicle = switch, clock, chronicle

    async def part(self, call: Call, partner: Partner) -> None:
        """Both take commands, or have left."""
        try:
            await self._switch.part(call.leg)
        except (LegGone, SwitchRefused) as error:
            self.left_early(call, error)
        for leg in (call.leg, partner.leg):
            await self.until_parted(call, leg)

    async def until_parted(self, call: Call, leg: LegId) -> None:
        """The news that a leg takes commands again, or is gone: it is on its way, or has been before."""
        with suppress(TimeoutError):
            await before(self._clock, self._clock.now() + PARTED_WITHIN, _parted(call, leg))

    def left_early(self, call: Call, error: HotlineError) -> None:
        """Manager or colleague left in the moment of an order. It is never the caller: his end ends the whole story."""
        self._chronicle.note(call.id, Failed(error.told()))


async def _parted(call: Call, leg: LegId) -> None:
    while not isinstance(await call.line.next_of(leg), LegParted | LegEnded):
        continue
