"""A switch that takes its time over a command, as Asterisk does: things happen between the order and its answer."""

from __future__ import annotations

from calls.ids import LegId
from tests.fakes.clock import ManualClock
from tests.fakes.switch import FakeSwitch


class SlowSwitch(FakeSwitch):
    """`slow_to_bridge` and `slow_to_play_music`: seconds from the order to its being carried out."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__(clock)
        self.slow_to_bridge = self.slow_to_play_music = 0.0

    async def bridge(self, leg: LegId, other: LegId) -> None:
        await self.clock.wait_until(self.clock.now() + self.slow_to_bridge)
        await super().bridge(leg, other)

    async def music(self, leg: LegId, on: bool, of: str = "") -> None:
        await self.clock.wait_until(self.clock.now() + self.slow_to_play_music)
        await super().music(leg, on, of)
