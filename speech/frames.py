"""What the service and a worker process say to each other: length-prefixed frames over two pipes. No I/O here.

A frame is `kind` (1 byte), `utterance` (4 bytes), length (4 bytes), payload; integers are big-endian. Payloads are audio
or JSON, never pickles.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import orjson

from calls.speech import Guess, Phrase, Question, Recognised

HEAD = struct.Struct(">BII")
LONGEST = 16 * 1024 * 1024
"""Bytes of the longest payload: sixteen minutes of sound. More is a sign that the pipe is out of step."""


class Kind(IntEnum):
    """Who says it: the service the first ones, a worker those from READY on."""

    LOAD = 1
    BEGIN = 2
    HEAR = 3
    FINISH = 4
    DROP = 5
    READY = 16
    ANSWER = 17
    DROPPED = 18


@dataclass(frozen=True, slots=True)
class Frame:
    """One message; `utterance` is 0 where it is about none."""

    kind: Kind
    utterance: int = 0
    payload: bytes = b""

    def encoded(self) -> bytes:
        """As it goes over the pipe. Raises ValueError for a payload above LONGEST."""
        if len(self.payload) > LONGEST:
            raise ValueError(f"a payload of {len(self.payload)} bytes is too long")
        return HEAD.pack(self.kind, self.utterance, len(self.payload)) + self.payload


class FrameReader:
    """Bytes in, frames out; any split of the bytes gives the same frames."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def receive(self, data: bytes) -> Iterator[Frame]:
        """The frames that are complete with this. Raises ValueError when the bytes cannot be ours."""
        self._buffer += data
        while len(self._buffer) >= HEAD.size:
            kind, utterance, length = HEAD.unpack_from(self._buffer)
            if length > LONGEST:
                raise ValueError(f"a frame claims {length} bytes")
            end = HEAD.size + length
            if len(self._buffer) < end:
                return
            payload = bytes(self._buffer[HEAD.size : end])
            del self._buffer[:end]
            yield Frame(Kind(kind), utterance, payload)


def question_to_bytes(question: Question) -> bytes:
    """A question as JSON."""
    return orjson.dumps({"language": question.language, "phrases": [[p.text, p.means] for p in question.phrases]})


def question_from_bytes(payload: bytes) -> Question:
    """The opposite of `question_to_bytes`."""
    told = orjson.loads(payload)
    return Question(told["language"], tuple(Phrase(text, means) for text, means in told["phrases"]))


def recognised_to_bytes(recognised: Recognised) -> bytes:
    """What was understood, as JSON."""
    return orjson.dumps(recognised)


def recognised_from_bytes(payload: bytes) -> Recognised:
    """The opposite of `recognised_to_bytes`."""
    told = orjson.loads(payload)
    guesses = tuple(Guess(**guess) for guess in told.pop("guesses"))
    return Recognised(guesses=guesses, **told)
