"""The people at the two ends of the fake exchange: a caller, and phones with a script or worked by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calls.causes import Cause
from calls.ids import LegId
from calls.switch import Outside, Target
from tests.fakes.referring import refer

if TYPE_CHECKING:
    from tests.fakes.exchange import Exchange
    from tests.fakes.legs import FakeLeg


@dataclass(frozen=True, slots=True)
class Answers:
    """Picks up `after` so many seconds of ringing, keys `presses` a second later, and hangs up if told so."""

    after: float = 2.0
    presses: str = ""
    presses_after: float = 1.0
    hangs_up_after: float | None = None


@dataclass(frozen=True, slots=True)
class Refuses:
    """Says no: at once without ringing, or `after` so many seconds of it."""

    cause: Cause
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Rings:
    """Rings until the test does something with it."""


Script = Answers | Refuses | Rings
SILENT = Rings()
BUSY = Refuses(Cause.BUSY)
REJECTS = Refuses(Cause.REJECTED, after=1.0)
UNREACHABLE = Refuses(Cause.ABSENT)
VOICEMAIL = Answers(after=4.0)


class Party:
    """One end of a leg: what it heard, in order, and what it can do. `voice` is what others hear of it."""

    def __init__(self, exchange: Exchange, voice: str) -> None:
        self.exchange, self.voice = exchange, voice
        self.heard: list[str] = []
        self.speech: list[bytes] = []
        self.told: list[bytes] = []
        self._leg: FakeLeg | None = None

    @property
    def leg(self) -> LegId:
        """The name of the leg that this party is on, or was on last."""
        return self._on().name

    @property
    def cause(self) -> Cause | None:
        """Why the last leg ended; None while there is one."""
        return self._on().ended

    @property
    def gone(self) -> bool:
        """There is no call here (any more)."""
        return self._leg is None or self._leg.ended is not None

    @property
    def up(self) -> bool:
        """In a call that was answered."""
        return not self.gone and self._on().up

    @property
    def hears(self) -> str:
        """What sounds in this ear now: the stem of a prompt, `music`, a voice, or nothing."""
        return "" if self.gone else self._on().hears

    def press(self, digits: str) -> None:
        """Key these digits, one after the other."""
        leg = self._live()
        assert leg.up, "a key is heard only in a call that was answered"
        for digit in digits:
            self.exchange.keyed(leg, digit)

    def say(self, *frames: bytes) -> None:
        """Speak so many frames of 20 ms to who listens; silence before and after."""
        self.speech.extend(frames)

    def hang_up(self) -> None:
        """Put down the receiver."""
        self.exchange.end(self._live(), Cause.NORMAL)

    def _on(self) -> FakeLeg:
        assert self._leg is not None, f"{self.voice} was never in a call"
        return self._leg

    def _live(self) -> FakeLeg:
        assert not self.gone, f"{self.voice} is in no call"
        return self._on()


class FakeCaller(Party):
    """Who dialled us."""

    def __init__(self, exchange: Exchange, voice: str, leg: FakeLeg) -> None:
        super().__init__(exchange, voice)
        self._leg = leg


class FakePhone(Party):
    """A phone that can be rung: of a seat, or outside. It takes one call at a time."""

    def __init__(self, exchange: Exchange, target: Target, script: Script) -> None:
        super().__init__(exchange, target.number if isinstance(target, Outside) else target.name)
        self.target, self.script = target, script
        self.registered = True
        self.rung = 0

    @property
    def ringing(self) -> bool:
        """It rings now."""
        return not self.gone and not self._on().up

    @property
    def shows(self) -> str:
        """The caller's number on its display."""
        return self._on().caller.number

    def refusal(self) -> Cause | None:
        """Why a call does not even make it ring."""
        if not self.registered:
            return Cause.ABSENT
        if not self.gone:
            return Cause.BUSY
        match self.script:
            case Refuses(cause=cause, after=None):
                return cause
            case _:
                return None

    def take(self, leg: FakeLeg) -> None:
        """Begin to ring for this leg and follow the script."""
        self._leg, self.rung = leg, self.rung + 1
        match self.script:
            case Answers(after=after):
                self._later(after, lambda: self.answer() if self.ringing else None)
            case Refuses(cause=cause, after=after):
                self._later(after or 0.0, lambda: self.decline(cause) if self.ringing else None)
            case Rings():
                return

    def answer(self) -> None:
        """Pick up; a script goes on from here."""
        assert self.ringing, f"{self.voice} does not ring"
        self.exchange.picked_up(self._live())
        if isinstance(self.script, Answers):
            script = self.script
            if script.presses:
                self._later(script.presses_after, lambda: self.press(script.presses))
            if script.hangs_up_after is not None:
                self._later(script.hangs_up_after, self.hang_up)

    def decline(self, cause: Cause = Cause.REJECTED) -> None:
        """Refuse the call that rings."""
        assert self.ringing, f"{self.voice} does not ring"
        self.exchange.end(self._live(), cause)

    def hold(self) -> None:
        """Put the other side on hold: it hears music."""
        self.exchange.held(self._live())

    def resume(self) -> None:
        """Take the other side off hold."""
        self.exchange.resumed(self._live())

    def transfer_to(self, to: str, attended: bool = False) -> None:
        """Send the other side to the phone `to` (SIP REFER): at once, or having talked with it before.

        A talk through the exchange is `switch.call_in(to, seat=...)` that the service joined with that phone; where it
        joined nobody yet, as in a queue, the other side is put in the place of that call.
        """
        refer(self.exchange, self._live(), to, attended)

    def unregister(self) -> None:
        """Drop off the network. A call that goes on is not touched."""
        self.exchange.registers(self, False)

    def register(self) -> None:
        """Come back."""
        self.exchange.registers(self, True)

    def _later(self, seconds: float, do: Callable[[], object]) -> None:
        """Do it in so many seconds, unless this call is over by then."""
        self._live().after(seconds, do)
