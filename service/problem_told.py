"""A problem of a plan with the line it stands in, and a mark below the very place."""

from __future__ import annotations

from pathlib import Path
from unicodedata import east_asian_width

from calls.problems import Problem

LONGEST = 120
"""Of a line that is shown; a longer one is cut around the place."""


def with_line(problem: Problem) -> str:
    """`dialplans/main.yaml:12:7: found …`, the line, and `^` under the column."""
    line = _line(problem.file, problem.line)
    if not line.strip():
        return problem.told()
    column = max(problem.column - 1, 0)
    start = max(0, column - LONGEST // 2)
    shown = line[start : start + LONGEST]
    before = shown[: column - start]
    number = f"{problem.line:>5} | "
    return f"{problem.told()}\n{number}{shown}\n{' ' * len(number)}{' ' * _width(before)}^"


def _line(file: str, number: int) -> str:
    """The line as written, without what could move a cursor; '' where the file cannot be read."""
    try:
        lines = Path(file).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    return "".join(letter if letter.isprintable() else " " for letter in line)


def _width(text: str) -> int:
    """Columns on a terminal: Chinese takes two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
