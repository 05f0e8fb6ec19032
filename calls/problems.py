"""What is wrong in a file that an admin wrote: where, what was found, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something is written. Lines and columns count from 1; column 0 stands for the whole line."""

    file: str
    line: int
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" + (f":{self.column}" if self.column else "")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that must be put right. `code` is stable, such as `unknown-key`."""

    file: str
    line: int
    column: int
    code: str
    found: str
    expected: str
    hint: str = ""

    @property
    def place(self) -> Place:
        """Where it is written."""
        return Place(self.file, self.line, self.column)

    def told(self) -> str:
        """The problem as an admin reads it: `dialplans/main.yaml:12:7: found …, expected … (hint: …)`."""
        told = f"{self.place}: found {self.found}, expected {self.expected}"
        return told + (f" (hint: {self.hint})" if self.hint else "")


class Problems:
    """Collects every problem, each once. True when there is any."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}

    def report(self, place: Place, code: str, found: str, expected: str, hint: str = "") -> None:
        """Add a problem at this place."""
        self.add(Problem(place.file, place.line, place.column, code, found, expected, hint))

    def add(self, problem: Problem) -> None:
        """Add a problem; one that is known already changes nothing."""
        self._found[problem] = None

    def forget_after(self, count: int) -> None:
        """Keep the first `count` only: the document is read again by another parser."""
        while len(self._found) > count:
            self._found.popitem()

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add several."""
        for problem in problems:
            self.add(problem)

    def sorted(self) -> list[Problem]:
        """All of them by file, line and column."""
        return sorted(self._found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.sorted())

    def __len__(self) -> int:
        return len(self._found)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint: the known word closest to this one, or all of them if none is close and they are few."""
    words = sorted(known)
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"known here: {', '.join(words)}" if 0 < len(words) <= 12 else ""
