"""A switch in memory that keeps every promise of the port `calls.switch.Switch` (tests/contract proves it).

A test reads:

    clock = ManualClock()
    switch = FakeSwitch(clock)
    switch.attach(events.append)
    agent = switch.phone(Seat("1001"), Answers(after=2))
    caller = switch.call_in("95105", number="13800001111")
    await clock.advance(5)
    caller.press("1")
    await clock.until(lambda: agent.up)
    assert caller.heard == ["greeting", "music", "1001"]
"""

from __future__ import annotations

import wave
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from calls.causes import Cause
from calls.digit_entry import DigitEntry
from calls.errors import DestinationBarred, HotlineError, LegGone, SwitchLost, SwitchRefused
from calls.events import SwitchEvent
from calls.ids import LegId
from calls.switch import (
    Collected,
    Hearing,
    InputRules,
    LegSeen,
    Marks,
    Outside,
    RingOrder,
    Seat,
    Switch,
    Target,
)
from tests.fakes.clock import ManualClock
from tests.fakes.hearing import FakeHearing
from tests.fakes.legs import DIGITS, FakeLeg
from tests.fakes.talking import FakeTalking


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the switch was asked, whether it could do it or not."""

    name: str
    leg: LegId
    details: tuple[object, ...] = ()


def wav_seconds(sound: Path) -> float:
    """How long a WAV file plays."""
    with wave.open(str(sound), "rb") as file:
        return file.getnframes() / file.getframerate()


class FakeSwitch(FakeTalking, Switch):
    """The port on a PBX in memory: `seconds_of` tells a prompt's length, `allowed` who is rung outside."""

    def __init__(
        self,
        clock: ManualClock,
        *,
        seconds_of: Callable[[Path], float] = lambda _: 2.0,
        allowed: Callable[[str], bool] = lambda _: True,
    ) -> None:
        super().__init__(clock)
        self.seconds_of, self.allowed = seconds_of, allowed
        self.commands: list[Command] = []
        self._faults: dict[str, list[HotlineError]] = {}

    def fail_next(self, name: str, error: HotlineError | None = None) -> None:
        """Let the next command of this name fail; called again, the one after it too."""
        self._faults.setdefault(name, []).append(error or SwitchRefused(f"{name} was refused"))

    def asked(self, name: str) -> list[Command]:
        """The commands of this name, in order."""
        return [command for command in self.commands if command.name == name]

    # The port.

    def attach(self, receive: Callable[[SwitchEvent], None]) -> None:
        self._receive = receive

    async def answer(self, leg: LegId) -> None:
        self._free("answer", leg).change(up=True)

    async def play(self, leg: LegId, sounds: Sequence[Path], stop_on: str = "") -> str:
        found = self._free("play", leg, *_stems(sounds), stop_on)
        with found.occupied("play"):
            return await self._sound(found, sounds, stop_on)

    async def collect(self, leg: LegId, sounds: Sequence[Path], rules: InputRules) -> Collected:
        found = self._free("collect", leg, *_stems(sounds), rules)
        with found.occupied("collect"):
            entry = DigitEntry(rules)
            self._feed(entry, found)
            if not entry.begun:
                digit = await self._sound(found, sounds, DIGITS if rules.barge_in else "")
                self._feed(entry, found, digit)
            entry.prompt_over(self.clock.now())
            while entry.result is None:
                self._feed(entry, found, await found.wait(entry.next_deadline() or 0.0, DIGITS))
                entry.tick(self.clock.now())
            return entry.result

    @asynccontextmanager
    async def listen(self, leg: LegId) -> AsyncIterator[Hearing]:
        found = self._free("listen", leg)
        with found.occupied("listen"):
            yield FakeHearing(found)

    async def music(self, leg: LegId, on: bool, of: str = "") -> None:
        self._free("music", leg, on, of).change(music=on)

    async def announce(self, leg: LegId, sounds: Sequence[Path], of: str = "") -> None:
        found = self._free("announce", leg, *_stems(sounds), of)
        with found.occupied("announce"):
            for sound in sounds:
                if found.commandable:
                    await found.announce(sound.stem, self.clock.now() + self._length(sound))

    async def ring(self, order: RingOrder) -> None:
        self._door("ring", order.leg, order.target)
        self._check_allowed(order.target)
        if order.leg in self.all_legs:
            raise SwitchRefused(f"the name of leg {order.leg} is used already")
        leg = self.new_leg(order.leg, order.target, order.caller)
        leg.marks = order.marks
        self.begin_ring(leg, order.target, order.ring_for)

    async def bridge(self, leg: LegId, other: LegId) -> None:
        self._door("bridge", leg, other)
        one, two = self._commandable(leg), self._commandable(other)
        if one is two:
            raise SwitchRefused(f"leg {leg} cannot be joined with itself")
        self.join(one, two)

    async def transfer(self, leg: LegId, target: Target, ring_for: float) -> None:
        self._door("transfer", leg, target)
        giver = self._commandable(leg)
        self._check_allowed(target)
        giver.change(music=False, sound="", up=True)
        giver.stop()
        giver.handed_to = third = self.rung_leg(giver, target)
        third.handed_from = giver
        self.begin_ring(third, target, ring_for)

    async def record(self, leg: LegId, file: Path) -> None:
        self._door("record", leg, file)
        self._living(leg).record(file)

    async def mark(self, leg: LegId, marks: Marks) -> None:
        self._door("mark", leg, marks)
        self._living(leg).marks = marks

    async def hang_up(self, leg: LegId, cause: Cause = Cause.NORMAL) -> None:
        self._door("hang_up", leg, cause)
        if leg in self.all_legs:
            self.end(self.all_legs[leg], cause)

    async def legs(self) -> Sequence[LegSeen]:
        self._door("legs")
        return [leg.seen() for leg in self.all_legs.values() if leg.ended is None]

    async def reachable_seats(self) -> frozenset[str]:
        self._door("reachable_seats")
        seats = (phone for phone in self.phones.values() if phone.registered)
        return frozenset(phone.target.name for phone in seats if isinstance(phone.target, Seat))

    # What every command goes through.

    def _door(self, name: str, leg: LegId = LegId(""), *details: object) -> None:
        self.commands.append(Command(name, leg, details))
        if faults := self._faults.get(name):
            raise faults.pop(0)
        self._check_link()

    def _check_link(self) -> None:
        if not self.linked:
            raise SwitchLost("there is no link to the switch")

    def _check_allowed(self, target: Target) -> None:
        if isinstance(target, Outside) and not self.allowed(target.number):
            raise DestinationBarred(f"{target.number} may not be dialled")

    def _living(self, leg: LegId) -> FakeLeg:
        if leg not in self.all_legs:
            raise LegGone(leg)
        found = self.all_legs[leg]
        if found.ended is not None:
            raise LegGone(leg, found.ended)
        return found

    def _commandable(self, leg: LegId) -> FakeLeg:
        found = self._living(leg)
        if not found.commandable:
            raise SwitchRefused(f"leg {leg} takes no commands now: it rings, talks or is being handed over")
        return found

    def _free(self, name: str, leg: LegId, *details: object) -> FakeLeg:
        """The leg for a command that needs it for itself."""
        self._door(name, leg, *details)
        found = self._commandable(leg)
        found.expect_free(name)
        return found

    async def _sound(self, leg: FakeLeg, sounds: Sequence[Path], stop_on: str) -> str:
        """Play one after the other. A digit keyed ahead stops them before they begin; joining the leg does too."""
        digit = leg.keyed_ahead(stop_on)
        for sound in sounds:
            if digit or not leg.commandable:
                break
            digit = await leg.play(sound.stem, self.clock.now() + self._length(sound), stop_on)
        return digit

    def _length(self, sound: Path) -> float:
        try:
            return self.seconds_of(sound)
        except FileNotFoundError as error:
            raise SwitchRefused(f"there is no sound {sound}") from error

    def _feed(self, entry: DigitEntry, leg: FakeLeg, digit: str = "") -> None:
        """Give the entry this digit and what was keyed meanwhile; what comes after its end is kept."""
        keyed = [digit, *leg.keyed] if digit else list(leg.keyed)
        while keyed and entry.result is None:
            entry.receive(keyed.pop(0), self.clock.now())
        leg.keyed[:] = keyed


def _stems(sounds: Sequence[Path]) -> tuple[str, ...]:
    return tuple(sound.stem for sound in sounds)
