"""The world in memory."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from calls.events import CallArrived, SwitchEvent
from calls.ids import LegId
from calls.switch import Seat, Target
from tests.contract.switch.tones import has_pitch, tone_frames, write_tone
from tests.contract.switch.world import BARRED, DESK, HOTLINE, Desk, Phone, Side, World
from tests.fakes.clock import ManualClock
from tests.fakes.party import BUSY, SILENT, FakePhone, Party
from tests.fakes.switch import FakeSwitch, wav_seconds

T = TypeVar("T")


class FakeSide(Side):
    """A party of the fake exchange, as the contract tests see people."""

    def __init__(self, party: Party) -> None:
        self.party = party

    @property
    def leg(self) -> LegId:
        return self.party.leg

    @property
    def up(self) -> bool:
        return self.party.up

    @property
    def gone(self) -> bool:
        return self.party.gone

    def hears(self, pitch: int) -> bool:
        spoken = b"".join(self.party.told[-10:])
        return f"tone-{pitch}" in self.party.hears.split("+") or has_pitch(spoken, pitch)

    def hears_music(self) -> bool:
        return self.party.hears == "music"

    def hears_nothing(self) -> bool:
        return not self.party.hears

    def speak(self, pitch: int) -> None:
        self.party.voice = f"tone-{pitch}" if pitch else ""
        speech = tone_frames(pitch, 20.0)
        self.party.say(*(speech[at : at + 320] for at in range(0, len(speech), 320)))

    async def press(self, digits: str) -> None:
        self.party.press(digits)

    async def hang_up(self) -> None:
        self.party.hang_up()


class FakePhoneSide(FakeSide, Phone):
    """A phone of the fake exchange."""

    def __init__(self, party: FakePhone) -> None:
        super().__init__(party)
        self.phone = party

    @property
    def ringing(self) -> bool:
        return self.phone.ringing

    async def answer(self) -> None:
        self.phone.answer()

    @property
    def shows(self) -> str:
        return self.phone.shows

    async def decline(self) -> None:
        self.phone.decline()

    async def unplug(self) -> None:
        self.phone.unregister()


class FakeDesk(Desk):
    """A phone of the fake exchange with a second line."""

    def __init__(self, world: FakeWorld, phone: FakePhone, seat: str) -> None:
        self._world, self._phone, self._seat = world, phone, seat

    @property
    def ringing(self) -> bool:
        return self._phone.ringing

    @property
    def gone(self) -> bool:
        return self._phone.gone

    async def answer(self) -> None:
        self._phone.answer()

    async def hold(self) -> None:
        self._phone.hold()

    async def ask(self, number: str) -> LegId:
        return (await self._world.call_in(number, seat=self._seat)).leg

    async def send_on(self, number: str) -> None:
        self._phone.transfer_to(number)

    async def complete(self, number: str) -> None:
        self._phone.transfer_to(number, attended=True)


class FakeWorld(World):
    """`FakeSwitch` on a manual clock, which moves when a test waits."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.folder = ManualClock(), folder
        self.fake = FakeSwitch(self.clock, seconds_of=wav_seconds, allowed=lambda number: number != BARRED)
        self.switch = self.fake
        self.events: list[SwitchEvent] = []
        self.fake.attach(self.events.append)

    def now(self) -> float:
        return self.clock.now()

    def at_most(self, seconds: float) -> float:
        return seconds

    async def call_in(self, number: str = HOTLINE, *, seat: str = "") -> FakeSide:
        caller = FakeSide(self.fake.call_in(number, number=seat or "13800001111", name="Li", seat=seat))
        await self.until(lambda: any(isinstance(e, CallArrived) and e.leg == caller.leg for e in self.events))
        return caller

    async def phone(self, target: Target = DESK, *, engaged: bool = False) -> FakePhoneSide:
        return FakePhoneSide(self.fake.phone(target, BUSY if engaged else SILENT))

    async def desk(self, target: Seat = DESK) -> FakeDesk:
        return FakeDesk(self, self.fake.phone(target, SILENT), target.name)

    def sound(self, pitch: int, seconds: float = 1.0) -> Path:
        return write_tone(self.folder / f"tone-{pitch}.wav", pitch, seconds)

    async def cut_link(self) -> None:
        self.fake.lose_link()

    async def mend_link(self) -> None:
        self.fake.restore_link()

    async def until(self, condition: Callable[[], object], within: float = 5.0, what: str = "") -> None:
        await self.clock.until(condition, within, what)

    async def run(self, work: Coroutine[Any, Any, T], within: float = 10.0) -> T:
        return await self.clock.run(work, within)

    async def pass_time(self, seconds: float) -> None:
        await self.clock.advance(seconds)
