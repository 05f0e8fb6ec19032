"""One call of a scripted phone, for asyncio."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

from telephony.phones.audio import read_wav, write_wav
from telephony.phones.dtmf import check_digits
from telephony.phones.errors import CallNotUp
from telephony.phones.events import NEXT, Answered, CallEvent, CallState, DigitHeard, Ended, Refused, Side
from telephony.phones.leg import Leg
from telephony.phones.media import Media
from telephony.phones.recording import Recording, Samples

T = TypeVar("T")


class PhoneCall:
    """A call made or received. Live in the event loop of its `Phone`; the threads behind it only report.

    `history` holds every event with its time; `recording` what was heard since the answer; `digits` the keys the other
    side pressed.
    """

    def __init__(self, leg: Leg, number: str, loop: asyncio.AbstractEventLoop) -> None:
        self._leg, self.number, self.outgoing, self._loop = leg, number, leg.outgoing, loop
        self._changed = asyncio.Event()
        self._recording = Recording()
        self.state = CallState.DIALLING
        self.history: list[CallEvent] = []
        self._listener: Callable[[CallEvent], None] = lambda _event: None
        leg.tell = lambda event: self._post(lambda: self._receive(event))
        leg.on_clock = lambda: self._post(self._notify)

    # --- what has happened

    @property
    def recording(self) -> Recording:
        """What was heard; empty before the answer."""
        media = self._leg.media
        return media.recording if media is not None else self._recording

    @property
    def digits(self) -> str:
        """The keys the other side pressed so far."""
        return "".join(event.digit for event in self.history if isinstance(event, DigitHeard))

    @property
    def answered_at(self) -> float | None:
        """When it was answered, epoch seconds."""
        return next((event.at for event in self.history if isinstance(event, Answered)), None)

    @property
    def over(self) -> Refused | Ended | None:
        """How it ended, if it has."""
        last = self.history[-1] if self.history else None
        return last if isinstance(last, Refused | Ended) else None

    async def outcome(self, within: float | None = None) -> Answered | Refused | Ended:
        """Wait until the call is answered or will never be. Raises TimeoutError after `within` seconds."""
        async with asyncio.timeout(within):
            return await self._until(self._outcome)

    async def ended(self, within: float | None = None) -> Refused | Ended:
        """Wait until it is over. Raises TimeoutError after `within` seconds."""
        async with asyncio.timeout(within):
            return await self._until(lambda: self.over)

    async def events(self) -> AsyncIterator[CallEvent]:
        """Every event from the first on, as it happens, until the call is over."""
        told = 0
        while True:
            while told == len(self.history):
                await self._changed.wait()
            event, told = self.history[told], told + 1
            yield event
            if isinstance(event, Refused | Ended):
                return

    def follow(self, listener: Callable[[CallEvent], None]) -> None:
        """Have `listener` told every event, those that have been first. One listener at a time."""
        for event in self.history:
            listener(event)
        self._listener = listener

    async def recorded(self, seconds: float) -> bool:
        """Wait until the recording is `seconds` long; False when the call ends before."""
        return await self._until(lambda: self._is_recorded(seconds))

    async def digits_heard(self, count: int, within: float | None = None) -> str:
        """Wait until the other side has pressed `count` keys. Raises TimeoutError, or CallNotUp at the end."""
        async with asyncio.timeout(within):
            return await self._until(lambda: self._digits_so_far(count))

    # --- what to do

    async def answer(self) -> None:
        """Pick up a call that comes in. Raises CallNotUp when the caller has gone."""
        self._leg.sip.post(self._leg.answer)
        if not isinstance(await self.outcome(), Answered):
            raise CallNotUp(self.number, self.state.value)

    async def refuse(self, code: int = 486) -> None:
        """Do not take it: 486 busy, 603 declined, 480 away. A call already over stays as it is."""
        self._leg.sip.post(lambda: self._leg.deny(code))
        await self.ended()

    async def hang_up(self) -> None:
        """End it in any state: BYE, CANCEL of a ringing call, 486 to one that comes in. Returns when it is over."""
        self._leg.sip.post(self._leg.hangup)
        await self.ended()

    cancel = hang_up

    async def press(self, digits: str) -> float:
        """Press keys (RFC 4733); returns when the last is up. Raises ValueError for what is no key, CallNotUp.

        When the first went down, in seconds since the answer, as positions in `recording` are.
        """
        media, checked, down = self._media(), check_digits(digits), list[float]()
        if not media.takes_digits:
            raise CallNotUp(self.number, "up, but the other side takes no telephone events")

        def begun() -> None:
            down.append(time.monotonic() - media.began)

        await self._sent(lambda done: media.sending.press(checked, done, begun))
        return down[0] if down else media.recording.seconds

    async def say(self, audio: Samples | Path) -> float:
        """Send speech (8 kHz samples or a WAV file); returns when all of it is out.

        When that was, in seconds since the answer, as positions in `recording` are. Raises CallNotUp when cut short.
        """
        media, ended = self._media(), list[float]()
        samples = read_wav(audio) if isinstance(audio, Path) else audio

        def begin(done: Callable[[], None]) -> None:
            def out() -> None:
                ended.append(media.recording.seconds)
                done()

            media.sending.say(samples, out)

        await self._sent(begin)
        if media.sending.over or self.over:
            raise CallNotUp(self.number, self.state.value)
        return ended[0]

    def echo(self, db: float, delay: float) -> None:
        """Send back what is heard, weaker by so many decibels (-20), so many seconds late, until `hush`."""
        media = self._media()
        media.sending.echo(media.recording, db, delay)

    def tone(self, hz: float, dbfs: float = -12.0) -> None:
        """Send a tone until `hush` (or the end of the call)."""
        self._media().sending.tone(hz, dbfs)

    def hush(self) -> None:
        """Stop tone and speech."""
        self._media().sending.hush()

    def save(self, path: Path) -> None:
        """Write what was heard as a WAV file."""
        write_wav(path, self.recording.samples())

    # --- from the threads, by way of the loop

    def lost(self, why: str, now: float) -> None:
        """The phone closes: a call that was not confirmed over is over now."""
        if not self.state.over:
            self._receive(Ended(now, Side.NEAR, why))

    def _post(self, job: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has been closed: nobody listens any more
            self._loop.call_soon_threadsafe(job)

    def _receive(self, event: CallEvent) -> None:
        after = NEXT.get((self.state, type(event)))
        if after is not None:
            self.state = after
            self.history.append(event)
            self._listener(event)
            self._notify()

    def _notify(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def _until(self, found: Callable[[], T | None]) -> T:
        while (value := found()) is None:
            await self._changed.wait()
        return value

    async def _sent(self, begin: Callable[[Callable[[], None]], None]) -> None:
        sent = asyncio.Event()
        begin(lambda: self._post(sent.set))
        await sent.wait()

    def _outcome(self) -> Answered | Refused | Ended | None:
        return next((event for event in self.history if isinstance(event, Answered | Refused | Ended)), None)

    def _is_recorded(self, seconds: float) -> bool | None:
        return True if self.recording.seconds >= seconds else False if self.over else None

    def _digits_so_far(self, count: int) -> str | None:
        if len(self.digits) < count and self.over:
            raise CallNotUp(self.number, self.state.value)
        return self.digits if len(self.digits) >= count else None

    def _media(self) -> Media:
        media = self._leg.media
        if self.state is not CallState.ANSWERED or media is None:
            raise CallNotUp(self.number, self.state.value)
        return media
