"""The RTP side of a call: pyVoIP's client with its loops, its codecs and its digits replaced.

pyVoIP decodes to 8 bits, sends mu-law under the name of A-law, sleeps from packet to packet (each wake-up's lateness
adds up), keeps every packet for ever, and hears a digit only by its marker. One thread here does both directions.
"""

from __future__ import annotations

import secrets
import select
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from telephony.phones.audio import from_alaw, from_ulaw, to_alaw, to_ulaw
from telephony.phones.dtmf import EVENT_PAYLOAD, FRAME, DigitEar, EventPacket
from telephony.phones.library import RTP
from telephony.phones.recording import RATE, Recording
from telephony.phones.sending import Sending

TICK = FRAME / RATE
GIVE_UP = 0.5
"""Seconds of lateness (a suspended machine) after which frames are left out; less is caught up: nothing drifts."""
STOP_WITHIN = 1.0
PCMU, PCMA, EVENT = RTP.PayloadType.PCMU, RTP.PayloadType.PCMA, RTP.PayloadType.EVENT


@dataclass(frozen=True, slots=True)
class Packet:
    """An RTP packet (RFC 3550 5.1) as far as a phone cares."""

    kind: int
    marker: bool
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes

    @classmethod
    def parse(cls, raw: bytes) -> Packet | None:
        """Read a packet, its extension and its padding taken off; None when it is no RTP version 2."""
        if len(raw) < 12 or raw[0] >> 6 != 2:
            return None
        first, second, sequence, timestamp, ssrc = struct.unpack("!BBHII", raw[:12])
        start = 12 + 4 * (first & 0x0F)
        if first & 0x10 and len(raw) >= start + 4:
            start += 4 + 4 * int.from_bytes(raw[start + 2 : start + 4], "big")
        end = len(raw) - (raw[-1] if first & 0x20 else 0)
        return cls(second & 0x7F, bool(second & 0x80), sequence, timestamp, ssrc, raw[start:end])

    def encode(self) -> bytes:
        second = (0x80 if self.marker else 0) | self.kind
        return struct.pack("!BBHII", 0x80, second, self.sequence, self.timestamp, self.ssrc) + self.payload


class Media(RTP.RTPClient):  # type: ignore[misc]  # pyVoIP is Any here: see library.py
    """Sends 20 ms frames on an exact clock and records what comes, from `start` to `stop`.

    `on_digit` and `on_clock` are called in the RTP thread; `on_clock` ten times a second.
    """

    def __init__(self, assoc: dict[int, Any], sock: socket.socket, address: str, port: int,
                 on_digit: Callable[[str], None], on_clock: Callable[[], None]) -> None:  # fmt: skip
        here, at = sock.getsockname()
        super().__init__(assoc, here, at, address, port, RTP.TransmitType.SENDRECV, dtmf=on_digit)
        self.sin = self.sout = sock
        self.on_clock = on_clock
        self.outSequence: int = secrets.randbelow(1 << 16)
        self.outTimestamp: int = secrets.randbelow(1 << 32)
        self.outSSRC = secrets.randbelow(1 << 32)
        self.recording, self.sending, self._ear = Recording(), Sending(), DigitEar()
        self.event_kind = next((kind for kind, codec in assoc.items() if codec is EVENT), EVENT_PAYLOAD)
        self.takes_digits = EVENT in assoc.values()
        self.kind = next(kind for kind, codec in assoc.items() if codec is self.preference)
        self._event_timestamp = 0
        self._after_gap = True
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """The call is answered: record and send from now on. What came before (ringing tones) is thrown away."""
        if self._thread is None:
            self.sin.setblocking(False)
            self._drain(lambda _raw: None)
            self.began = time.monotonic()
            self._thread = threading.Thread(target=self.run, name=f"RTP {self.inPort}", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the thread and close the socket. May be called twice, and before `start`."""
        self.NSD = False
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(STOP_WITHIN)
        self.sin.close()
        self.sending.end()

    def run(self) -> None:
        """The RTP thread: a frame is due every 20 ms of the clock, whatever each took."""
        due, frame = self.began, 0
        while self.NSD:
            wait = due - time.monotonic()
            if wait > 0:
                if select.select([self.sin], [], [], wait)[0]:
                    self._drain(self.parse_packet)
                continue
            if -wait > GIVE_UP:
                skipped = int(-wait / TICK)
                due, frame = due + skipped * TICK, frame + skipped
                self._skip(skipped)
            self.trans()
            due, frame = due + TICK, frame + 1
            self._tell_time(frame)

    def _tell_time(self, frame: int) -> None:
        self.recording.pass_to(time.monotonic() - self.began)
        if frame % 5 == 0:
            self.on_clock()

    def _skip(self, frames: int) -> None:
        self.outTimestamp = (self.outTimestamp + frames * FRAME) & 0xFFFFFFFF
        self._after_gap = True

    def trans(self) -> None:
        """Send what is due: 20 ms of audio, or a packet of a digit in its place."""
        event = self.sending.next_event()
        if event is None:
            frame = self.encode_packet(self.sending.next_frame())
            self._send(self.kind, self._after_gap, self.outTimestamp, frame)
            self._after_gap = False
        else:
            self._send_event(event)
        self.outTimestamp = (self.outTimestamp + FRAME) & 0xFFFFFFFF

    def _send_event(self, event: EventPacket) -> None:
        if event.marker:
            self._event_timestamp = self.outTimestamp
        self._send(self.event_kind, event.marker, self._event_timestamp, event.payload)

    def _send(self, kind: int, marker: bool, timestamp: int, payload: bytes) -> None:
        packet = Packet(kind, marker, self.outSequence, timestamp, self.outSSRC, payload)
        self.outSequence = (self.outSequence + 1) & 0xFFFF
        try:
            self.sout.sendto(packet.encode(), (self.outIP, self.outPort))
        except OSError:
            return  # nobody is there any more, or the network is full: RTP does not ask twice

    def _drain(self, take: Callable[[bytes], None]) -> None:
        while self.NSD:
            try:
                raw = self.sin.recv(8192)
            except BlockingIOError:
                return
            except OSError:
                return  # the far end closed its port before its BYE
            take(raw)

    def parse_packet(self, packet: bytes) -> None:
        """Record audio, report digits; anything else (comfort noise, RTCP) is left."""
        read = Packet.parse(packet)
        codec = self.assoc.get(read.kind) if read else None
        if read is None or codec is None:
            return
        if codec is EVENT:
            digit = self._ear.hear(read.ssrc, read.timestamp, read.payload)
            if digit is not None:
                self.dtmf(digit)
        elif codec in (PCMU, PCMA):
            samples = from_ulaw(read.payload) if codec is PCMU else from_alaw(read.payload)
            self.recording.place(samples, read.ssrc, read.timestamp, time.monotonic() - self.began, read.marker)

    def encode_packet(self, payload: Any) -> bytes:
        """A frame of samples in the codec agreed on."""
        return to_ulaw(payload) if self.preference is PCMU else to_alaw(payload)
