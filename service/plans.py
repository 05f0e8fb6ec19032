"""What admins write becomes a checked configuration, or the list of everything that is wrong with it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from acd.loading import Staff
from acd.loading import load as load_staff
from calls.documents import Node, Read
from calls.errors import WrongSettings
from calls.ids import PersonId
from calls.problems import Problem, Problems
from ivr.checking import check
from ivr.loading import load as load_plan
from prompts.catalogue import Catalogue
from service.config import Settings
from service.configuration import Configuration
from service.music import check_music
from service.people import outside_numbers
from service.queue_numbers import check_numbers, with_numbers
from service.source_checks import check_sources
from telephony.dialling import allows


class PlanRefused(WrongSettings):
    """The dialplan has mistakes. All of them are told; nothing was started, or the running plan goes on."""

    code = "HL202"

    def __init__(self, problems: Sequence[Problem]) -> None:
        found = f"{len(problems)} problem{'s' if len(problems) > 1 else ''} in the dialplan"
        super().__init__("\n  ".join((found, *(problem.told() for problem in problems))))
        self.problems = list(problems)


def load_catalogue(settings: Settings) -> Catalogue:
    """The prompts, with an admin's recordings over the shipped ones."""
    return Catalogue.load(overrides=own_prompts(settings))


def own_prompts(settings: Settings) -> Path:
    """The folder of the centre's own recordings of prompts; it need not be there."""
    return settings.centre.recordings or settings.data.folder / "prompts"


@dataclass(frozen=True, slots=True)
class FoundPlan:
    """What a plan's files say. `wrong`: what makes them no plan. `lacking`: what this house has not, as a prompt."""

    configuration: Configuration
    wrong: list[Problem]
    lacking: list[Problem]

    def without_problems(self) -> Configuration:
        """The configuration. Raises PlanRefused with every problem."""
        if self.wrong or self.lacking:
            raise PlanRefused(sorted({*self.wrong, *self.lacking}))
        return self.configuration


def load_configuration(settings: Settings, catalogue: Catalogue, path: Path | None = None) -> Configuration:
    """The checked dialplan, or another one at `path`. Raises PlanRefused with every mistake."""
    return find_plan(settings, catalogue, str(path or settings.centre.dialplan), read_file).without_problems()


def find_plan(settings: Settings, catalogue: Catalogue, main: str, read: Read) -> FoundPlan:
    """The plan that begins in `main`, with all that is wrong with it."""
    with _no_collecting():
        own_switch = settings.switch.mode == "embedded"
        found = _find(main, read, catalogue, lambda number: allows(settings.outgoing.allowed, number), own_switch)
    beside = Path(main).parent if Path(main).parent.is_dir() else settings.centre.dialplan.parent
    lacking = check_sources(found.configuration.plan, settings.connectors, beside)
    return FoundPlan(found.configuration, found.wrong, sorted({*found.lacking, *lacking}))


@contextmanager
def _no_collecting() -> Iterator[None]:
    """A long plan is hundreds of thousands of new objects, all in use: the collector would walk them again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            # Straight to the old ones: the collector's first round would walk all of them, for nothing.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def _find(main: str, read: Read, catalogue: Catalogue, allowed: Callable[[str], bool], own_switch: bool) -> FoundPlan:
    problems = Problems()
    loaded = load_plan(main, read, problems)
    staff = load_staff(loaded.sections, loaded.plan.hours, loaded.plan.zone)
    wrong = problems.sorted()
    for section in ("agents", "managers"):
        _check_phones(loaded.sections.get(section), staff, allowed)
    if own_switch:
        check_music(loaded.sections.get("queues"), staff.queues, catalogue.music)
    queues = [queue.name for queue in staff.queues]
    people = [str(person.id) for person in staff.people]
    ways_out = [(way.queue, way.flow, way.place) for way in staff.ways_out]
    problems.extend(check(loaded.plan, catalogue.has, queues, people, allowed, catalogue.ids, ways_out))
    check_numbers(loaded.sections.get("queues"), staff.queues, staff.people, loaded.plan)
    configuration = Configuration(with_numbers(loaded.plan, staff.queues), staff.people, staff.queues)
    return FoundPlan(configuration, wrong, [each for each in problems if each not in set(wrong)])


def read_file(file: str) -> str:
    """A file of the plan on the disk. Raises OSError, UnicodeDecodeError."""
    return Path(file).read_text(encoding="utf-8")


def _check_phones(node: Node | None, staff: Staff, allowed: Callable[[str], bool]) -> None:
    """A phone that may not be dialled would never be reached: that is told now, not at the first call."""
    if node is None:
        return
    barred = {who.id: [phone for phone in outside_numbers(who) if not allowed(phone)] for who in staff.people}
    for key, _ in node.items("people"):
        for phone in barred.get(PersonId(key.written), ()):
            key.problem("barred-phone", "a phone that outgoing.allowed lets us call", f"add a pattern for {phone}")
