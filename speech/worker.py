"""A worker process: loads engines and hears utterances, one step after the other. `python -m speech.worker`.

It speaks frames (speech/frames.py) on stdin and stdout. A fault of an engine ends the process: the service starts another.
It never outlives the service: a thread reads stdin and ends the process with it, even in the middle of a decode, and
Linux is told to kill it with its parent (prctl(2), PR_SET_PDEATHSIG).
"""

from __future__ import annotations

import ctypes
import os
import queue
import random
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from calls.speech import Phrase, Question
from speech.engines import Engine
from speech.errors import EngineUnusable
from speech.frames import Frame, FrameReader, Kind, question_from_bytes, recognised_to_bytes
from speech.recogniser import Recogniser, Utterance
from speech.spelling import DIGITS

NICE = 5
"""How far recognition stands back behind the calls (nice(2))."""
WARMING = 16_000
"""Bytes of noise that an engine hears before its first caller: a second."""
_PR_SET_PDEATHSIG = 1


class Inbox:
    """Frames in order. What is dropped is known at once, so that nobody decodes for a caller who has gone on."""

    def __init__(self) -> None:
        self._frames: queue.SimpleQueue[Frame] = queue.SimpleQueue()
        self._dropped: set[int] = set()

    def put(self, frame: Frame) -> None:
        """From the reading thread."""
        if frame.kind is Kind.DROP:
            self._dropped.add(frame.utterance)
        self._frames.put(frame)

    def __iter__(self) -> Iterator[Frame]:
        while True:
            frame = self._frames.get()
            if frame.kind is Kind.DROP:
                self._dropped.discard(frame.utterance)
            elif frame.utterance in self._dropped:
                continue
            yield frame


class Worker:
    """Answers frames."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._by_language: dict[str, Recogniser] = {}
        self._utterances: dict[int, Utterance] = {}

    def receive(self, frame: Frame) -> None:
        """Do what a frame asks."""
        number = frame.utterance
        match frame.kind:
            case Kind.LOAD:
                self._say(Frame(Kind.READY, payload=orjson.dumps(self._load(orjson.loads(frame.payload)))))
            case Kind.BEGIN:
                question = question_from_bytes(frame.payload)
                self._utterances[number] = self._by_language[question.language].begin(question)
            case Kind.HEAR:
                self._utterances[number].hear(frame.payload)
            case Kind.FINISH:
                self._say(Frame(Kind.ANSWER, number, self._finish(number)))
            case Kind.DROP:
                self._utterances.pop(number, None)
                self._say(Frame(Kind.DROPPED, number))
            case other:
                raise ValueError(f"a worker is not told {other.name}")

    def _finish(self, number: int) -> bytes:
        began = time.perf_counter()
        recognised = self._utterances.pop(number).finish()
        return recognised_to_bytes(replace(recognised, seconds=time.perf_counter() - began))

    def _load(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """Load the first engine of each language that can be: what hears it, and why others could not be used."""
        began, loaded = time.perf_counter(), dict[str, Recogniser | str]()
        names, troubles = dict[str, str](), list[str]()
        for language, engines in wanted["languages"].items():
            for told in engines:
                engine = Engine(told["name"], told["loader"], Path(told["folder"]), options=told["options"])
                found = _once(engine, wanted["threads"], loaded, language)
                if not isinstance(found, str):
                    self._by_language[language], names[language] = found, engine.name
                    break
                troubles.append(f"{language}: {engine.name} cannot be used: {found}")
        return {"engines": names, "troubles": troubles, "seconds": time.perf_counter() - began}

    def _say(self, frame: Frame) -> None:
        self._out.write(frame.encoded())
        self._out.flush()


def _once(engine: Engine, threads: int, loaded: dict[str, Recogniser | str], language: str) -> Recogniser | str:
    """One engine may serve several languages; one that cannot be loaded is not tried again: then the reason."""
    key = repr(engine)
    if key not in loaded:
        try:
            loaded[key] = _warmed(engine.load(threads), language)
        except EngineUnusable as error:
            loaded[key] = error.told()
    return loaded[key]


def _warmed(found: Recogniser, language: str) -> Recogniser:
    """An engine's first decode takes two or three times as long as those after it: it is not to be a caller's."""
    digits = DIGITS.get(language, "").split()
    utterance = found.begin(Question(language, tuple(Phrase(digit, digit) for digit in digits)))
    utterance.hear(bytes(random.Random(1).choices(range(32, 127), k=WARMING)))  # noqa: S311 - noise, no secret
    utterance.finish()
    return found


def _read(inbox: Inbox) -> None:
    """Until the service closes the pipe, however that comes about; then there is nothing to live for."""
    frames = FrameReader()
    while data := os.read(0, 1 << 16):
        for frame in frames.receive(data):
            inbox.put(frame)
    os._exit(0)


def _stand_back(parent: int) -> None:
    """Lower priority, no keys of the terminal, and death with the parent, also if that has happened already."""
    os.nice(NICE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(0)


def main(parent: int) -> None:
    """Serve until the service is gone."""
    _stand_back(parent)
    # Engines print: what is ours alone is kept away from them, and their words go to the log.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    inbox = Inbox()
    threading.Thread(target=_read, args=(inbox,), daemon=True).start()
    worker = Worker(out)
    for frame in inbox:
        worker.receive(frame)


if __name__ == "__main__":
    main(int(sys.argv[1]))
