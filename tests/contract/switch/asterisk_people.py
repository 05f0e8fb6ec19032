"""People with real SIP phones, who hear with their ears."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from calls.ids import LegId
from telephony.phones.audio import level
from telephony.phones.call import PhoneCall
from telephony.phones.events import CallState
from telephony.phones.phone import Phone as SipPhone
from tests.contract.switch.tones import has_pitch
from tests.contract.switch.world import Phone, Side

EAR = 0.2
"""Seconds that somebody listens before he says what he hears."""
QUIET = -50.0
"""dBFS below which it is silent."""
DECLINED = 603


class SipSide(Side):
    """Somebody in a call of a SIP phone."""

    def __init__(self) -> None:
        self.call: PhoneCall | None = None
        self.own_leg = LegId("")

    @property
    def leg(self) -> LegId:
        assert self.own_leg, "the switch has not told of this phone's call"
        return self.own_leg

    @property
    def up(self) -> bool:
        return self.call is not None and self.call.state is CallState.ANSWERED

    @property
    def gone(self) -> bool:
        return self.call is None or self.call.state.over

    def hears(self, pitch: int) -> bool:
        return self.up and has_pitch(self._live().recording.last(EAR).tobytes(), pitch)

    def hears_music(self) -> bool:
        return self.up and level(self._live().recording.last(3 * EAR)) > QUIET

    def hears_nothing(self) -> bool:
        return level(self._live().recording.last(EAR)) < QUIET

    def speak(self, pitch: int) -> None:
        self._live().hush()
        if pitch:
            self._live().tone(pitch)

    async def press(self, digits: str) -> None:
        await self._live().press(digits)

    async def hang_up(self) -> None:
        await self._live().hang_up()

    def _live(self) -> PhoneCall:
        assert self.call is not None, "this phone is in no call"
        return self.call


class SipPhoneSide(SipSide, Phone):
    """A registered phone. `leg_rung` tells the leg that rings when a call comes in."""

    def __init__(self, phone: SipPhone, leg_rung: Callable[[], LegId]) -> None:
        super().__init__()
        self._phone, self._leg_rung = phone, leg_rung
        self._taking = asyncio.ensure_future(self._take())

    @property
    def leg(self) -> LegId:
        return self._leg_rung()

    @property
    def ringing(self) -> bool:
        return self.call is not None and self.call.state is CallState.RINGING

    async def answer(self) -> None:
        await self._live().answer()

    @property
    def shows(self) -> str:
        return self._live().number

    async def decline(self) -> None:
        await self._live().refuse(DECLINED)

    async def unplug(self) -> None:
        await self._phone.close()
        await self._taking

    async def _take(self) -> None:
        async for call in self._phone.incoming():
            self.call = call
