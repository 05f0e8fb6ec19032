"""Independent phones for end-to-end tests: real PJSIP (pjsua2) and SIPp. Neither shares a line of code with ours."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.asterisk.sipp_judge import SippFault, SippPhone, SippResult, sipp_calls
from tests.waiting import patient, until

__all__ = ["PjsuaSeat", "SeatEvent", "SeatFault", "SippFault", "SippPhone", "SippResult", "sipp_calls"]

ROOT = Path(__file__).parents[2]
GOODBYE = 5.0


class SeatFault(AssertionError):
    """PJSIP refused what the test asked of it, or the seat's process is gone."""


@dataclass(frozen=True, slots=True)
class SeatEvent:
    """What a PJSIP seat told: kind is registration, incoming, state, digit or transfer; `facts` as PJSIP gave them."""

    kind: str
    call: int | None
    facts: dict[str, Any]


class PjsuaSeat:
    """A PJSIP phone in a process of its own: `async with PjsuaSeat(user, secret, port) as seat`.

    `events` holds everything it told so far; `seen` waits for one. Audio comes from and goes to WAV files (16-bit mono).
    """

    def __init__(self, user: str, secret: str, port: int) -> None:
        self.user, self._secret, self._port = user, secret, port
        self.events: list[SeatEvent] = []
        self._recordings: dict[int, Path] = {}
        self._answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.asterisk.pjsua_seat", self.user, self._secret, str(self._port),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=None if os.environ.get("PJSUA_SEAT_LOG") else asyncio.subprocess.DEVNULL, cwd=ROOT,
        )  # fmt: skip
        self._reading = asyncio.create_task(self._read())
        await self.seen("ready", within=15)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:  # fmt: skip
        if self._process.returncode is None and self._process.stdin is not None:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), patient(GOODBYE))
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        await self._reading

    async def register(self) -> int:
        """Register; the SIP code of the answer (200, 401, 403, 408)."""
        count = len(self._of("registration", None))
        await self._do("register")
        return int((await self.seen("registration", count=count + 1)).facts["code"])

    async def call(self, number: str) -> int:
        """Call a number; the call's number at this seat."""
        return int(await self._do("call", number=number))

    async def incoming(self, count: int = 1, within: float = 10.0) -> int:
        """The number of the `count`-th call that comes in."""
        return int((await self.seen("incoming", count=count, within=within)).facts["call"])

    async def answer(self, call: int, code: int = 200) -> None:
        """Answer with a SIP code: 180 rings, 200 picks up, 486 is busy, 603 declines."""
        await self._do("answer", call=call, code=code)

    async def up(self, call: int, within: float = 10.0) -> None:
        """Wait until the call is up. Raises SeatFault when it ends before."""
        event = await self._until(
            lambda: self._state(call, "CONFIRMED", "DISCONNCTD", "DISCONNECTED"), within, "an answer"
        )
        if event.facts["state"] != "CONFIRMED":
            raise SeatFault(f"call {call} of {self.user} ended: {event.facts['code']} {event.facts['text']}")

    async def ended(self, call: int, within: float = 10.0) -> int:
        """Wait until the call is over; its last SIP code (200 after a hang-up)."""
        event = await self._until(lambda: self._state(call, "DISCONNCTD", "DISCONNECTED"), within, "the end")
        return int(event.facts["code"])

    async def hang_up(self, call: int) -> None:
        """End it: CANCEL, 603 or BYE as its state asks."""
        await self._do("hang_up", call=call)

    async def press(self, call: int, digits: str) -> None:
        """Press keys (RFC 4733)."""
        await self._do("press", call=call, digits=digits)

    def digits(self, call: int) -> str:
        """The keys heard so far."""
        return "".join(event.facts["digit"] for event in self._of("digit", call))

    async def play(self, call: int, wav: Path) -> None:
        """Play a WAV file into the call, once."""
        await self._do("play", call=call, wav=str(wav))

    async def record(self, call: int, wav: Path) -> None:
        """Record what is heard; the file is complete after `stop`."""
        self._recordings[call] = wav
        await self._do("record", call=call, wav=str(wav))

    async def stop(self, call: int) -> None:
        """End playing and recording; returns when the recording is whole (PJSIP closes it a little later)."""
        await self._do("stop", call=call)
        wav = self._recordings.pop(call, None)
        if wav is not None:
            await until(lambda: _is_whole(wav), what=f"{wav} closed")

    async def hold(self, call: int, on: bool = True) -> None:
        """Hold the call, or take it back, by re-INVITE."""
        await self._do("hold", call=call, on=on)

    async def transfer(self, call: int, number: str) -> int:
        """Blind transfer by REFER; the SIP code that its last NOTIFY reported."""
        await self._do("transfer", call=call, number=number)
        return await self._transferred(call)

    async def transfer_to_call(self, call: int, other: int) -> int:
        """Attended transfer: REFER with Replaces to our other call; the SIP code that its last NOTIFY reported."""
        await self._do("transfer_to_call", call=call, other=other)
        return await self._transferred(call)

    async def seen(self, kind: str, call: int | None = None, count: int = 1, within: float = 10.0) -> SeatEvent:
        """Wait for the `count`-th event of a kind, of one call or of any."""

        def found() -> SeatEvent | None:
            events = self._of(kind, call)
            return events[count - 1] if len(events) >= count else None

        return await self._until(found, within, kind)

    async def _transferred(self, call: int) -> int:
        def last() -> SeatEvent | None:
            return next((event for event in self._of("transfer", call) if event.facts["final"]), None)

        return int((await self._until(last, 15.0, "the end of the transfer")).facts["code"])

    def _of(self, kind: str, call: int | None) -> list[SeatEvent]:
        return [event for event in self.events if event.kind == kind and call in (None, event.call)]

    def _state(self, call: int, *names: str) -> SeatEvent | None:
        return next((event for event in self._of("state", call) if event.facts["state"] in names), None)

    async def _until(self, found: Any, within: float, what: str) -> SeatEvent:
        try:
            async with asyncio.timeout(patient(within)):
                while (event := found()) is None:
                    if self._reading.done():
                        raise SeatFault(f"the process of seat {self.user} is gone")
                    await self._changed.wait()
        except TimeoutError:
            raise SeatFault(
                f"seat {self.user}: {what} not seen within {patient(within):g} s; seen {self.events[-8:]}"
            ) from None
        assert isinstance(event, SeatEvent)
        return event

    async def _do(self, do: str, **facts: Any) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **facts}).encode() + b"\n")
        answer = await asyncio.wait_for(self._answers.get(), patient(GOODBYE))
        if answer["kind"] == "fault":
            raise SeatFault(f"seat {self.user}: {do} {facts}: {answer['why']}")
        return answer["answer"]

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            told = json.loads(line)
            if told["kind"] in ("done", "fault"):
                self._answers.put_nowait(told)
            else:
                self.events.append(SeatEvent(told.pop("kind"), told.get("call"), told))
            self._notify()
        self._notify()

    def _notify(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


def _is_whole(wav: Path) -> bool:
    """Whether the length in a WAV file's header is that of the file: it is written last."""
    head = wav.read_bytes()[:8]
    return len(head) == 8 and 0 < int.from_bytes(head[4:], "little") == wav.stat().st_size - 8
