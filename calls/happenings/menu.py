"""What happened in the menus: prompts, keys, words, choices, and what the dialplan found out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spoke:
    """The language of the call from here on."""

    language: str


@dataclass(frozen=True, slots=True)
class FlowCalled:
    """A flow was begun that comes back to the step `back`. `given`: its variables as JSON, but for those in `secrets`."""

    flow: str
    back: str
    given: str = "{}"
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlowLeft:
    """A called flow has ended: the call goes on at the step `back`."""

    back: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A prompt was played at a step of the dialplan; `whole` is false if it was cut short."""

    step: str
    prompt: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Pressed:
    """Digits keyed at a step; `digits` holds asterisks where the step is secret."""

    step: str
    digits: str


@dataclass(frozen=True, slots=True)
class Said:
    """The caller spoke at a step. `means` is the key of the choice that was understood, '' if none.

    `verdict`: accept, confirm, reject, or why nothing was recognised (late, busy, unheard). `text` is masked where the
    step is secret. `seconds`: from the end of the speech to the understanding.
    """

    step: str
    text: str
    means: str
    confidence: float
    verdict: str
    engine: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Chose:
    """A choice of a menu was taken. `scenario` is the admin's id for reports, or empty."""

    menu: str
    key: str
    to: str
    scenario: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """A try at a menu gave no choice: `why` is noinput or nomatch; `attempt` counts from 1."""

    menu: str
    why: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Reordered:
    """A menu was put into this caller's order, and why."""

    menu: str
    keys: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """A variable of the call got a value; asterisks where it is `secret`."""

    name: str
    value: str
    secret: bool = False


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A lookup was made. `outcome`: found, cached, nothing, or why it failed."""

    step: str
    outcome: str
    seconds: float
