"""One leg of the fake exchange: what it hears, what was keyed on it, and which command waits on it."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from calls.causes import Cause
from calls.errors import HotlineError, LegGone
from calls.events import Caller
from calls.ids import LegId
from calls.switch import LegSeen, Marks
from tests.fakes.clock import Alarm, ManualClock

if TYPE_CHECKING:
    from tests.fakes.party import Party

DIGITS = "0123456789*#ABCD"
A_SECOND = 8000


class FakeLeg:
    """A leg from its first sign of life to its end. `out`: the switch rings it, as opposed to: it called."""

    def __init__(self, name: LegId, clock: ManualClock, *, dialled: str, caller: Caller, seat: str, out: bool) -> None:
        self.name, self.dialled, self.caller, self.seat, self.out = name, dialled, caller, seat, out
        self.clock, self.since = clock, clock.now()
        self.party: Party | None = None
        self.up, self.music, self.on_hold = False, False, False
        self.mute, self.silent = False, False
        self.sound = ""
        self.marks: Marks | None = None
        self.partner: FakeLeg | None = None
        self.more: list[FakeLeg] = []
        self.overhears: FakeLeg | None = None
        self.whisperers: list[FakeLeg] = []
        self.whispered = ""
        self.handed_to: FakeLeg | None = None
        self.handed_from: FakeLeg | None = None
        self.ended: Cause | None = None
        self.keyed: list[str] = []
        self.command = ""
        self._wanted = ""
        self._answer: asyncio.Future[str] | None = None
        self._alarms: list[Alarm] = []
        self._record: tuple[Path, float] | None = None

    @property
    def commandable(self) -> bool:
        """It takes commands: it neither rings, nor talks, nor is being handed over."""
        busy = self.partner or self.handed_to or self.overhears
        return self.ended is None and (self.up or not self.out) and not busy

    @property
    def hears(self) -> str:
        """What sounds in the ear now. Before it is off hook, nothing does."""
        if not self.up:
            return ""
        if self.whispered:
            return self.whispered
        if self.overhears is not None:
            return _together(self.overhears.voice, self.overhears.heard_talk)
        talk = self.heard_talk if self.partner else self.sound or ("music" if self.music else "")
        return _together(talk, *(leg.voice for leg in self.whisperers))

    @property
    def heard_talk(self) -> str:
        """What a conversation brings to this ear."""
        if self.on_hold:
            return "music"
        return _together(*(leg.voice for leg in (self.partner, *self.more) if leg))

    @property
    def voice(self) -> str:
        """What the other side of a conversation hears."""
        return self.party.voice if self.party else ""

    def change(self, **values: object) -> None:
        """Change what plays, and note in the party's memory what it hears from now on."""
        before = self.hears
        for name, value in values.items():
            setattr(self, name, value)
        if self.party is not None and self.hears not in ("", before):
            self.party.heard.append(self.hears)

    def after(self, seconds: float, do: Callable[[], object]) -> None:
        """Have `do` called in so many seconds, if the leg still lives then."""
        self._alarms.append(self.clock.call_at(self.clock.now() + seconds, do))

    async def play(self, sound: str, until: float, stop_on: str) -> str:
        """Sound until then, or until one of the digits; return that digit or ''."""
        self.change(sound=sound, music=False)
        try:
            return await self.wait(until, stop_on)
        finally:
            self.change(sound="")

    async def announce(self, sound: str, until: float) -> None:
        """Sound until then; the exchange itself goes on with music, whatever becomes of who ordered it."""
        self.change(sound=sound, music=True)
        self.clock.call_at(until, lambda: self.change(sound="") if self.sound == sound else None)
        await self.wait(until, "")

    def whisper(self, sound: str, since: float, until: float) -> None:
        """Sound in this ear meanwhile, over everything, as long as it is in a conversation."""
        self.after(since - self.clock.now(), lambda: self.change(whispered=sound) if self.partner else None)
        self.after(until - self.clock.now(), lambda: self.change(whispered="") if self.whispered == sound else None)

    async def wait(self, until: float, wanted: str) -> str:
        """Wait for a digit out of `wanted`; '' when time is up or the leg was joined. Raises if it ends."""
        self._wanted, self._answer = wanted, asyncio.get_running_loop().create_future()
        alarm = self.clock.call_at(until, self.stop)
        try:
            return await self._answer
        finally:
            alarm.cancel()
            self._answer = None

    def stop(self) -> None:
        """What plays or collects is over."""
        self._wake("")

    def key(self, digit: str) -> None:
        """A digit goes to the command that wants it, else it is kept; in a conversation it is only talk."""
        if self.partner is not None or self.overhears is not None:
            return
        if digit not in self._wanted or not self._wake(digit):
            self.keyed.append(digit)

    def keyed_ahead(self, wanted: str) -> str:
        """Take the first digit kept that is one of those wanted; '' if none is."""
        digit = next((digit for digit in self.keyed if digit in wanted), "")
        if digit:
            self.keyed.remove(digit)
        return digit

    def fail(self, error: HotlineError) -> None:
        """Let the command that waits fail."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)

    def finish(self, cause: Cause) -> None:
        """The leg is gone: nothing of it goes on."""
        self.ended = cause
        self.fail(LegGone(self.name, cause))
        for alarm in self._alarms:
            alarm.cancel()
        if self._record is not None:
            _write_tone(*self._record, until=self.clock.now())

    def record(self, file: Path) -> None:
        """Keep a file of everything from now to the end."""
        self._record = (file, self.clock.now())

    def expect_free(self, command: str) -> None:
        """One command at a time: a second one is a fault of who gives it, and no test may pass with it."""
        assert not self.command, f"{command} on leg {self.name}, where {self.command} is still going on"

    @contextmanager
    def occupied(self, command: str) -> Iterator[None]:
        """While this command goes on, there is no other."""
        self.expect_free(command)
        self.command = command
        try:
            yield
        finally:
            self.command = ""

    def seen(self) -> LegSeen:
        """The leg as the port shows it."""
        return LegSeen(
            leg=self.name,
            up=self.up,
            commandable=self.commandable,
            marks=self.marks,
            dialled=self.dialled,
            caller=self.caller,
            seat=self.seat,
            joined_with=self.partner.name if self.partner else None,
            since=self.since,
            others=tuple(leg.name for leg in self.more),
        )

    def _wake(self, digit: str) -> bool:
        if self._answer is None or self._answer.done():
            return False
        self._answer.set_result(digit)
        return True


def _together(*voices: str) -> str:
    return "+".join(voice for voice in voices if voice)


def _write_tone(file: Path, since: float, until: float) -> None:
    """A WAV file as long as the recording, with something to hear in it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(A_SECOND)
        out.writeframes(b"\x00\x20\x00\xe0" * round((until - since) * A_SECOND / 2))
