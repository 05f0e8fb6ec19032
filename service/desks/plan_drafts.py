"""Drafts of a plan: texts that somebody sends, read as if they lay where the plan's files lie."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from errno import ENOENT

from calls.problems import Problem
from console.errors import WrongValue
from console.ports.plan_checks import Checked, Names, Summary, Trouble
from console.ports.plan_texts import PlanText
from prompts.catalogue import Catalogue
from service.config import Settings
from service.plan_sources import OpenPlan, open_text
from service.plan_versions import find_files
from service.plans import FoundPlan, PlanRefused
from store.versions import PlanFiles

MOST_FILES, MOST_CHARACTERS = 200, 4_000_000
_NAME = re.compile(r"[^/\\\x00-\x1f:]{1,80}(/[^/\\\x00-\x1f:]{1,80}){0,5}")


class DraftRefused(PlanRefused):
    """The draft has mistakes; nothing was published."""

    code = "HL262"


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as our loaders read it. `folder` is that of the plan's files: what lies beside them is found."""

    text: PlanText
    folder: str

    @classmethod
    def of(cls, settings: Settings, text: PlanText) -> Draft:
        """Raises WrongValue for names that are not beside the main file, and for what is too big."""
        refuse_wrong_names(text)
        return cls(text, str(settings.centre.dialplan.parent))

    @property
    def main(self) -> str:
        """Where the main file would lie."""
        return posixpath.join(self.folder, self.text.main)

    def read(self, name: str) -> str:
        """A file of the draft, by where it would lie. Raises FileNotFoundError."""
        asked = posixpath.relpath(name, self.folder)
        if asked not in self.text.texts:
            raise FileNotFoundError(ENOENT, "not in this draft", asked)
        return self.text.texts[asked]

    def find(self, catalogue: Catalogue, settings: Settings) -> tuple[FoundPlan, PlanFiles]:
        """The plan with all that is wrong with it, and the files that it is made of."""
        return find_files(self.main, catalogue, settings, self.read)

    def opened(self) -> OpenPlan:
        """The plan as it is written. Raises DraftRefused."""
        try:
            return open_text(self.main, self.read)
        except PlanRefused as refused:
            raise self.refused(refused.problems) from None

    def refused(self, problems: Sequence[Problem]) -> DraftRefused:
        """The problems, by the names of the draft's files."""
        return DraftRefused([self._beside(each) for each in problems])

    def checked(self, catalogue: Catalogue, settings: Settings) -> Checked:
        """Everything that is wrong with it."""
        found, files = self.find(catalogue, settings)
        problems = sorted({*found.wrong, *found.lacking})
        troubles = [self._trouble(each) for each in problems]
        unused = sorted(set(self.text.texts) - set(files.texts))
        return Checked(troubles, unused, _summary(found), _names(found, catalogue))

    def _trouble(self, problem: Problem) -> Trouble:
        text = f"found {problem.found}, expected {problem.expected}"
        beside = self._beside(problem)
        place = (beside.file, beside.line, beside.column, beside.code)
        return Trouble(*place, problem.found, problem.expected, text, problem.hint, problem.told())

    def _beside(self, problem: Problem) -> Problem:
        file = posixpath.relpath(problem.file, self.folder) if problem.file else self.text.main
        told = (problem.code, problem.found, problem.expected, problem.hint)
        return Problem(file, problem.line, problem.column, *told)


def refuse_wrong_names(text: PlanText) -> None:
    """Names of files are those beside the main file, and no more. Raises WrongValue."""
    if len(text.texts) > MOST_FILES or sum(map(len, text.texts.values())) > MOST_CHARACTERS:
        raise WrongValue(f"a plan has at most {MOST_FILES} files and {MOST_CHARACTERS} characters")
    if text.main not in text.texts:
        raise WrongValue("the main file is not among the files")
    for name in text.texts:
        inside = posixpath.normpath(name) == name and not name.startswith(("/", "../", "."))
        if not (inside and _NAME.fullmatch(name) and name.isprintable() and name.endswith((".yaml", ".yml"))):
            raise WrongValue("the name of a file is no name of a YAML file beside the main file")


def _summary(found: FoundPlan) -> Summary:
    plan = found.configuration
    return Summary(sorted(plan.plan.numbers), len(plan.plan.flows), len(plan.queues), len(plan.people))


def _names(found: FoundPlan, catalogue: Catalogue) -> Names:
    plan = found.configuration
    skills = {skill for person in plan.people for skill in person.skills}
    skills |= {skill for queue in plan.queues for skill in (*queue.skill, *queue.ideal)}
    return Names(
        list(plan.plan.flows),
        [queue.name for queue in plan.queues],
        list(plan.plan.hours),
        [str(person.id) for person in plan.people],
        list(catalogue.ids),
        list(plan.plan.languages),
        sorted(skills),
        _music(catalogue),
    )


def _music(catalogue: Catalogue) -> list[str]:
    folder = catalogue.music
    classes = [each.name for each in folder.iterdir() if each.is_dir()] if folder else []
    return ["default", *sorted(classes)]
