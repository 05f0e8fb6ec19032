"""What is wrong with a draft, and what one may name in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that must be put right; lines and columns count from 1, column 0 stands for the whole line.

    `found`, `expected`: the values of `code`, so that a page says it in its own language. `text`: in English, for programs.
    `told`: as `hotline check` tells it.
    """

    file: str
    line: int
    column: int
    code: str
    found: str
    expected: str
    text: str
    hint: str
    told: str


@dataclass(frozen=True, slots=True)
class Names:
    """Names that a plan may use: for completion while typing."""

    flows: Sequence[str] = ()
    queues: Sequence[str] = ()
    hours: Sequence[str] = ()
    people: Sequence[str] = ()
    prompts: Sequence[str] = ()
    languages: Sequence[str] = ()
    skills: Sequence[str] = ()
    music: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """How much a plan holds."""

    numbers: Sequence[str]
    flows: int
    queues: int
    people: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a draft; nothing: it may be published. `unused`: files that it does not include."""

    problems: Sequence[Trouble]
    unused: Sequence[str]
    summary: Summary
    names: Names
