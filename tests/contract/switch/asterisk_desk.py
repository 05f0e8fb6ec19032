"""A desk phone with two lines on real PJSIP, which refers calls as phones in offices do."""

from __future__ import annotations

from collections.abc import Callable

from calls.ids import LegId
from tests.asterisk.judges import PjsuaSeat
from tests.contract.switch.world import Desk
from tests.waiting import until


class PjsuaDesk(Desk):
    """`arrived` tells the legs of calls that came to the switch, in order."""

    def __init__(self, seat: PjsuaSeat, arrived: Callable[[], list[LegId]]) -> None:
        self._seat, self._arrived = seat, arrived
        self._second = -1

    @property
    def ringing(self) -> bool:
        return bool(self._incoming()) and not self._first("CONFIRMED") and not self.gone

    @property
    def gone(self) -> bool:
        return not self._incoming() or self._first("DISCONNCTD", "DISCONNECTED")

    async def answer(self) -> None:
        (call,) = self._incoming()
        await self._seat.answer(call)
        await self._seat.up(call)

    async def hold(self) -> None:
        await self._seat.hold(self._incoming()[0])

    async def ask(self, number: str) -> LegId:
        before = len(self._arrived())
        self._second = await self._seat.call(number)
        return (await self._one_more_than(before))[-1]

    async def send_on(self, number: str) -> None:
        assert await self._seat.transfer(self._incoming()[0], number) // 100 == 2

    async def complete(self, number: str) -> None:
        await self._seat.up(self._second)
        assert await self._seat.transfer_to_call(self._incoming()[0], self._second) // 100 == 2

    async def _one_more_than(self, before: int) -> list[LegId]:
        await until(lambda: len(self._arrived()) > before, what="the arrival of the second call")
        return self._arrived()

    def _incoming(self) -> list[int]:
        return [event.call for event in self._seat.events if event.kind == "incoming" and event.call is not None]

    def _first(self, *states: str) -> bool:
        """Whether the call that came in was in one of these states."""
        told = (event for event in self._seat.events if event.kind == "state" and event.call == self._incoming()[0])
        return any(event.facts["state"] in states for event in told)
