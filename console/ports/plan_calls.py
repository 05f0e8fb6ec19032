"""A simulated call: what is asked for, what the caller hears, and what he may do now. Times in seconds from its beginning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class SceneAsked:
    """A call to be simulated. `do`: what the caller does, in the words of `hotline simulate`: press 1, say 查订单, silence,

    hang up, served, not taken. `at`: on the centre's clock, `2026-10-01 09:00`; '' is now. `world`: as in a test case.
    """

    do: Sequence[str] = ()
    to: str = ""
    caller: str = "13800000000"
    at: str = ""
    language: str = ""
    world: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heard:
    """A prompt that is played, with its words; `recorded`: whether there is a file to play."""

    id: str
    text: str
    language: str
    recorded: bool


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One moment of a simulated call, `at` seconds after it began. `text`: as the command line tells it."""

    at: float
    who: Literal["hotline", "caller", "note"]
    step: str
    text: str
    heard: Sequence[Heard] = ()


@dataclass(frozen=True, slots=True)
class ChoiceNow:
    """What may be keyed or said now."""

    key: str
    goes: str
    phrases: Sequence[str] = ()
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Now:
    """Where the caller is. `kind` ASKS: keys (and `speech`) are wanted; WAITS: in a queue or for a phone; RECORDS: a message;

    ENDED: the call is over, `ends` as the command line tells it.
    """

    kind: Literal["asks", "waits", "records", "ended"]
    step: str
    ends: str = ""
    choices: Sequence[ChoiceNow] = ()
    speech: bool = False
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Simulated:
    """What came of it."""

    lines: Sequence[StoryLine]
    now: Now
    language: str
    variables: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SpokenTo:
    """What the recogniser made of a sound at the question that a simulated call stands at."""

    text: str
    choice: str
    confidence: float
