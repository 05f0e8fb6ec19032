"""An engine for tests of what is around engines: it understands text, and does what the text says.

"sound" is UTF-8. `slow:0.2` decodes for that long, `hang` for ever, `crash` ends the process, `garbage` says what no
worker says. `load` refuses a folder named `broken`, and ends the process for one named `fatal`.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from calls.speech import Guess, Question, Recognised
from speech.errors import EngineUnusable


class TinyUtterance:
    """Collects text."""

    def __init__(self, question: Question) -> None:
        self._question, self._heard = question, b""

    def hear(self, audio: bytes) -> None:
        self._heard += audio
        if audio == b"crash now":
            os._exit(9)

    def finish(self) -> Recognised:
        text = self._heard.decode("utf-8", "replace")
        act(text)
        guesses = tuple(Guess(p.means, p.text, 0.9) for p in self._question.phrases if p.text == text)
        return Recognised(text, guesses, "tiny")


class TinyEngine:
    """Hears zh and en."""

    name = "tiny"
    languages = ("zh", "en")

    def begin(self, question: Question) -> TinyUtterance:
        return TinyUtterance(question)


def act(text: str) -> None:
    """What a text makes the engine do."""
    verb, _, value = text.partition(":")
    match verb:
        case "slow":
            time.sleep(float(value))
        case "hang":
            time.sleep(3600)
        case "crash":
            os._exit(9)
        case "garbage":
            os.write(3, b"x" * 64)  # the first one that the process opened: its pipe to the service
        case "print":
            print(value)  # noqa: T201 - as engines do
            sys.stdout.flush()
        case "environment":
            raise RuntimeError(f"OMP_NUM_THREADS={os.environ['OMP_NUM_THREADS']} nice={os.nice(0)}")
        case _:
            pass


def load(folder: Path, threads: int) -> TinyEngine:
    """The engine, or trouble."""
    if folder.name == "broken":
        raise EngineUnusable("the tiny engine is broken")
    if folder.name == "fatal":
        os._exit(3)
    if folder.name == "slow":
        time.sleep(0.3)
    return TinyEngine()
