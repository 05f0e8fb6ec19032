"""What admins write becomes a checked configuration, or the list of everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from calls.errors import WrongSettings
from calls.problems import Problem
from ivr.loading import load
from prompts.catalogue import Catalogue
from service.house import Configuration


class PlanRefused(WrongSettings):
    """The dialplan has mistakes. All of them are told; nothing was started, or the running plan goes on."""

    code = "HL202"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(problem.told() for problem in problems))
        self.problems = problems


def read_configuration(main: Path, catalogue: Catalogue, allowed: Callable[[str], bool]) -> Configuration:
    """Read and check the dialplan that begins in `main`. Raises PlanRefused."""
    loaded = load(str(main), lambda file: Path(file).read_text(encoding="utf-8"))
    raise NotImplementedError
